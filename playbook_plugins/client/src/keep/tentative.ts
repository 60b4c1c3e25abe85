/**
 * Where answers belong that were typed before anybody knew which copies there are: the database had not answered
 * yet, or another tab began a copy at the same time. Such a copy is `tentative` until it is stored by itself.
 */

import type {Ticker} from '../model/clock.ts';
import {dayOf} from '../model/dates.ts';
import {mergeCopies, mergeLeaves, writeLeaf} from '../model/merge.ts';
import {type Copy, GONE, isArchived, isGone, LABEL, newCopy, textOf} from '../model/response.ts';

/** A copy that nobody asked for by name: it gives way to one that is there already. */
export const tentativeCopy = (site: string, worksheet: string, version: number): Copy => ({
  ...newCopy(site, worksheet, version),
  tentative: true,
});

/** The copy that opens: the one wanted, else the one changed last; none when all are deleted. */
export function homeOf(copies: Iterable<Copy>, wanted = ''): Copy | undefined {
  const standing = [...copies].filter(copy => !isGone(copy) && !copy.tentative);
  standing.sort((a, b) => (a.updated < b.updated ? 1 : -1));
  return standing.find(copy => copy.copy === wanted) ?? standing[0];
}

/** Where the answers of a copy go: into itself where it stands, or a tentative one's into the copy that is there. */
const placeOf = (copy: Copy, copies: ReadonlyMap<string, Copy>, wanted: string): Copy | undefined =>
  copies.get(copy.copy)
  ?? (copy.tentative ? (homeOf(copies.values(), wanted) ?? [...copies.values()].find(each => each.tentative)) : undefined);

/** Take `copy` into `copies`. */
export function gather(copy: Copy, copies: Map<string, Copy>, wanted = ''): void {
  const known = placeOf(copy, copies, wanted);
  if (!known) copies.set(copy.copy, copy);
  else
    copies.set(known.copy, {...mergeCopies(known, movedTo(copy, known)), tentative: known.tentative === true && copy.tentative === true});
}

/** What another copy begins with that is made from this one: all but that it was deleted. Its days stay where they are. */
export function answersOf(copy: Copy): Pick<Copy, 'leaves' | 'labels' | 'retired' | 'extra' | 'start'> {
  const {labels, retired, extra, leaves} = mergeCopies(copy, copy); // its own maps
  leaves.delete(GONE);
  return {leaves, labels, retired, extra, start: copy.start ?? dayOf(copy.created)};
}

/** Put what was typed `early` into `home`, and name the leaves. A plain answer is the newest by being typed now; of two texts neither is lost. */
export function typeInto(home: Copy, early: Copy, ticker: Ticker): string[] {
  const keys = [...early.leaves.keys()].filter(key => key !== LABEL || !home.leaves.has(LABEL));
  for (const key of keys) {
    const [known, leaf] = [home.leaves.get(key), early.leaves.get(key)!];
    home.leaves.set(key, leaf.b === undefined ? writeLeaf(known, leaf.v, false, ticker) : mergeLeaves(known, leaf));
  }
  if (keys.length) home.start ??= dayOf(home.created);
  return keys;
}

/** A copy in the list. */
export interface Listed {
  copy: string;
  label: string;
  updated: string;
  gone: boolean;
  archived: boolean;
}

/** The list of copies, newest first, the archive last, deleted ones included. */
export const listOf = (copies: Iterable<Copy>): Listed[] =>
  [...copies]
    .map(copy => ({copy: copy.copy, label: textOf(copy, LABEL), updated: copy.updated, gone: isGone(copy), archived: isArchived(copy)}))
    .sort((a, b) => Number(a.archived) - Number(b.archived) || (a.updated < b.updated ? 1 : -1));

/** The answers of a tentative copy as a state of `home`, whose name and days stay. */
export function movedTo(copy: Copy, home: Copy): Copy {
  if (copy.copy === home.copy) return copy;
  const leaves = new Map(copy.leaves);
  if (home.leaves.has(LABEL)) leaves.delete(LABEL);
  return {...copy, copy: home.copy, created: home.created, start: home.start ?? dayOf(home.created), leaves};
}
