/** What the desk knows of a sheet on paper: whose it is, how much of it is printed, its code for a phone; and how it is emptied for a pen. */

import {isTooLong} from '../kinds/too-long.ts';
import {codeAddress} from '../page/qr.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {controlsOf, type Printed} from '../sheet/print.ts';
import type {Wanted} from '../travel/outgoing.ts';
import {say} from '../words/out.ts';

const names = new WeakMap<Element, string>();

/** From now on a sheet says on paper whose it is: on the screen nobody needs to be told. */
export function nameOnPaper({form}: Pick<OpenSheet, 'form'>, name: string): void {
  names.set(form, name);
}

/** Draw the address for the foot of a form's pages; what goes into their head beside what the sheet knows of itself. */
export function paper(form: HTMLFormElement, address: string, {notes, privates}: Wanted): string[] {
  const name = names.get(form) ?? '';
  document.documentElement.style.setProperty('--pb-paper-code', codeAddress(address));
  return [name, privates ? say(notes ? 'paperAll' : 'paperPrivate') : ''];
}

/** Print a sheet alone, as it is or empty. */
export function printSheet({form, kind, printing}: OpenSheet, empty: boolean, wanted: Wanted): void {
  printing.print(wanted, empty ? () => blank(form, kind) : undefined);
}

/** Empty what is more than controls. Once that is shown again, so are the texts that the copy does not hold. */
function blank(form: HTMLFormElement, kind: OpenSheet['kind']): void {
  const unkept = new Map<Printed, string>();
  for (const control of controlsOf(form)) if (isTooLong(control)) unkept.set(control, control.value);
  for (const box of form.querySelectorAll<HTMLInputElement>('.pb-line > input, .pb-field input')) box.checked = box.indeterminate = false;
  for (const line of form.querySelectorAll('[data-na]')) line.removeAttribute('data-na');
  kind.blank?.();
  const refill = (): void => {
    for (const [control, text] of unkept) control.value = text;
  };
  addEventListener('afterprint', refill, {once: true});
}
