/** *Before and now*: two returns of one person side by side, what differs first, and the coach's remarks under each line. */

import type {Line} from '../coaching/compare.ts';
import type {KeptReturn} from '../coaching/loop-store.ts';
import {el} from '../page/dom.ts';
import {say} from '../words/team-more.ts';
import type {Chosen} from './context.ts';
import {remarkTools} from './remark-tools.ts';
import {isCovered, type Review, reviewLines, shownLines} from './review.ts';
import {choice, field, help, part, sayDay} from './ui.ts';

const WORDS = {same: 'teamSame', new: 'teamIsNew', changed: 'teamChanged', back: 'teamTakenBack', open: 'teamOpen'} as const;

/** The part of the page. */
export function beforeAndNow(review: Review, chosen: Chosen): HTMLElement[] {
  const lines = reviewLines(review);
  const all = el('input', {type: 'checkbox', 'data-focus': 'show-all', checked: chosen.has('all')});
  const shown = el('div', {});
  const show = (): void => {
    const wanted = all.checked ? lines : shownLines(lines, !review.before, on => review.remarking.on(on).length > 0);
    shown.replaceChildren(...(wanted.length ? bySection(review, wanted) : [help(say('teamNothingDiffers'))]));
  };
  all.addEventListener('change', () => {
    if (all.checked) chosen.set('all', '');
    else chosen.delete('all');
    show();
  });
  show();
  return [
    part(
      'before',
      review.before ? say('teamBeforeNow') : say('teamReturn'),
      el('div', {class: 'pb-team-choose'}, ...choosers(review, chosen), choice(all, say('teamShowAll'))),
      shown,
    ),
  ];
}

const named = ({page}: Review, {returned, digest}: KeptReturn, entries: Review['entries']): string => {
  const label = entries.find(each => each.digest === digest)?.label ?? '';
  return [say('teamReturnNo', {n: returned.seq}), sayDay(returned.day, page.today), label].filter(Boolean).join(' · ');
};

function choosers(review: Review, chosen: Chosen): HTMLElement[] {
  const {page, returns, entries, now, before, member, sheetId} = review;
  const choose = (which: string, options: [string, string][], value: string, label: string): HTMLElement => {
    const select = el('select', {id: `pb-team-${which}`, 'data-focus': which});
    for (const [id, words] of options) select.append(el('option', {value: id, selected: id === value}, words));
    select.addEventListener('change', () => {
      chosen.set(which, select.value);
      if (which !== 'before') chosen.delete('before');
      if (which === 'sheet') chosen.delete('now');
      void page.refresh();
    });
    return field(label, select);
  };
  const sheets = [
    ...new Set(
      page.state.by
        .get(member.id)
        ?.filter(({copy}) => copy)
        .map(({sheet}) => sheet),
    ),
  ];
  const options = returns.map((each): [string, string] => [each.digest, named(review, each, entries)]);
  return [
    ...(sheets.length > 1
      ? [
          choose(
            'sheet',
            sheets.map(id => [id, page.sheets.get(id)?.title ?? id]),
            sheetId,
            say('teamSheet'),
          ),
        ]
      : []),
    ...(returns.length > 1
      ? [
          choose('before', [['none', '–'], ...options.filter(([id]) => id !== now?.digest)], before?.digest ?? 'none', say('teamBefore')),
          choose('now', options, now?.digest ?? '', say('teamNowOf')),
        ]
      : [help(options[0]?.[1] ?? '')]),
  ];
}

function bySection(review: Review, lines: Line[]): HTMLElement[] {
  const sections = new Map<string, Line[]>();
  for (const line of lines) sections.set(line.section, [...(sections.get(line.section) ?? []), line]);
  return [...sections].map(([section, own]) =>
    el(
      'div',
      {class: 'pb-team-section'},
      ...(section ? [el('h4', {}, section)] : []),
      el('ul', {class: 'pb-team-pairs'}, ...own.map(line => pair(review, line))),
    ),
  );
}

const said = (text: string, note: string): Node[] => [
  el('p', {class: 'pb-team-said'}, text || say('teamNoAnswer')),
  ...(note ? [el('p', {class: 'pb-help pb-team-said'}, `${say('teamNote')}: ${note}`)] : []),
];

function pair(review: Review, line: Line): HTMLElement {
  const {before} = review;
  const covered = isCovered(review, line.question);
  const side = (word: 'teamBefore' | 'teamNowOf', text: string, note: string): HTMLElement =>
    el('div', {}, el('span', {class: 'pb-help'}, say(word)), ...said(text, note));
  const answers = covered
    ? [el('p', {}, el('a', {href: `#pb-team-view-${line.question!.id}`}, say('teamViewFirst')))]
    : before
      ? [side('teamBefore', line.before, line.noteBefore), side('teamNowOf', line.now, line.noteNow)]
      : said(line.now, line.noteNow);
  return el(
    'li',
    {class: 'pb-team-pair', 'data-change': covered ? 'covered' : line.change},
    el('strong', {class: 'pb-team-asked'}, line.label),
    ...(before && !covered ? [' ', el('span', {class: 'pb-team-change'}, say(WORDS[line.change]))] : []),
    el('div', {class: before && !covered ? 'pb-team-two' : 'pb-team-one'}, ...answers),
    ...remarkTools(review, line.on, line.label),
  );
}
