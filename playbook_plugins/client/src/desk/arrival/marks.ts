/** Differences as marks inside the sheet, at the question or row that they are in. */

import {el} from '../../page/dom.ts';
import {reveal} from '../../page/reveal.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/arrival.ts';
import type {Difference} from './differences.ts';

/** The element that asks a question or holds a row; null where the sheet does not show it. */
function frameOf({form, store}: Pick<OpenSheet, 'form' | 'store'>, owner: string): HTMLElement | null {
  const [kind, first = '', row = ''] = owner.split('/');
  const found =
    kind === 'r'
      ? form.querySelector<HTMLElement>(`table[data-rows="${CSS.escape(first)}"] tr[data-row="${CSS.escape(row)}"]`)
      : document.getElementById(`${store.worksheet}--${first}`);
  return found && form.contains(found) ? found : null;
}

function markOf({owner, change, was}: Difference): HTMLElement {
  const attributes = {class: 'pb-mark', 'data-of': owner, 'data-change': change, 'data-search-exclude': true};
  if (change !== 'changed') return el('p', {...attributes, tabindex: '-1'}, say(change === 'back' ? 'sentBack' : 'sentNew'));
  return el('details', attributes, el('summary', {}, say('sentChanged')), ...was.map(value => el('p', {}, say('sentWas', {value}))));
}

/** Puts marks where they belong; again after the sheet has been shown anew. */
export class Marks {
  readonly #marks: Map<string, HTMLElement>;
  #last = -1;

  constructor(
    private readonly sheet: Pick<OpenSheet, 'form' | 'store'>,
    all: readonly Difference[],
  ) {
    this.#marks = new Map(all.filter(({change}) => change !== 'gone').map(each => [each.owner, markOf(each)]));
  }

  place(): void {
    for (const [owner, mark] of this.#marks) {
      const frame = frameOf(this.sheet, owner);
      if (!frame || frame.contains(mark)) continue;
      const line = frame.querySelector(':scope > .pb-line');
      if (frame instanceof HTMLTableRowElement) frame.querySelector('td[data-column]')?.append(mark);
      else if (line) line.after(mark);
      else frame.append(mark);
      reveal(mark);
    }
  }

  /** Go to the one after that which has the focus, round and round. */
  next(): void {
    const all = [...this.sheet.form.querySelectorAll<HTMLElement>('.pb-mark')];
    const at = all.findIndex(mark => mark.contains(document.activeElement));
    const mark = all[(at < 0 ? this.#last : at) + 1] ?? all[0];
    if (!mark) return;
    this.#last = all.indexOf(mark);
    reveal(mark);
    mark.scrollIntoView({block: 'center'});
    (mark.querySelector('summary') ?? mark).focus({preventScroll: true});
  }

  remove(): void {
    for (const mark of this.#marks.values()) mark.remove();
  }
}
