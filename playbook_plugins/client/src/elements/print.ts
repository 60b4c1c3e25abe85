/** Printing: every word that was typed, or an empty sheet with writing lines. */

import {showDay} from '../dates.ts';
import {pageLanguage} from '../words.ts';
import {el} from './dom.ts';
import type {Kind} from './kind.ts';

const CONTROLS = 'textarea, select, input:not([type="checkbox"], [type="radio"])';

type Printed = HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement;

/** Mirrors each control's text for the printer, since a control clips what does not fit, and takes it away again. */
export class Printing {
  #empty = false;

  constructor(private readonly element: HTMLElement, private readonly form: HTMLFormElement, private readonly kind: Kind, signal: AbortSignal) {
    addEventListener('beforeprint', () => this.mirror(), {signal});
    addEventListener('afterprint', () => this.restore(), {signal});
  }

  /** Print this sheet alone, as it is or empty; `without` names what stays out: `notes`, `private`. */
  print(empty: boolean, without: string[] = []): void {
    this.#empty = empty;
    document.documentElement.dataset['pbPrint'] = empty ? 'empty' : 'filled';
    document.documentElement.dataset['pbWithout'] = without.join(' ');
    this.element.toggleAttribute('printing', true);
    print();
  }

  /** Write the mirrors. */
  mirror(): void {
    this.#clear();
    if (this.#empty) this.kind.blank(true);
    for (const control of this.form.querySelectorAll<Printed>(CONTROLS)) {
      control.after(el('span', {class: 'pb-print-value', 'aria-hidden': 'true'}, this.#words(control)));
    }
  }

  #words(control: Printed): string {
    if (control instanceof HTMLSelectElement) return control.value && (control.selectedOptions[0]?.text ?? '');
    const unit = control.dataset['unit'];
    if (control instanceof HTMLInputElement && control.type === 'date') return showDay(control.value, pageLanguage());
    return unit && control.value ? `${control.value} ${unit}` : control.value;
  }

  #clear(): void {
    for (const mirror of this.form.querySelectorAll('.pb-print-value')) mirror.remove();
  }

  /** The page as it was. */
  restore(): void {
    this.#clear();
    if (this.#empty) this.kind.blank(false);
    this.#empty = false;
    delete document.documentElement.dataset['pbPrint'];
    delete document.documentElement.dataset['pbWithout'];
    this.element.removeAttribute('printing');
  }
}
