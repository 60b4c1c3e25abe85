/** A row of a plan on one line, as it stands closed where there is no room for a table: a tick, and a button that opens the form. */

import {el, setText} from '../page/dom.ts';

/** What a closed row says. */
export interface RowWords {
  /** What is to be done. */
  title: string;
  /** By whom, by when, how it stands. */
  facts: string[];
  /** "Overdue", or `''`. */
  late: string;
  /** What the tick is called, and whether it is set; null where nothing says that a row is done. */
  tick: {name: string; on: boolean} | null;
}

/** The cell that comes before the others. It has no column: it says again what they say. */
export function lineCell(): HTMLTableCellElement {
  const box = el('label', {class: 'pb-tick', hidden: true}, el('input', {type: 'checkbox', 'data-does': 'tick'}));
  const words = ['pb-row-title', 'pb-row-facts', 'pb-row-late'].map(name => el('span', {class: name}));
  return el(
    'td',
    {class: 'pb-row-line', 'data-search-exclude': true},
    box,
    el('button', {type: 'button', 'data-does': 'turn'}, ...words.flatMap(each => [each, ' '])),
  );
}

/** Say in a row's line what the row says, and whether its form is open. */
export function showLine(line: HTMLElement, {title, facts, late, tick}: RowWords, isOpen: boolean): void {
  const box = line.querySelector<HTMLInputElement>('.pb-tick > input');
  const turn = line.querySelector('[data-does="turn"]');
  if (!box || !turn) return;
  box.parentElement!.hidden = !tick;
  if (tick) {
    box.checked = tick.on;
    box.setAttribute('aria-label', tick.name);
  }
  for (const [at, text] of [title, facts.join(' · '), late].entries()) setText(turn.children[at]!, text);
  turn.setAttribute('aria-expanded', String(isOpen));
  line.toggleAttribute('data-open', isOpen);
}

/** Focus what shows of a row, first to last of what is called. What is not shown takes no focus. */
export function focusShown(line: HTMLElement, ...selectors: string[]): void {
  for (const selector of selectors) {
    const control = line.querySelector<HTMLElement>(selector);
    if (control?.getClientRects().length) return control.focus();
  }
}
