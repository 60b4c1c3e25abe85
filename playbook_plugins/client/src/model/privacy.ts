/**
 * What is private, decided in one place; every way out asks here. A page says what it knows of a question, by mark, rule
 * and section. What was known when something was written stays with the answer, as a leaf of its own, so that it is
 * still known once the question has been removed, renamed, moved or changed. What nothing is known about is private.
 */

import {type Clock, compareClocks, newest} from './clock.ts';
import {type Copy, isMark, isMetadata, LABEL, markKey, ownerOf} from './response.ts';

/** What a page says of an answer or a row. `by` names the leaves through which the reader decides it. */
export interface Privacy {
  private: boolean;
  by?: string[];
}

/** A page, as far as it tells what is private. */
export interface Privately {
  /** Of `a/<id>` or `r/<table>/<row>`; null where the page does not know. */
  privacy(owner: string): Privacy | null;
}

/** Whether the answer or row that a leaf belongs to is private. Of the copy's own leaves only its name is not. */
export function isPrivate(copy: Copy, key: string, page: Privately): boolean {
  const owner = ownerOf(key);
  if (!owner) return key !== LABEL;
  const mark = copy.leaves.get(markKey(owner))?.v;
  const said = page.privacy(owner);
  return said ? said.private || mark === true : mark !== false;
}

/** The clocks of what stands in each answer and row, and whether something can be read there. */
function written(copy: Copy): Map<string, {t: Clock; read: boolean}[]> {
  const found = new Map<string, {t: Clock; read: boolean}[]>();
  for (const [key, {v, t}] of copy.leaves) {
    const owner = ownerOf(key);
    if (!owner || isMark(key)) continue;
    const all = found.get(owner) ?? [];
    all.push({t, read: !isMetadata(key) && v !== '' && v !== false});
    found.set(owner, all);
  }
  return found;
}

/**
 * Write beside each answer and row whether it is private. What was written as private stays so when its author changes
 * the page: until nothing of it is left, or its reader has chosen anew what decides it. A mark has the clock of the
 * newest thing that it speaks for, so that marking again changes nothing and merging takes the later one.
 */
export function mark(copy: Copy, page: Privately): void {
  for (const [owner, all] of written(copy)) {
    const said = page.privacy(owner);
    if (!said) continue;
    const key = markKey(owner);
    const old = copy.leaves.get(key);
    const t = all.reduce((last, each) => newest(last, each.t), old?.t ?? '');
    const since = (clock: Clock | undefined): boolean => clock !== undefined && compareClocks(clock, old!.t) > 0;
    if (said.private) {
      if (old?.v !== true || old.t !== t) copy.leaves.set(key, {v: true, t});
    } else if (!old) copy.leaves.set(key, {v: false, t});
    else if (old.v === true && (said.by?.some(leaf => since(copy.leaves.get(leaf)?.t)) || !all.some(each => each.read && !since(each.t)))) {
      copy.leaves.set(key, {v: false, t});
    }
  }
}

/** `theirs` without marks that would open what is private, or not known to be open, in `mine`: a file may not decide that. */
export function withoutOpening(theirs: Copy, mine: Copy): Copy {
  const standing = new Set([...mine.leaves.keys()].map(ownerOf));
  const leaves = [...theirs.leaves].filter(([key, {v}]) => {
    const owner = ownerOf(key);
    return !isMark(key) || v === true || !standing.has(owner) || mine.leaves.get(key)?.v === false;
  });
  return {...theirs, leaves: new Map(leaves)};
}
