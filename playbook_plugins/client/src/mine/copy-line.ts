/** One copy in the list: its name, how it stands, and the rarer presses behind `⋯`. */

import {lastBackup} from '../keep/backups.ts';
import {remember} from '../keep/journal.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {dayOf, showDay, today} from '../model/dates.ts';
import {isArchived, LABEL, textOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say as sayDesk} from '../words/desk.ts';
import {type mineWords, say} from '../words/mine.ts';
import {dueOf} from './list.ts';

type Press = Extract<keyof typeof mineWords, `mine${string}`>;

/** Where a copy belongs: `href` is `''` where its sheet has left the site. */
interface Place {
  site: string;
  title: string;
  href: string;
}

const meterOf = (done: number, all: number, label: string): HTMLElement => {
  const meter = el('progress', {class: 'pb-progress', 'aria-label': `${sayCore('progress')}: ${label}`, max: String(all)});
  meter.value = done;
  return meter;
};

function opener({copy}: StoredCopy, {site, href}: Place, label: string): HTMLElement {
  if (!href) return el('strong', {}, label);
  const link = el('a', {href}, label);
  link.addEventListener('click', () => remember(`playbook:${site}:open:${copy.worksheet}`, copy.copy));
  return link;
}

/** What can be done with a copy, by the words on the buttons, in their order. */
export type Presses = Partial<Record<Press, () => void>>;

/** The line of a copy. */
export function copyLine(each: StoredCopy, place: Place, presses: Presses): HTMLElement {
  const {copy, about} = each;
  const label = textOf(copy, LABEL) || sayCore('untitled');
  const {next, overdue} = dueOf(each, today());
  const out = lastBackup(place.site, copy);
  const day = (instant: string): string => showDay(dayOf(instant), pageLanguage());
  const facts = [
    place.title,
    ...(about?.all ? [sayCore('of', {done: about.done, all: about.all})] : []),
    say('mineSaved', {day: day(copy.updated)}),
    ...(isArchived(copy) ? [say('mineArchived')] : []),
  ];
  const tools = Object.entries(presses).map(([word, act]) =>
    button(say(word as Press), act, {'aria-label': `${say(word as Press)}: ${label}`, 'data-does': word}),
  );
  return el(
    'li',
    {class: 'pb-mine-copy', 'data-copy': copy.copy, 'data-key': `${copy.worksheet}/${copy.copy}`},
    el(
      'div',
      {class: 'pb-mine-name'},
      opener(each, place, label),
      ...(overdue ? [el('strong', {class: 'pb-late'}, say('mineOverdue', {n: overdue}))] : []),
      ...(next
        ? [el('span', {class: 'pb-help pb-mine-due'}, say('mineDue', {day: showDay(next.day, pageLanguage()), label: next.label}))]
        : []),
      el('span', {class: 'pb-help pb-mine-facts'}, facts.join(' · ')),
      ...(place.href ? [] : [el('span', {class: 'pb-help'}, say('mineLeft'))]),
    ),
    ...(about?.all ? [meterOf(about.done, about.all, label)] : []),
    el(
      'details',
      {class: 'pb-mine-more'},
      el('summary', {'aria-label': sayDesk('deskMore', {label}), title: sayDesk('deskMore', {label})}, '⋯'),
      el('div', {class: 'pb-buttons'}, ...tools),
      el('p', {class: 'pb-help'}, out ? say('mineOut', {day: day(out)}) : say('mineNeverOut')),
    ),
  );
}
