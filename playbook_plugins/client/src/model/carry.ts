/**
 * What an author's edit does to a reader's answers: renamed questions take theirs along, questions that have left
 * the page leave theirs behind as answers to earlier questions. Nothing is ever removed from a copy.
 */

import {type Copy, type Edit, isMark, ownerOf} from './response.ts';

/** What a page asks. */
export interface Asking {
  /** Whether the page still asks `a/<id>` or `r/<table>/<row>`. */
  asks(owner: string): boolean;
  /** Former ids by the id that took their place. */
  renamed(): Map<string, string[]>;
}

/** The edits that carry answers to renamed questions: where the new question has none yet, the old one's counts. */
export function carried(copy: Copy, page: Asking): Edit[] {
  const edits: Edit[] = [];
  const taken = new Set(copy.leaves.keys());
  for (const [id, was] of page.renamed()) {
    // The latest former name last: what was answered under it is the newest.
    for (const old of [...was].reverse()) {
      for (const [key, leaf] of [...copy.leaves]) {
        const moved = renamedKey(key, old, id);
        if (!moved || taken.has(moved)) continue;
        taken.add(moved);
        edits.push({key: moved, value: leaf.v, ...(leaf.b !== undefined && {text: true})});
      }
    }
  }
  // Last, so that a mark speaks for all that was carried beside it.
  return edits.sort((a, b) => Number(isMark(a.key)) - Number(isMark(b.key)));
}

function renamedKey(key: string, old: string, id: string): string | null {
  const parts = key.split('/');
  const at = parts[0] === 'r' ? 2 : 1;
  if (!ownerOf(key) || parts[at] !== old) return null;
  parts[at] = id;
  return parts.join('/');
}

/** The questions that have an answer in the copy and no place on the page. */
export const unasked = (copy: Copy, page: Asking): Set<string> =>
  new Set([...copy.leaves.keys()].map(ownerOf).filter(owner => owner && !page.asks(owner)));
