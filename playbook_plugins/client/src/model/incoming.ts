/** What files would bring, told before anything is changed, and how it is taken back. */

import type {Ticker} from './clock.ts';
import {canMerge, Refusal, readMany} from './gate.ts';
import {mergeCopies, writeLeaf} from './merge.ts';
import {withoutOpening} from './privacy.ts';
import {type Copy, GONE, isGone, isMark, isMetadata, otherVersions, ownerOf} from './response.ts';

/** What bringing in one copy would do. `back`: it was deleted here, and would stand in the list again. */
export interface Incoming {
  copy: Copy;
  known: Copy | null;
  changes: number;
  back: boolean;
}

/** A file as it was chosen, or why it was not even read. */
export interface Given {
  name: string;
  text: string | Refusal;
}

/** What a file would bring. */
export interface Plan {
  name: string;
  incoming: Incoming[];
  refused: Refusal | null;
}

/** Two sheets may each have a copy of one id. */
const keyOf = ({worksheet, copy}: Copy): string => `${worksheet}/${copy}`;

/**
 * Look at files beside the copies that stand here, each as if those before it had been brought in. Nothing is changed.
 * `adopt` makes of a copy what would be kept of it, and says by its id into which copy it would be merged.
 */
export function plansFor(
  given: readonly Given[],
  copies: readonly Copy[],
  adopt: (came: Copy, known: Iterable<Copy>) => Copy = came => came,
): Plan[] {
  let known = new Map(copies.map(copy => [keyOf(copy), copy]));
  return given.map(({name, text}) => {
    const after = new Map(known); // a file that is refused halfway brings nothing
    try {
      if (text instanceof Refusal) throw text;
      const incoming = readMany(text).map(copy => look(adopt(copy, after.values()), after));
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
  return {
    copy,
    known: mine,
    back,
    changes: mine
      ? changed(mine, merged).filter(key => !isMark(key)).length
      : [...copy.leaves.keys()].filter(key => ownerOf(key) && !isMetadata(key)).length,
  };
}

/** The leaves that read differently afterwards. */
const changed = (before: Copy, after: Copy): string[] =>
  [...after.leaves]
    .filter(([key, leaf]) => {
      const old = before.leaves.get(key);
      return old?.v !== leaf.v || otherVersions(old).length !== otherVersions(leaf).length;
    })
    .map(([key]) => key);

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
