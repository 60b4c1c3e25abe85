/** What the parts of the desk share. */

import type {Sheets} from '../coaching/sheets.ts';
import {remember} from '../keep/journal.ts';
import type {Copy} from '../model/response.ts';
import {el} from '../page/dom.ts';
import type {Owed} from './owed.ts';

/** What the desk asks of its page. */
export interface DeskPage {
  element: HTMLElement;
  site: string;
  sheets: Sheets;
  /** Where a sheet stands; `''` for one that has left the site. */
  addressOf(worksheet: string): string;
  /** Write one value into a copy, and say so, with an undo. */
  write(copy: Copy, key: string, value: string, said: string): void;
  /** Ask which days go into a calendar. */
  calendar(lines: readonly Owed[]): void;
}

/** A part of the desk, under its heading. */
export const section = (id: string, title: string, ...content: Node[]): HTMLElement =>
  el('section', {class: 'pb-desk-part', 'aria-labelledby': id}, el('h2', {id, tabindex: '-1'}, title), ...content);

/** A link to a sheet that opens it with `copy`. */
export function linkTo(
  {site}: Pick<DeskPage, 'site'>,
  copy: Copy,
  address: string,
  words: string,
  attributes: Record<string, string> = {},
): HTMLAnchorElement {
  const link = el('a', {href: address, ...attributes}, words);
  link.addEventListener('click', () => remember(`playbook:${site}:open:${copy.worksheet}`, copy.copy));
  return link;
}
