/** Printing: every word that was typed, or an empty sheet with writing lines; what is private only where its reader said so. */

import type {Host, Kind} from '../kinds/kind.ts';
import {isTooLong} from '../kinds/too-long.ts';
import {showDay} from '../model/dates.ts';
import {el} from '../page/dom.ts';
import type {Wanted} from '../travel/outgoing.ts';
import {pageLanguage} from '../words/core.ts';
import {doneBy, leftOut, UNASKED} from './left-out.ts';

const CONTROLS = 'textarea, select, input:not([type="checkbox"], [type="radio"])';
const OUT = 'data-pb-out';

type Printed = HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement;

/**
 * Mirrors each control's text for the printer, since a control clips what does not fit, and takes it away again. The
 * browser's own command prints the page by the same way, without what is private.
 */
export class Printing {
  #empty = false;
  #wanted = UNASKED;
  /** Texts that the copy does not hold, by the control that does. */
  readonly #unkept = new Map<Printed, string>();

  constructor(
    private readonly element: HTMLElement & Pick<Host, 'store'>,
    private readonly form: HTMLFormElement,
    private readonly kind: Kind,
    signal: AbortSignal,
  ) {
    addEventListener('beforeprint', () => this.mirror(), {signal});
    addEventListener('afterprint', () => this.restore(), {signal});
  }

  /** Print this sheet alone, as it is or empty, with what its reader wants in it. */
  print(empty: boolean, wanted: Wanted): void {
    this.#empty = empty;
    this.#wanted = wanted;
    document.documentElement.dataset['pbPrint'] = empty ? 'empty' : 'filled';
    this.element.toggleAttribute('printing', true);
    print();
  }

  /** Write the mirrors, and mark what stays out. */
  mirror(): void {
    this.#clear();
    if (this.#empty) this.#blank();
    const out = leftOut({form: this.form, copy: this.element.store.copy, page: this.kind}, this.#wanted, this.#empty);
    for (const each of out) each.setAttribute(OUT, '');
    if (!this.#empty) for (const line of this.form.querySelectorAll('li[data-item]')) this.#tick(line, out);
    for (const control of this.#controls) {
      control.after(el('span', {class: 'pb-print-value', 'aria-hidden': 'true'}, this.#words(control)));
    }
  }

  #blank(): void {
    for (const control of this.#controls) if (isTooLong(control)) this.#unkept.set(control, control.value);
    for (const box of this.form.querySelectorAll<HTMLInputElement>('.pb-line > input, .pb-field input'))
      box.checked = box.indeterminate = false;
    for (const line of this.form.querySelectorAll('[data-na]')) line.removeAttribute('data-na');
    this.kind.blank?.();
  }

  get #controls(): NodeListOf<Printed> {
    return this.form.querySelectorAll<Printed>(CONTROLS);
  }

  /** An item whose box speaks for others too speaks for those that are printed. */
  #tick(line: Element, out: ReadonlySet<Element>): void {
    const box = line.querySelector<HTMLInputElement>(':scope > .pb-line > input');
    if (!box || ![...line.querySelectorAll('li[data-item]')].some(each => out.has(each))) return;
    box.checked = doneBy(line, out) === true;
    box.indeterminate = false;
  }

  #words(control: Printed): string {
    if (this.#empty && !control.closest('tr[data-row]')) return ''; // a row has the words that its author began it with
    if (control instanceof HTMLSelectElement) return control.value && (control.selectedOptions[0]?.text ?? '');
    const unit = control.dataset['unit'];
    if (control instanceof HTMLInputElement && control.type === 'date') return showDay(control.value, pageLanguage());
    return unit && control.value ? `${control.value} ${unit}` : control.value;
  }

  #clear(): void {
    for (const mirror of this.form.querySelectorAll('.pb-print-value')) mirror.remove();
    for (const each of this.form.querySelectorAll(`[${OUT}]`)) each.removeAttribute(OUT);
  }

  /** The page as it was. */
  restore(): void {
    this.#clear();
    this.kind.show();
    for (const [control, text] of this.#unkept) control.value = text;
    this.#unkept.clear();
    this.#empty = false;
    this.#wanted = UNASKED;
    delete document.documentElement.dataset['pbPrint'];
    this.element.removeAttribute('printing');
  }
}
