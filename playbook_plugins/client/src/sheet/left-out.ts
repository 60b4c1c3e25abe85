/** What of a sheet on the page stays out of what is made for someone else: questions, what is worked out of them, and whatever holds nothing else. */

import {isPrivate, type Privately} from '../model/privacy.ts';
import type {Copy} from '../model/response.ts';
import type {Wanted} from '../travel/outgoing.ts';

/** What the browser's own command prints: every word but what is private. */
export const UNASKED: Wanted = {notes: true, privates: false};

/** The part of a sheet that is asked. */
export interface Asked {
  form: HTMLElement;
  copy: Copy;
  page: Privately;
}

const ASKED = 'li[data-item], .pb-field[data-field], tr[data-row], .pb-sentences > li, [data-from], table[data-rows]';
const HOLDERS = '.pb-items, .pb-section, .pb-part, .pb-rows, .pb-sentences, .pb-score-table, .pb-result';

/** The answers and rows that an element shows; what it does not tell is not known, and so private. */
function ownersOf(element: HTMLElement): string[] {
  const {item, field, row, from} = element.dataset;
  if (from !== undefined) return from.split(' ');
  if (row !== undefined) return [`r/${element.closest<HTMLElement>('[data-rows]')?.dataset['rows'] ?? ''}/${row}`];
  return [`a/${item ?? field ?? ''}`];
}

/** Whether `element` is one of `out`, or stands in one. */
export const isOut = (element: Element, out: ReadonlySet<Element>): boolean => [...out].some(each => each.contains(element));

/** The elements that stay out; of an empty sheet, those that the page itself calls private. */
export function leftOut({form, copy, page}: Asked, {notes, privates}: Wanted, empty = false): Set<Element> {
  const all = (selector: string): HTMLElement[] => [...form.querySelectorAll<HTMLElement>(selector)];
  // Versions that wait for a choice and answers to earlier questions go into a backup only.
  const out = new Set<Element>(notes && privates ? [] : all('.pb-conflict, .pb-earlier'));
  if (!notes && !empty) for (const note of all('.pb-note, .pb-na')) out.add(note);
  if (privates) return out;
  const stays = (owner: string): boolean => (empty ? page.privacy(owner)?.private === true : isPrivate(copy, `${owner}/v`, page));
  for (const element of all('[data-private]:not(tr)')) out.add(element);
  const asked = all(ASKED);
  for (const element of asked) if (!element.matches('table') && ownersOf(element).some(stays)) out.add(element);
  const inside = (parts: Element[]): HTMLElement[] => asked.filter(each => parts.some(part => part.contains(each)));
  const leave = (parts: Element[], leaving = parts): void => {
    const within = inside(parts);
    if (within.length && within.every(each => isOut(each, out))) for (const each of leaving) out.add(each);
  };
  // Questions that belong together are one, and as private as any of them.
  for (const group of all('.pb-fields')) if (inside([group]).some(each => out.has(each))) out.add(group);
  // From the innermost: a table without rows asks for some, and so stays.
  for (const holder of all(HOLDERS).reverse()) leave([...holder.children], [holder]);
  for (const heading of all('h2, h3, h4, h5, h6')) leave(runOf(heading));
  return out;
}

/** A heading with what follows it, up to the next of its level: names of headings are in the order of their levels. */
function runOf(heading: Element): Element[] {
  const run = [heading];
  let next = heading.nextElementSibling;
  for (; next && !('H' < next.tagName && next.tagName <= heading.tagName); next = next.nextElementSibling) run.push(next);
  return run;
}

/** The box of an item. */
export const boxOf = (line: Element): HTMLInputElement | null => line.querySelector(':scope > .pb-line > input');

/** Whether an item is done, by what is shown of it: `null` where something inside it stays out and nothing else is there to go by. */
export function doneBy(line: Element, out: ReadonlySet<Element>): boolean | null {
  const inside = [...line.querySelectorAll('li[data-item]')].filter(each => !each.querySelector('li[data-item]'));
  if (!inside.some(each => isOut(each, out))) return boxOf(line)?.checked === true;
  const shown = inside.filter(each => !isOut(each, out) && !each.hasAttribute('data-na'));
  return shown.length ? shown.every(each => boxOf(each)?.checked) : null;
}
