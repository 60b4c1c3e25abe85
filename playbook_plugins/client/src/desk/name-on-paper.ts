/** On paper it is said whose a sheet is, below its title: on the screen nobody needs to be told. */

import {LABEL, textOf} from '../model/response.ts';
import {el, setText} from '../page/dom.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';

/** Write the name and that of the copy for the printer; without a name, neither. */
export function nameOnPaper({form, store}: Pick<OpenSheet, 'form' | 'store'>, name: string): void {
  let line = form.querySelector<HTMLElement>('.pb-print-who');
  if (!line) {
    line = el('p', {class: 'pb-print-who'});
    form.querySelector('.pb-head')?.after(line);
  }
  setText(line, name && [name, textOf(store.copy, LABEL)].filter(Boolean).join(' · '));
  line.hidden = !name;
}
