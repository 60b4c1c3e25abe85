/** The coach's words beside the answers that they are about, for the owner of the copy. Only the owner changes the copy. */

import {birthOf} from '../../coaching/commitments.ts';
import type {Remark, Remarks} from '../../coaching/formats.ts';
import type {Handled} from '../../coaching/loop-store.ts';
import {wallOf} from '../../model/clock.ts';
import {today} from '../../model/dates.ts';
import {excess} from '../../model/limits.ts';
import {answerKey, cellKey, type Edit, type Leaf, otherVersions} from '../../model/response.ts';
import {sayDay} from '../../page/days.ts';
import {button, el} from '../../page/dom.ts';
import {reveal} from '../../page/reveal.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/asked.ts';
import {say as sayCore} from '../../words/core.ts';
import {buttons, line, placeOf} from './words.ts';

/** What a press on a remark does. */
export interface Acts {
  reply(remark: string, text: string): Promise<void>;
  hide(remark: string, hidden: boolean): void;
  edit(edits: Edit[], said: string): void;
}

/** A remark as it is shown: what is said, and where. */
export interface Note {
  id: string;
  on: string;
  remark: Remark | null;
  element: HTMLElement;
}

const dayOfClock = (clock: string): string => sayDay(today(new Date(Math.max(0, wallOf(clock)))));

/** All versions of a text that wait side by side: two devices of one coach may each have written. */
const wordsOf = (leaf: Leaf): string => [String(leaf.v), ...otherVersions(leaf).map(({v}) => v)].filter(Boolean).join('\n');

/** A remark that says something. */
const stands = ({text, talk, gone}: Remark): boolean => gone.v !== true && (wordsOf(text) !== '' || talk.v === true);

/** The remarks that are to be shown, those on the whole sheet first. */
export const standing = ({remarks}: Remarks): [string, Remark][] =>
  [...remarks].filter(([, remark]) => stands(remark)).sort(([, a], [, b]) => (a.on === b.on ? 0 : a.on === '' ? -1 : b.on === '' ? 1 : 0));

/** One note, with a name for those who hear it, in the reading order after the answer. */
function note(coach: string, ...content: Node[]): HTMLElement {
  const made = el('div', {class: 'pb-remark', role: 'note', tabindex: '-1', 'aria-label': say('remarksFrom', {n: 1, coach})}, ...content);
  // What is typed here is no answer to the question around it.
  for (const type of ['input', 'change']) made.addEventListener(type, event => event.stopPropagation());
  return made;
}

const words = (by: string, text: string): HTMLElement =>
  el('p', {class: 'pb-remark-words'}, el('strong', {}, by), ...(text ? [' ', el('span', {}, text)] : []));

/** A remark of `coach`, with room for an answer. */
export function remarkNote(worksheet: string, coach: string, [id, remark]: [string, Remark], handled: Handled, acts: Acts): HTMLElement {
  const text = wordsOf(remark.text);
  const reply = String(handled.replies.get(id)?.v ?? '');
  const made = note(
    coach,
    words(say('remarkBy', {coach, day: dayOfClock(remark.text.t || remark.talk.t)}), text),
    ...(remark.talk.v === true ? [el('p', {class: 'pb-remark-talk'}, say('remarkTalk'))] : []),
    ...line(reply && say('remarkYou', {text: reply}), {class: 'pb-remark-reply'}),
  );
  const answer = button(say('remarkAnswer'), () => answerBox(worksheet, coach, id, reply, made, acts), {
    class: 'pb-button pb-remark-answer',
    'aria-label': `${say('remarkAnswer')}: ${text.slice(0, 60) || say('remarkTalk')}`,
  });
  const hide = button(say('remarkHide'), () => acts.hide(id, true), {
    class: 'pb-button',
    'aria-label': `${say('remarkHide')}: ${text.slice(0, 60) || say('remarkTalk')}`,
  });
  made.append(buttons(answer, hide));
  return made;
}

