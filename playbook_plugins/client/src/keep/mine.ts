/** The page "My worksheets", apart from how it looks: what is shown, in which order, and what files would bring. */

import type {Ticker} from '../model/clock.ts';
import {Refusal, canMerge, readMany} from '../model/gate.ts';
import {mergeCopies, writeLeaf} from '../model/merge.ts';
import {withoutOpening} from '../model/privacy.ts';
import {FILED, GONE, LABEL, isAside, isMark, otherVersions, ownerOf, textOf, toRecord, valueOf, type Copy, type Leaf} from '../model/response.ts';
import type {Shelved} from './shelf.ts';

/** How the list is ordered. */
export type Order = 'updated' | 'due' | 'name';

export const isGone = (copy: Copy): boolean => valueOf(copy, GONE, false) === true;
export const isFiled = (copy: Copy): boolean => valueOf(copy, FILED, false) === true;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The next open day of a copy, and how many have passed. */
export function dueOf({about}: Shelved, today: string): {next: {day: string; label: string} | null; overdue: number} {
  const dues = about?.dues ?? [];
  return {next: dues.filter(({day}) => day >= today).sort((a, b) => compare(a.day, b.day))[0] ?? null, overdue: dues.filter(({day}) => day < today).length};
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What can be read in a leaf, versions that wait for a choice included; a row's place is no words. */
const textsIn = ([key, leaf]: [string, Leaf]): string[] =>
  (isAside(key) || typeof leaf.v !== 'string' ? [] : [leaf.v, ...otherVersions(leaf).map(other => other.v)]);

/** Whether every word of `wanted` stands in the copy's name, its sheet's title, or an answer. */
export function matches({copy}: Shelved, title: string, wanted: string): boolean {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const all = folded([title, ...[...copy.leaves].flatMap(textsIn)].join('\n'));
  return words.every(word => all.includes(word));
}

/** The copies in the order that the reader wants; the archive last. */
export function ordered(copies: readonly Shelved[], order: Order, language = 'en'): Shelved[] {
  const collator = new Intl.Collator(language, {sensitivity: 'base', numeric: true});
  const earliest = ({about}: Shelved): string => (about?.dues ?? []).map(({day}) => day).sort()[0] ?? '9999';
  const by: Record<Order, (a: Shelved, b: Shelved) => number> = {
    updated: (a, b) => compare(b.copy.updated, a.copy.updated),
    due: (a, b) => compare(earliest(a), earliest(b)),
    name: (a, b) => collator.compare(textOf(a.copy, LABEL), textOf(b.copy, LABEL)),
  };
  return [...copies].sort((a, b) => Number(isFiled(a.copy)) - Number(isFiled(b.copy)) || by[order](a, b) || compare(a.copy.copy, b.copy.copy));
}

/** What bringing in one copy would do. `back`: it was deleted here, and would stand in the list again. */
export interface Incoming {copy: Copy; known: Copy | null; changes: number; back: boolean}

/** A file as it was chosen, or why it was not even read. */
export interface Given {name: string; text: string | Refusal}

/** What a file would bring. */
export interface Plan {name: string; incoming: Incoming[]; refused: Refusal | null}

/** Two sheets may each have a copy of one id. */
const keyOf = ({worksheet, copy}: Copy): string => `${worksheet}/${copy}`;

/** Look at files, each as if those before it had been brought in. Nothing is changed. */
export function plansFor(given: readonly Given[], shelved: readonly Shelved[]): Plan[] {
  let known = new Map(shelved.map(({copy}) => [keyOf(copy), copy]));
  return given.map(({name, text}) => {
    const after = new Map(known); // a file that is refused halfway brings nothing
    try {
      if (text instanceof Refusal) throw text;
      const incoming = readMany(text).map(copy => look(copy, after));
      known = after;
      return {name, incoming, refused: null};
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return {name, incoming: [], refused: error};
    }
  });
}

function look(brought: Copy, known: Map<string, Copy>): Incoming {
  const mine = known.get(keyOf(brought)) ?? null;
  const copy = {...brought, leaves: new Map((mine ? withoutOpening(brought, mine) : brought).leaves)};
  copy.leaves.delete(GONE); // bringing in never deletes
  if (mine && !canMerge(mine, copy)) throw new Refusal('tooLarge');
  const back = mine !== null && isGone(mine);
  const merged = mine ? mergeCopies(mine, copy) : copy;
  if (back) merged.leaves.delete(GONE);
  known.set(keyOf(copy), merged);
  return {copy, known: mine, back, changes: mine ? changed(mine, merged).filter(key => !isMark(key)).length : [...copy.leaves.keys()].filter(key => ownerOf(key) && !isAside(key)).length};
}

/** The leaves that read differently afterwards. */
const changed = (before: Copy, after: Copy): string[] => [...after.leaves].filter(([key, leaf]) => {
  const old = before.leaves.get(key);
  return old?.v !== leaf.v || otherVersions(old).length !== otherVersions(leaf).length;
}).map(([key]) => key);

/** What there is to write: each copy once, however many files hold it, and none that would change nothing. */
export function gathered(plans: readonly Plan[]): Incoming[] {
  const found = new Map<string, Incoming>();
  for (const {copy, known, back, changes} of plans.flatMap(({incoming}) => incoming)) {
    const first = found.get(keyOf(copy));
    if (first) found.set(keyOf(copy), {...first, copy: mergeCopies(first.copy, copy), changes: first.changes + changes});
    else if (!known || back || changes) found.set(keyOf(copy), {copy, known, back, changes});
  }
  return [...found.values()];
}

/**
 * `now` without what was brought in over `known`; what the reader has typed since stays. An answer that was not
 * there before leaves altogether, so that what the sheet says by itself shows again.
 */
export function withoutBrought(now: Copy, {copy, known}: Incoming, ticker: Ticker): Copy {
  if (!known) return now;
  const merged = mergeCopies(known, copy);
  const leaves = new Map(now.leaves);
  for (const key of changed(known, merged)) {
    const [old, standing] = [known.leaves.get(key), now.leaves.get(key)];
    if (!standing || standing.t !== merged.leaves.get(key)!.t) continue;
    if (!old) leaves.delete(key);
    // Where two versions waited for a choice already, a third one more is better than one lost.
    else if (!otherVersions(old).length) leaves.set(key, writeLeaf(standing, old.v, old.b !== undefined, ticker));
  }
  return {...now, leaves};
}

/** All copies as one file, which `readMany` reads. What the reader deleted is not handed on. */
export const wholeFile = (site: string, copies: readonly Copy[]): string =>
  JSON.stringify({format: 'playbook-responses', formatVersion: 1, site, copies: copies.filter(copy => !isGone(copy)).map(toRecord)}, null, 1);
