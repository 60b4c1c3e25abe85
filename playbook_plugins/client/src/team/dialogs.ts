/** What the dialogs of the team over time are built of. */

import type {Member} from '../coaching/loop-store.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';

/** A help line. */
export const help = (text: string): HTMLElement => el('p', {class: 'pb-help'}, text);

/** A row of buttons, the last of which closes the dialog. */
export function acts(close: () => void, ...all: (Node | string)[]): HTMLElement {
  return el('div', {class: 'pb-buttons'}, ...all, button(sayCore('close'), close));
}

/** A label over its control. */
export const field = (label: string, control: HTMLElement): HTMLElement =>
  el('div', {class: 'pb-team-field'}, el('label', {for: control.id}, label), control);

/** A line that says how an act went; heard without looking. `alarm` for what has to be mended. */
export function sayer(): {line: HTMLElement; tell: (text: string, alarm?: boolean) => void} {
  const line = el('p', {class: 'pb-dialog-told', role: 'status'});
  return {
    line,
    tell: (text, alarm = false) => {
      line.classList.toggle('pb-refused', alarm);
      line.textContent = text;
    },
  };
}

/** A dialog whose content is made once it can be closed. */
export function dialogOf(context: TeamContext, title: string, content: (close: () => void) => Node[]): HTMLDialogElement {
  const dialog = openDialog(context.element, title);
  dialog.append(...content(() => dialog.close()));
  return dialog;
}

/** Everybody by name; who has left comes along, since what is held of them still is. */
export async function everybody({loop}: TeamContext): Promise<Member[]> {
  const collator = new Intl.Collator(pageLanguage(), {sensitivity: 'base', numeric: true});
  return (await loop.members()).sort((a, b) => collator.compare(String(a.name.v), String(b.name.v)) || (a.id < b.id ? -1 : 1));
}

/** A choice of one person; nobody is chosen at first. */
export function personChoice(id: string, people: readonly Member[]): HTMLSelectElement {
  return el(
    'select',
    {id},
    el('option', {value: ''}, say('otPick')),
    ...people.map(member => el('option', {value: member.id}, String(member.name.v))),
  );
}

/** Whether the team is made up, having said so: nothing of it leaves. */
export function isSample(context: TeamContext): boolean {
  if (context.sample) context.announce(say('otSampleOnly'), true);
  return context.sample;
}
