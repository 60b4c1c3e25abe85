/** The dialog that makes a calendar file of what is due: one line or all, neutral words unless ticked, private lines never unless ticked. */

import {recall, remember} from '../keep/journal.ts';
import {LABEL, markKey, ownerOf, textOf} from '../model/response.ts';
import {sayDay} from '../page/days.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {save} from '../page/download.ts';
import {type DueDay, numbered, readTold, toCalendar} from '../travel/calendar.ts';
import {say as sayCore} from '../words/core.ts';
import {say as sayDesk} from '../words/desk.ts';
import {say} from '../words/mine-late.ts';
import type {DeskPage} from './desk-page.ts';
import type {Owed} from './owed.ts';

/** Whether a line is private, or nothing is known about it. A question that asks for a day says so itself. */
export function isHidden({copy, due}: Owed, page: Pick<DeskPage, 'sheets'>, id: string): boolean {
  const owner = due ? ownerOf(due) : `a/${id.split('.').at(-1)}`;
  const mark = copy.leaves.get(markKey(owner))?.v;
  if (due) return mark !== false;
  const asked = page.sheets.get(copy.worksheet)?.questions.find(each => `a/${each.id}` === owner);
  return mark === true || asked?.private !== false;
}

/** A line as an event. */
export function eventOf(line: Owed, page: Pick<DeskPage, 'site' | 'sheets' | 'addressOf'>, names: boolean): DueDay {
  const sheet = page.sheets.get(line.copy.worksheet);
  const title = sheet?.title ?? line.copy.worksheet;
  const isTalk = !line.due;
  const neutral = isTalk
    ? say('icsTalk', {sheet: title})
    : sheet?.tables.some(({commitments, id}) => commitments && line.due.startsWith(`r/${id}/`))
      ? say('icsPromise')
      : say('icsDue', {sheet: title});
  const address = page.addressOf(line.copy.worksheet);
  return {
    uid: `${line.id}@${page.site.replaceAll('/', '.')}`,
    day: line.day,
    title: names ? line.text : neutral,
    text: names ? `${title}: ${textOf(line.copy, LABEL)}` : '',
    url: address ? new URL(address, document.baseURI).href : '',
    every: isTalk && line.id.endsWith('.next-meeting') ? (sheet?.every ?? 0) : 0,
  };
}

const keyOf = (site: string): string => `playbook:${site}:calendar`;

/** Ask what goes into the file, and save it. */
export function calendarFile(page: DeskPage, lines: readonly Owed[]): void {
  const dated = lines.filter(({day}) => day);
  const secret = dated.filter(line => isHidden(line, page, line.id));
  const names = el('input', {type: 'checkbox'});
  const privates = el('input', {type: 'checkbox', class: 'pb-with-private'});
  const list = el('ul', {class: 'pb-list pb-desk-dates'});
  const boxes = new Map<Owed, HTMLInputElement>();
  const show = (): void => {
    const shown = dated.filter(line => privates.checked || !secret.includes(line));
    list.replaceChildren(
      ...shown.map(line => {
        const box = boxes.get(line) ?? el('input', {type: 'checkbox', checked: true});
        boxes.set(line, box);
        return el('li', {}, el('label', {class: 'pb-choice'}, box, ` ${sayDay(line.day)} · ${line.text}`));
      }),
    );
    if (!shown.length) list.replaceChildren(el('li', {}, say('deskCalendarNone')));
  };
  privates.addEventListener('change', show);
  show();
  const dialog = openDialog(
    page.element,
    sayDesk('deskCalendar'),
    el('p', {class: 'pb-help'}, say('deskCalendarHelp')),
    list,
    el(
      'fieldset',
      {class: 'pb-extras'},
      el('label', {class: 'pb-choice'}, names, ` ${say('deskCalendarNames')}`),
      ...(secret.length ? [el('label', {class: 'pb-choice'}, privates, ` ${say('deskCalendarPrivate', {n: secret.length})}`)] : []),
    ),
    el(
      'div',
      {class: 'pb-buttons'},
      button(
        say('deskCalendarSave'),
        () => {
          const wanted = dated.filter(line => boxes.get(line)?.checked && (privates.checked || !secret.includes(line)));
          const all = wanted.length === dated.filter(line => privates.checked || !secret.includes(line)).length;
          const open = new Set(lines.map(line => eventOf(line, page, false).uid));
          const {events, told} = numbered(
            wanted.map(line => eventOf(line, page, names.checked)),
            readTold(recall(keyOf(page.site))),
            all ? {open, title: say('icsOver')} : null,
          );
          remember(keyOf(page.site), JSON.stringify(told));
          save(toCalendar(events), 'playbook', 'ics', 'text/calendar;charset=utf-8');
          dialog.close();
        },
        {class: 'pb-button pb-primary'},
      ),
      button(sayCore('cancel'), () => dialog.close()),
    ),
  );
}
