/**
 * Where answers belong that were typed before anybody knew which copies there are: the database had not answered
 * yet, or another tab began a copy at the same time. Such a copy is `tentative` until it is stored by itself.
 */

import {dayOf} from './dates.ts';
import {mergeCopies} from './merge.ts';
import {GONE, LABEL, newCopy, type Copy} from './response.ts';

/** A copy that nobody asked for by name: it gives way to one that is there already. */
export const tentativeCopy = (site: string, worksheet: string, version: number): Copy =>
  ({...newCopy(site, worksheet, version), tentative: true});

/** The copy that opens: the one wanted, else the one changed last; none when all are deleted. */
export function homeOf(copies: Iterable<Copy>, wanted = ''): Copy | undefined {
  const standing = [...copies].filter(copy => copy.leaves.get(GONE)?.v !== true && !copy.tentative);
  standing.sort((a, b) => (a.updated < b.updated ? 1 : -1));
  return standing.find(copy => copy.copy === wanted) ?? standing[0];
}

/** Where the answers of a copy go: into itself where it stands, or a tentative one's into the copy that is there. */
const placeOf = (copy: Copy, copies: ReadonlyMap<string, Copy>, wanted: string): Copy | undefined =>
  copies.get(copy.copy) ?? (copy.tentative ? homeOf(copies.values(), wanted) ?? [...copies.values()].find(each => each.tentative) : undefined);

/** Take `copy` into `copies`. */
export function gather(copy: Copy, copies: Map<string, Copy>, wanted = ''): void {
  const known = placeOf(copy, copies, wanted);
  if (!known) copies.set(copy.copy, copy);
  else copies.set(known.copy, {...mergeCopies(known, movedTo(copy, known)), tentative: known.tentative === true && copy.tentative === true});
}

/** The answers of a tentative copy as a state of `home`, whose name and days stay. */
export function movedTo(copy: Copy, home: Copy): Copy {
  if (copy.copy === home.copy) return copy;
  const leaves = new Map(copy.leaves);
  if (home.leaves.has(LABEL)) leaves.delete(LABEL);
  return {...copy, copy: home.copy, created: home.created, start: home.start ?? dayOf(home.created), leaves};
}