/** A box for the answer; every sign is kept at once. */
function answerBox(worksheet: string, coach: string, id: string, reply: string, made: HTMLElement, acts: Acts): void {
  const box = el('textarea', {id: `${worksheet}.remark.${id}`, rows: '2', 'data-search-exclude': true});
  box.value = reply;
  const told = el('p', {class: 'pb-help', role: 'status'});
  let writing: Promise<void> = Promise.resolve();
  box.addEventListener('input', () => {
    const over = excess(box.value);
    if (over) {
      told.textContent = sayCore('tooLong', {n: over, most: box.value.length - over});
      return;
    }
    const text = box.value;
    writing = writing
      .then(() => (text === box.value ? acts.reply(id, text) : undefined)) // a later one is on its way
      .then(
        () => {
          told.textContent = say('remarkKept');
        },
        () => {
          told.textContent = sayCore('unkept');
        },
      );
  });
  made.querySelector('.pb-remark-reply')?.remove();
  made.querySelector('.pb-remark-answer')?.remove();
  made.insertBefore(
    el('div', {class: 'pb-remark-box'}, el('label', {for: box.id}, say('remarkYourAnswer', {coach})), box, told),
    made.lastElementChild,
  );
  box.focus();
}

/** What the coach wrote to a question that is asked of both. */
export const viewNote = (coach: string, leaf: Leaf, value: string): HTMLElement =>
  note(coach, words(say('remarkView', {coach, day: dayOfClock(leaf.t)}), value));

/** What the coach says of a commitment, with the press that takes it over. */
export function doneNote(coach: string, leaf: Leaf, edit: Edit | null, acts: Acts): HTMLElement {
  const made = note(coach, words(say('remarkDone', {coach, day: dayOfClock(leaf.t)}), ''));
  if (edit) made.append(buttons(button(say('remarkTakeOver'), () => acts.edit([edit], say('remarkTaken')))));
  return made;
}

/** Put a note below the answer that it is about; false where that is not on the page. */
export function place(sheet: OpenSheet, on: string, made: HTMLElement): boolean {
  const found = placeOf(sheet, on);
  if (!found || found.frame.getAttribute('hidden') === '') return false;
  const {frame} = found;
  reveal(frame);
  if (frame.matches('tr')) (frame.querySelector('td[data-column]') ?? frame.firstElementChild ?? frame).append(made);
  else if (frame.matches('li')) frame.insertBefore(made, frame.querySelector(':scope > .pb-items'));
  else frame.append(made);
  return true;
}

/** The words that a question had which is not on the page any more. */
export const oldLabel = ({kind, store}: OpenSheet, on: string): string =>
  kind.labelOf(on.startsWith('r/') ? `${on}/pos` : answerKey(on.split('/')[1] ?? ''), store.copy);

/** The rows of the open copy of which the coach says that they are done and which are not: where, and what would take it over. */
export function doneRows({form, store}: OpenSheet, said: Remarks['commitments']): {on: string; leaf: Leaf; edit: Edit | null}[] {
  const found: {on: string; leaf: Leaf; edit: Edit | null}[] = [];
  for (const row of form.querySelectorAll<HTMLElement>('table[data-rows] > tbody > tr[data-row]')) {
    const [table, id] = [row.closest<HTMLElement>('table')!, row.dataset['row']!];
    const name = table.dataset['rows']!;
    const leaf = said.get(birthOf(store.copy, name, id))?.get('status');
    if (leaf?.v !== 'done') continue;
    const status = table.querySelector<HTMLElement>('th[data-role="status"], th[data-column="status"]')?.dataset['column'] ?? '';
    const control = row.querySelector<HTMLSelectElement>(`td[data-column="${CSS.escape(status)}"] select`);
    const offers = [...(control?.options ?? [])].some(option => option.value === 'done');
    if (control?.value === 'done') continue;
    found.push({on: `r/${name}/${id}`, leaf, edit: offers ? {key: cellKey(name, id, status), value: 'done'} : null});
  }
  return found;
}
