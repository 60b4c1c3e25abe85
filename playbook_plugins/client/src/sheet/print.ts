/** Printing: every word that was typed, or an empty sheet with writing lines; what is private only where its reader said so. */

import type {Host, Kind} from '../kinds/kind.ts';
import {showDay, today} from '../model/dates.ts';
import {LABEL, textOf} from '../model/response.ts';
import {el} from '../page/dom.ts';
import {goAddress} from '../page/permalink.ts';
import type {Wanted} from '../travel/outgoing.ts';
import {pageLanguage} from '../words/core.ts';
import type {Desk} from './desk-loader.ts';
import {boxOf, doneBy, leftOut, UNASKED} from './left-out.ts';

const OUT = 'data-pb-out';
const root = document.documentElement;

export type Printed = HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement;
type SheetElement = HTMLElement & Pick<Host, 'store'>;

/** What is written in a form, rather than ticked. */
export const controlsOf = (form: HTMLElement): NodeListOf<Printed> =>
  form.querySelectorAll<Printed>('textarea, select, input:not([type="checkbox"], [type="radio"])');

/** Which sheet the browser's own command prints alone: the one worked in, else the first with answers. Without either the page prints as it is read. */
function alone(): Element | undefined {
  const all = [...document.querySelectorAll<SheetElement>('playbook-worksheet')];
  return all.find(each => each.contains(document.activeElement)) ?? all.find(each => each.store?.copy.leaves.size);
}

/**
 * Mirrors each control's text for the printer, since a control clips what does not fit, and takes it away again. The
 * browser's own command prints a sheet by the same way, without what is private.
 */
export class Printing {
  #wanted = UNASKED;
  /** Empties the form for an empty sheet. */
  #empty: (() => void) | undefined;

  constructor(
    private readonly element: SheetElement,
    private readonly form: HTMLFormElement,
    private readonly kind: Kind,
    signal: AbortSignal,
  ) {
    addEventListener('beforeprint', () => this.mirror(), {signal});
    addEventListener('afterprint', () => this.restore(), {signal});
  }

  /** Print this sheet alone, with what its reader wants in it; empty, where something empties it. */
  print(wanted: Wanted, empty?: () => void): void {
    this.#wanted = wanted;
    this.#empty = empty;
    this.#begin();
    print();
  }

  #begin(): void {
    root.dataset['pbPrint'] = this.#empty ? 'empty' : 'filled';
    this.element.setAttribute('printing', '');
  }

  /** Write the mirrors, and mark what stays out. */
  mirror(): void {
    const {element, form} = this;
    this.#clear();
    this.#empty?.();
    if (!root.dataset['pbPrint'] && alone() === element) this.#begin();
    const out = leftOut({form, copy: element.store.copy, page: this.kind}, this.#wanted, !!this.#empty);
    for (const each of out) each.setAttribute(OUT, '');
    // A box that speaks for others too speaks for those that are printed.
    for (const line of form.querySelectorAll('li[data-item]')) {
      const box = boxOf(line);
      if (box) box.checked = doneBy(line, out) === true;
    }
    for (const control of controlsOf(form)) {
      control.after(el('span', {class: 'pb-print-value'}, this.#words(control)));
    }
    if (element.hasAttribute('printing')) this.#head();
  }

  /** Say on every page what it is a page of; styles/print.css puts it into the margins. */
  #head(): void {
    const {form} = this;
    const {copy, worksheet} = this.element.store;
    const address = goAddress(worksheet);
    const title = form.querySelector('.pb-title');
    const said = (globalThis as {playbookMore?: Desk}).playbookMore?.paper?.(form, address, this.#wanted) ?? [];
    const about = this.#empty ? [] : [textOf(copy, LABEL), ...said, showDay(today(), pageLanguage())].filter(Boolean);
    title?.after(el('span', {class: 'pb-print-value'}, about.join(' · ')));
    [[title?.firstChild?.textContent, ...about].join(' · '), address].forEach((text, n) => {
      root.style.setProperty(`--pb-paper-${n}`, JSON.stringify(text));
    });
  }

  #words(control: Printed): string {
    if (this.#empty && !control.closest('tr[data-row]')) return ''; // a row has the words that its author began it with
    if (control instanceof HTMLSelectElement) return control.value && (control.selectedOptions[0]?.text ?? '');
    const unit = control.dataset['unit'];
    if (control instanceof HTMLInputElement && control.type === 'date') return showDay(control.value, pageLanguage());
    return unit && control.value ? `${control.value} ${unit}` : control.value;
  }

  #clear(): void {
    for (const made of this.form.querySelectorAll('.pb-print-value')) made.remove();
    for (const each of this.form.querySelectorAll(`[${OUT}]`)) each.removeAttribute(OUT);
  }

  /** The page as it was. */
  restore(): void {
    this.#clear();
    this.kind.show();
    this.#empty = undefined;
    this.#wanted = UNASKED;
    delete root.dataset['pbPrint'];
    this.element.removeAttribute('printing');
  }
}
