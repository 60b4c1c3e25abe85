/** The page "My worksheets", apart from how it looks: what is shown, in which order, and what files would bring. */

import {Refusal, canMerge, readMany} from './gate.ts';
import {mergeCopies} from './merge.ts';
import {FILED, GONE, LABEL, otherVersions, ownerOf, textOf, toRecord, valueOf, type Copy} from './response.ts';
import type {Shelved} from './shelf.ts';

/** How the list is ordered. */
export type Order = 'updated' | 'due' | 'name';

export const isGone = (copy: Copy): boolean => valueOf(copy, GONE, false) === true;
export const isFiled = (copy: Copy): boolean => valueOf(copy, FILED, false) === true;

/** The next open day of a copy, and how many have passed. */
export function dueOf({about}: Shelved, today: string): {next: {day: string; label: string} | null; overdue: number} {
  const dues = about?.dues ?? [];
  return {next: dues.filter(({day}) => day >= today).sort((a, b) => (a.day < b.day ? -1 : 1))[0] ?? null, overdue: dues.filter(({day}) => day < today).length};
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of `wanted` stands in the copy's name, its sheet's title, or an answer. */
export function matches({copy}: Shelved, title: string, wanted: string): boolean {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const texts = [title, ...[...copy.leaves.values()].flatMap(leaf => (typeof leaf.v === 'string' ? [leaf.v] : []))];
  const all = folded(texts.join('\n'));
  return words.every(word => all.includes(word));
}

/** The copies in the order that the reader wants; the archive last. */
export function ordered(copies: readonly Shelved[], order: Order, today: string): Shelved[] {
  const name = ({copy}: Shelved): string => folded(textOf(copy, LABEL));
  const due = (each: Shelved): string => (dueOf(each, today).overdue ? '' : dueOf(each, today).next?.day ?? '9');
  const by: Record<Order, (a: Shelved, b: Shelved) => number> = {
    updated: (a, b) => (a.copy.updated < b.copy.updated ? 1 : -1),
    due: (a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0),
    name: (a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0),
  };
  return [...copies].sort((a, b) => Number(isFiled(a.copy)) - Number(isFiled(b.copy)) || by[order](a, b) || (a.copy.copy < b.copy.copy ? -1 : 1));
}

/** What bringing in one copy would do. */
export interface Incoming {copy: Copy; known: Copy | null; changes: number}

/** What a file would bring. */
export interface Plan {name: string; incoming: Incoming[]; refused: Refusal | null}

/** Look at a file's text. Nothing is changed. */
export function planFor(name: string, text: string, shelved: readonly Shelved[]): Plan {
  try {
    const incoming = readMany(text).map(copy => {
      const known = shelved.find(each => each.copy.copy === copy.copy && each.copy.worksheet === copy.worksheet)?.copy ?? null;
      if (known && !canMerge(known, copy)) throw new Refusal('tooLarge');
      return {copy, known, changes: known ? changesBy(known, copy) : [...copy.leaves.keys()].filter(ownerOf).length};
    });
    return {name, incoming, refused: null};
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {name, incoming: [], refused: error};
  }
}

function changesBy(known: Copy, copy: Copy): number {
  const merged = mergeCopies(known, copy);
  return [...merged.leaves].filter(([key, leaf]) =>
    known.leaves.get(key)?.v !== leaf.v || otherVersions(leaf).length !== otherVersions(known.leaves.get(key)).length).length;
}

/** All copies as one file, which `readMany` reads. */
export const wholeFile = (site: string, copies: readonly Copy[]): string =>
  JSON.stringify({format: 'playbook-responses', formatVersion: 1, site, copies: copies.map(toRecord)}, null, 1);
