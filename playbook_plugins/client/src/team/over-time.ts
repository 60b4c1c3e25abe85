/** A person over their returns, and strengths over the team. Nobody is ordered by a number, and nobody stands beside anybody. */

import {type Course, coursesOver, ENOUGH_TO_DRAW, type Fate, linesOver} from '../coaching/history.ts';
import type {IndexEntry} from '../coaching/loop-store.ts';
import {strengthsOf, type Table} from '../coaching/rollup.ts';
import {showDay} from '../model/dates.ts';
import {button, el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';
import {inWords, plot} from './plot.ts';

const SHOWN = 6; // returns of a sheet that are listed at once

const fateWords = ({kept, moved, dropped}: Fate): string[] => [
  ...(kept ? [say('otKept', {n: kept})] : []),
  ...(moved ? [say('otMoved', {n: moved})] : []),
  ...(dropped ? [say('otDropped', {n: dropped})] : []),
];

function returnLine({entry, fate}: {entry: IndexEntry; fate: Fate}): HTMLElement {
  const {seq, day, state, done, all, label} = entry;
  const facts = [
    ...(state === 'declined' ? [say('otDeclined')] : []),
    ...(state === 'draft' ? [say('otDraft')] : []),
    ...(all ? [sayCore('of', {done, all})] : []),
    ...fateWords(fate),
  ];
  const head = [showDay(day, pageLanguage()), ...(label ? [label] : []), say('otReturn', {n: seq})].join(' · ');
  return el('li', {}, el('strong', {}, head), ...(facts.length ? [` ${facts.join(' · ')}`] : []));
}

/** The returns, newest first; the older ones on a press. */
function returnList(entries: readonly IndexEntry[]): HTMLElement[] {
  const lines = linesOver(entries).reverse().map(returnLine);
  const list = el('ul', {class: 'pb-over-list'}, ...lines.slice(0, SHOWN));
  const rest = lines.slice(SHOWN);
  if (!rest.length) return [list];
  const more = button(say('otAllReturns', {n: rest.length}), () => {
    list.append(...rest);
    more.remove();
    rest[0]!.tabIndex = -1;
    rest[0]!.focus();
  });
  return [list, more];
}

function courses(all: Course[], id: string): HTMLElement[] {
  const drawn = all.filter(({points}) => points.length >= ENOUGH_TO_DRAW);
  const said = all.filter(({points}) => points.length < ENOUGH_TO_DRAW);
  return [
    ...(drawn.length
      ? [
          el('p', {class: 'pb-help'}, say('otPlotsHelp')),
          el('div', {class: 'pb-plots'}, ...drawn.map(course => plot(course, `pb-plot-${id}-${course.id}`))),
        ]
      : []),
    ...(said.length ? [el('ul', {class: 'pb-over-list'}, ...said.map(course => el('li', {}, inWords(course))))] : []),
  ];
}

/** The history of somebody: a part for each sheet that they gave back, in the order of the site. */
export async function history(context: TeamContext, into: HTMLElement, person: string): Promise<void> {
  const index = (await context.loop.index()).filter(entry => entry.person === person);
  const given = [...new Set(index.map(({sheet}) => sheet))];
  const known = [...context.sheets.keys()].filter(id => given.includes(id));
  const order = [...known, ...given.filter(id => !known.includes(id))];
  const parts = order.map(id => {
    const [sheet, entries] = [context.sheets.get(id), index.filter(entry => entry.sheet === id)];
    return el(
      'section',
      {class: 'pb-over-sheet'},
      el('h4', {}, sheet?.title ?? (id || say('otDeclined'))),
      ...returnList(entries),
      ...(sheet ? courses(coursesOver(entries, sheet), id) : []),
    );
  });
  into.replaceChildren(...(parts.length ? parts : [el('p', {class: 'pb-help'}, say('otNoReturns'))]));
}

/** One talent: its people by band as a bar, and as cells of the table that the bar stands in. */
function strengthRow({bands, ranks, people}: Table, row: Table['rows'][number], open: boolean): HTMLElement {
  const words = [...bands.map((band, at) => `${band} ${row.counts[at]}`), ...(row.open ? [`${say('otOpen')} ${row.open}`] : [])].join(', ');
  const bar = el('span', {class: 'pb-strength-bar', role: 'img', 'aria-label': say('otBars', {label: row.label, words})});
  for (const [at, n] of [...row.counts, row.open].entries()) {
    if (!n) continue;
    const part = el('span', {'data-rank': String(ranks[at] ?? 'open')});
    part.style.inlineSize = `${(n / people) * 100}%`;
    bar.append(part);
  }
  const cells = [...row.counts, ...(open ? [row.open] : [])].map((n, at) =>
    el('td', {'data-label': bands[at] ?? say('otOpen')}, String(n)),
  );
  return el('tr', {}, el('th', {scope: 'row'}, row.label), ...cells, el('td', {class: 'pb-strength-cell'}, bar));
}

function strengthTable(table: Table, at: number): HTMLElement {
  const open = table.rows.some(row => row.open > 0);
  const id = `pb-strength-${at}`;
  const heads = [say('otTalent'), ...table.bands, ...(open ? [say('otOpen')] : [])];
  return el(
    'div',
    {class: 'pb-strength'},
    el('h3', {id}, say('otPeopleOf', {title: table.title, n: table.people})),
    el(
      'table',
      {class: 'pb-strength-table', 'aria-labelledby': id},
      el('thead', {}, el('tr', {}, ...heads.map(head => el('th', {scope: 'col'}, head)), el('td', {}))),
      el('tbody', {}, ...table.rows.map(row => strengthRow(table, row, open))),
    ),
  );
}

/** Who is on the team now, by their ids. */
export const presentIds = async ({loop}: TeamContext): Promise<Set<string>> =>
  new Set((await loop.members()).filter(({left}) => left.v !== true).map(({id}) => id));

/** Strengths over the team, in the author's order of talents: for the coach alone, from one person on. */
export async function strengths(context: TeamContext, into: HTMLElement): Promise<void> {
  const tables = strengthsOf(await context.loop.index(), context.sheets, await presentIds(context));
  const heading = el('h2', {id: 'pb-team-strengths', tabindex: '-1'}, say('otStrengths'));
  into.replaceChildren(
    el(
      'section',
      {class: 'pb-team-part', 'data-part': 'strengths', 'aria-labelledby': heading.id},
      heading,
      ...(tables.length
        ? [el('p', {class: 'pb-help'}, say('otStrengthsHelp')), ...tables.map(strengthTable)]
        : [el('p', {class: 'pb-help'}, say('otNoStrengths'))]),
    ),
  );
}
