/** What another state of a copy would change in it, question by question and row by row: in words, as the sheet has them. */

import type {Kind} from '../../kinds/kind.ts';
import {type Copy, isMetadata, otherVersions, ownerOf, rowKey, valueOf} from '../../model/response.ts';

/** `gone`: a row that would leave; `back`: one that was removed and would stand again. */
export type Change = 'new' | 'changed' | 'gone' | 'back';

/** One question or row, and what it says now, a line for each part. */
export interface Difference {
  owner: string;
  change: Change;
  label: string;
  was: string[];
}

const says = (value: string | boolean | undefined): boolean => value !== undefined && value !== '' && value !== false;

const rowOf = (owner: string): [table: string, row: string] => owner.split('/').slice(1) as [string, string];

/** Whether a row is removed: by a leaf, else by what the sheet says where the reader has not. */
function isRemoved(copy: Copy, owner: string, kind: Kind): boolean {
  const key = rowKey(...rowOf(owner), 'gone');
  if (copy.leaves.has(key)) return valueOf(copy, key) === true;
  const known = [...copy.leaves.keys()].some(each => ownerOf(each) === owner);
  return !known && kind.fallback(key) !== false;
}

/** The difference between `mine` and what `merged` makes of it. A row's place, and what stays empty, is none. */
export function differences(mine: Copy, merged: Copy, kind: Kind): Difference[] {
  const owners = new Set([...merged.leaves.keys()].map(ownerOf).filter(Boolean));
  return [...owners].flatMap((owner): Difference[] => {
    const rows = owner.startsWith('r/');
    const [was, is] = rows ? [isRemoved(mine, owner, kind), isRemoved(merged, owner, kind)] : [false, false];
    if (is) {
      const label = kind.labelOf(`${owner}/pos`, mine);
      return was ? [] : [{owner, change: 'gone' as const, label, was: []}];
    }
    const before = (key: string): string | boolean => mine.leaves.get(key)?.v ?? kind.fallback(key);
    const keys = [...merged.leaves.keys()].filter(key => ownerOf(key) === owner && !isMetadata(key));
    const differing = keys.filter(key => {
      const [old, now] = [mine.leaves.get(key), merged.leaves.get(key)!];
      const both = otherVersions(now).length > otherVersions(old).length;
      return both || (now.v !== before(key) && (says(now.v) || says(before(key))));
    });
    const known = was ? mine.leaves.has(rowKey(...rowOf(owner), 'gone')) : false;
    if (!differing.length && !was) return [];
    const old = was ? [] : differing.filter(key => says(before(key)));
    const change: Change = was ? (known ? 'back' : 'new') : old.length ? 'changed' : 'new';
    const label = rows ? kind.labelOf(`${owner}/pos`, merged) : kind.labelOf(`${owner}/v`, merged);
    return [{owner, change, label, was: old.map(key => line(key, before(key), mine, kind))}];
  });
}

/** What a part said, with its name where it is not the answer itself. */
function line(key: string, value: string | boolean, copy: Copy, kind: Kind): string {
  const words = kind.wordsOf(key, value, copy);
  return key.startsWith('a/') && key.endsWith('/v') ? words : `${kind.labelOf(key, copy)}: ${words}`;
}
