/** What several parts of the loop on a sheet say in the same words. */

import type {Assignment, Day} from '../../coaching/formats.ts';
import {today} from '../../model/dates.ts';
import {sayDay, sayDistance} from '../../page/days.ts';
import {el} from '../../page/dom.ts';
import {reveal} from '../../page/reveal.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/asked.ts';

/** "By Fri 4 Dec."; in plain words once it is late. */
export function dueWords(due: Day): string {
  const now = today();
  if (!due) return '';
  if (due === now) return say('loopByToday');
  return due < now ? say('loopByLate', {day: sayDay(due), ago: sayDistance(due)}) : say('loopBy', {day: sayDay(due)});
}

/** The name that a request gives to its copy. */
export const labelOf = ({label, sheet}: Assignment): string => label || sheet;

/** A sentence in a paragraph of its own; nothing for `''`. */
export const line = (text: string, attributes: Record<string, string> = {}): Node[] => (text ? [el('p', attributes, text)] : []);

/** A row of buttons. */
export const buttons = (...all: Node[]): HTMLElement => el('div', {class: 'pb-buttons'}, ...all);

/** The element that asks a question or holds a row, and its first control. */
export function placeOf({form, store}: OpenSheet, on: string): {frame: HTMLElement; control: HTMLElement | null} | null {
  const [kind, first = '', row = ''] = on.split('/');
  const id = `${store.worksheet}--${kind === 'r' ? row : first}`;
  const frame =
    kind === 'r'
      ? form.querySelector<HTMLElement>(`table[data-rows="${CSS.escape(first)}"] tr[data-row="${CSS.escape(row)}"]`)
      : document.getElementById(id);
  if (!frame || !form.contains(frame)) return null;
  return {frame, control: frame.querySelector<HTMLElement>('input, select, textarea')};
}

/** Put the focus on the answer called `on`, and show it. */
export function goTo(sheet: OpenSheet, on: string): void {
  const place = placeOf(sheet, on);
  if (place) reveal(place.frame);
  place?.frame.scrollIntoView({block: 'center'});
  place?.control?.focus({preventScroll: true});
}
