/** What whoever has filled in nothing yet sees: a few sheets to begin with. */

import {el} from '../page/dom.ts';
import {say} from '../words/mine.ts';
import type {ListedSheet} from './list.ts';

const MOST = 3;

/** The sheets that the author names in `data-first`; else the first of each kind. */
function chosen(named: string, sheets: ReadonlyMap<string, ListedSheet>): ListedSheet[] {
  const own = named.split(' ').flatMap(id => sheets.get(id) ?? []);
  if (own.length) return own.slice(0, MOST);
  const kinds = new Map<string, ListedSheet>();
  for (const sheet of sheets.values()) if (!sheet.practice && !kinds.has(sheet.kind)) kinds.set(sheet.kind, sheet);
  return [...kinds.values()].slice(0, MOST);
}

/** Heading and links. */
export function first(root: HTMLElement, sheets: ReadonlyMap<string, ListedSheet>): HTMLElement[] {
  const links = chosen(root.dataset['first'] ?? '', sheets).map(({title, link}) =>
    el('li', {}, el('a', {href: link.href, class: 'pb-mine-begin'}, title)),
  );
  return [el('h2', {tabindex: '-1'}, say('mineFirst')), el('ul', {class: 'pb-mine-begins'}, ...links)];
}
