/** "What is missing?": a list of links to it, a word where each stands, and both shorter as it is mended. */

import {button, describe, el} from '../page/dom.ts';
import {goTo} from '../page/reveal.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import {type Lack, lacksOf} from './missing.ts';
import {putBelowHead} from './place.ts';

const MARK = '.pb-error:not(.pb-too-long)';

const count = (lacks: readonly Lack[], sort: Lack['sort']): number => lacks.filter(each => each.sort === sort).length;

/** How much of what is missing, in a sentence or three. */
export function titleOf(lacks: readonly Lack[]): string {
  const [open, late, bare] = [count(lacks, 'open'), count(lacks, 'late'), count(lacks, 'bare')];
  return [
    open ? say('open', {n: open}) : say('allDone'),
    ...(late ? [say('whatLate', {n: late})] : []),
    ...(bare ? [say('whatBare', {n: bare})] : []),
  ].join(' ');
}

/** Say what is missing in the copy that is open, until it is mended or another copy is. */
export function check(sheet: OpenSheet): void {
  const {element, form, kind, store, announce, whenShown} = sheet;
  element.querySelector('.pb-errors')?.remove();
  const lacks = lacksOf(form, kind);
  mark(element, lacks);
  whenShown(() => undefined);
  if (!lacks.length) return announce(say('allDone'), true);
  const {copy} = store.copy;
  const opener = document.activeElement;
  const title = el('h3', {});
  const list = el('ul', {});
  const summary = el('div', {class: 'pb-errors', tabindex: '-1', role: 'group', 'data-search-exclude': true}, title, list);
  const end = (): void => {
    summary.remove();
    mark(element, []);
    whenShown(() => undefined);
  };
  summary.append(
    button(sayCore('close'), () => {
      end();
      if (opener instanceof HTMLElement) opener.focus();
    }),
  );
  const show = (now: readonly Lack[]): void => {
    const words = titleOf(now);
    title.textContent = words;
    summary.setAttribute('aria-label', words);
    list.replaceChildren(...now.map(lineOf));
  };
  show(lacks);
  putBelowHead(form, summary);
  summary.focus();
  let shown = JSON.stringify(lacks);
  whenShown(() => {
    if (store.copy.copy !== copy) return end();
    const now = lacksOf(form, kind);
    mark(element, now);
    if (shown === JSON.stringify(now)) return;
    shown = JSON.stringify(now);
    if (now.length) return show(now);
    end();
    announce(say('allDone'), true);
  });
}

function lineOf({sort, id, label, says}: Lack): HTMLLIElement {
  const link = el('a', {href: `#${id}`}, label);
  link.addEventListener('click', event => goTo(id, event));
  return el('li', {}, link, ...(sort === 'open' ? [] : [' ', el('span', {class: 'pb-says'}, says)]));
}

/** Say at each control what is missing there, and nowhere else. */
function mark(element: Element, lacks: readonly Lack[]): void {
  const now = new Map(lacks.map(({id, says}) => [`${id}.error`, says]));
  for (const error of element.querySelectorAll(MARK)) {
    if (now.get(error.id) === error.textContent) continue;
    const control = document.getElementById(error.id.slice(0, -'.error'.length));
    control?.removeAttribute('aria-invalid');
    if (control) describe(control, error.id, false);
    error.remove();
  }
  for (const {id, says} of lacks) {
    const control = document.getElementById(id);
    const place = control?.closest('.pb-options') ?? control?.closest('.pb-line') ?? control;
    if (!control || !place || document.getElementById(`${id}.error`)) continue;
    place.before(el('p', {class: 'pb-error', id: `${id}.error`}, says));
    control.setAttribute('aria-invalid', 'true');
    describe(control, `${id}.error`, true);
  }
}
