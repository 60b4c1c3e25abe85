/** The list of "My worksheets", apart from how it looks: what is shown, and in which order. */

import {folded} from '../coaching/commitments.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {isArchived, isMetadata, LABEL, type Leaf, otherVersions, textOf} from '../model/response.ts';

/** A sheet of the site as the page lists it. */
export interface ListedSheet {
  title: string;
  kind: string;
  link: HTMLAnchorElement;
  /** Something to try out, which nobody wants listed. */
  practice: boolean;
}

/** How the list is ordered. */
export type Order = 'updated' | 'due' | 'name';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The next open day of a copy, and how many have passed; none of one that is filed. */
export function dueOf({copy, about}: StoredCopy, today: string): {next: {day: string; label: string} | null; overdue: number} {
  const dues = isArchived(copy) ? [] : (about?.dues ?? []); // what is filed owes nothing
  return {
    next: dues.filter(({day}) => day >= today).sort((a, b) => compare(a.day, b.day))[0] ?? null,
    overdue: dues.filter(({day}) => day < today).length,
  };
}

/** What can be read in a leaf, versions that wait for a choice included; a row's place is no words. */
const textsIn = ([key, leaf]: [string, Leaf]): string[] =>
  isMetadata(key) || typeof leaf.v !== 'string' ? [] : [leaf.v, ...otherVersions(leaf).map(other => other.v)];

/** Whether every word of `wanted` stands in the copy's name, its sheet's title, or an answer. */
export function matches({copy}: StoredCopy, title: string, wanted: string): boolean {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const all = folded([title, ...[...copy.leaves].flatMap(textsIn)].join('\n'));
  return words.every(word => all.includes(word));
}

/** The copies in the order that the reader wants; the archive last. */
export function ordered(copies: readonly StoredCopy[], order: Order, language = 'en'): StoredCopy[] {
  const collator = new Intl.Collator(language, {sensitivity: 'base', numeric: true});
  const earliest = ({about}: StoredCopy): string => (about?.dues ?? []).map(({day}) => day).sort()[0] ?? '9999';
  const by: Record<Order, (a: StoredCopy, b: StoredCopy) => number> = {
    updated: (a, b) => compare(b.copy.updated, a.copy.updated),
    due: (a, b) => compare(earliest(a), earliest(b)),
    name: (a, b) => collator.compare(textOf(a.copy, LABEL), textOf(b.copy, LABEL)),
  };
  return [...copies].sort(
    (a, b) => Number(isArchived(a.copy)) - Number(isArchived(b.copy)) || by[order](a, b) || compare(a.copy.copy, b.copy.copy),
  );
}
