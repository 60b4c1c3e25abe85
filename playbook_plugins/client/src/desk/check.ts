/** "What is missing?": the required lines that are still open, as a list of links, and marked where they stand. */

import type {Kind} from '../kinds/kind.ts';
import {describe, el} from '../page/dom.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say} from '../words/out.ts';

const SUMMARY = '.pb-errors';
const MARK = '.pb-error:not(.pb-too-long)';

/** Say what is open; a mark goes as soon as its line is not open any more. */
export function check({element, kind, announce, whenShown}: OpenSheet): void {
  const unmark = (): void => unmarkAnswered(element, kind);
  element.querySelector(SUMMARY)?.remove();
  unmark();
  whenShown(unmark);
  const open = kind.open();
  if (!open.length) return announce(say('allDone'), true);
  for (const {id} of open) mark(id);
  const title = el('h3', {}, say('open', {n: open.length}));
  const summary = el(
    'div',
    {class: 'pb-errors', tabindex: '-1', role: 'group', 'aria-label': title.textContent ?? ''},
    title,
    el(
      'ul',
      {},
      ...open.map(({id, label}) => {
        const link = el('a', {href: `#${id}`}, label);
        link.addEventListener('click', event => {
          event.preventDefault();
          document.getElementById(id)?.focus();
        });
        return el('li', {}, link);
      }),
    ),
  );
  element.querySelector('.pb-bar')?.after(summary);
  summary.focus();
}

/** Say at an open line that it is open. */
function mark(id: string): void {
  const control = document.getElementById(id);
  const place = control?.closest('.pb-options') ?? control?.closest('.pb-line') ?? control;
  if (!control || !place || document.getElementById(`${id}.error`)) return;
  place.before(el('p', {class: 'pb-error', id: `${id}.error`}, say('stillOpen')));
  control.setAttribute('aria-invalid', 'true');
  describe(control, `${id}.error`, true);
}

function unmarkAnswered(element: Element, kind: Kind): void {
  const marked = element.querySelectorAll(MARK);
  if (!marked.length) return;
  const open = new Set(kind.open().map(({id}) => id));
  for (const error of marked) {
    const id = error.id.slice(0, -'.error'.length);
    if (open.has(id)) continue;
    const control = document.getElementById(id);
    control?.removeAttribute('aria-invalid');
    if (control) describe(control, error.id, false);
    error.remove();
  }
}
