/** What a copy holds, in words. */

import type {Kind} from '../kinds/kind.ts';
import {type Copy, isMetadata, LABEL, ownerOf, rowKey, textOf, valueOf} from '../model/response.ts';
import {isNote, isRead} from '../travel/outgoing.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';

const owners = (keys: string[]): number => new Set(keys.map(ownerOf)).size;

/** How many answers, notes and rows a copy holds. */
export function contents(copy: Copy): string {
  const keys = [...copy.leaves.keys()];
  const says = (key: string): boolean => !['', false].includes(copy.leaves.get(key)!.v as string);
  const answers = owners(keys.filter(key => key.startsWith('a/') && !isNote(key) && !isMetadata(key) && says(key)));
  const notes = keys.filter(key => isNote(key) && textOf(copy, key)).length;
  const rows = owners(keys.filter(key => key.startsWith('r/')));
  const counts = [answers && say('answers', {n: answers}), notes && say('notes', {n: notes}), rows && say('rows', {n: rows})];
  return `“${textOf(copy, LABEL) || sayCore('firstCopy')}”: ${counts.filter(Boolean).join(', ') || sayCore('nothing')}`;
}

/** Everything that can be read in a copy, a line a value; of a removed row, that it is removed. */
export function linesOf(copy: Copy, kind: Pick<Kind, 'labelOf' | 'wordsOf'>): string[] {
  return [...copy.leaves].flatMap(([key, leaf]) => {
    if (isRead(key, leaf)) return [say('shows', {label: kind.labelOf(key, copy), value: kind.wordsOf(key, leaf.v, copy)})];
    const [, table, row] = key.split('/') as [string, string, string];
    const isGone = key.endsWith('/gone') && valueOf(copy, rowKey(table, row, 'gone')) === true;
    return isGone ? [say('rowLeaves', {row: kind.labelOf(key, copy)})] : [];
  });
}
