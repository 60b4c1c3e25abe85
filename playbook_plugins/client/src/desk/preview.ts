/** What would change if a copy came in: shown before anything does. */

import type {Kind} from '../kinds/kind.ts';
import {mergeCopies} from '../model/merge.ts';
import {type Copy, isMetadata, otherVersions, ownerOf, rowKey, textOf, valueOf} from '../model/response.ts';
import {el} from '../page/dom.ts';
import {say} from '../words/out.ts';

const MAX_SHOWN = 40;

/** What happens to a row as a whole. */
type Turn = 'rowNew' | 'rowLeaves' | 'rowBack' | 'rowMoved';

/** The difference between the open copy and one that comes in, in words. */
export function difference(mine: Copy, theirs: Copy, kind: Kind): Node[] {
  const merged = mergeCopies(mine, theirs);
  const before = (key: string): string | boolean => mine.leaves.get(key)?.v ?? kind.fallback(key);
  const turns = turned(mine, merged, kind);
  const keys = [...merged.leaves.keys()].filter(
    key => ownerOf(key) && !isMetadata(key) && turns.get(ownerOf(key)) !== 'rowLeaves' && !isGone(merged, key),
  );
  const both = keys.filter(key => otherVersions(merged.leaves.get(key)).length > otherVersions(mine.leaves.get(key)).length);
  const differing = keys.filter(
    key => merged.leaves.get(key)!.v !== before(key) && !both.includes(key) && (mine.leaves.has(key) || merged.leaves.get(key)!.v !== ''),
  );
  const rows = [...turns].map(([owner, turn]) =>
    el('li', {}, say(turn, {row: kind.labelOf(`${owner}/pos`, turn === 'rowLeaves' ? mine : merged)})),
  );
  const lines = [...differing, ...both].map(key =>
    el(
      'li',
      {},
      say('fromTo', {
        label: kind.labelOf(key, merged),
        from: kind.wordsOf(key, before(key), mine),
        to: kind.wordsOf(key, (both.includes(key) ? theirs : merged).leaves.get(key)?.v ?? '', merged),
      }),
    ),
  );
  const all = [...rows, ...lines];
  if (!all.length) return [el('p', {}, say('wouldNothing'))];
  const added = differing.filter(key => !mine.leaves.has(key)).length;
  const counts = [
    added && say('wouldAdd', {n: added}),
    differing.length > added && say('wouldChange', {n: differing.length - added}),
    both.length && say('wouldKeepBoth', {n: both.length}),
    rows.length && say('wouldRows', {n: rows.length}),
  ]
    .filter(Boolean)
    .join('; ');
  const rest = all.length - MAX_SHOWN;
  return [
    el('p', {}, `${counts}.`),
    el('ul', {class: 'pb-list'}, ...all.slice(0, MAX_SHOWN)),
    ...(rest > 0 ? [el('p', {}, say('andMore', {n: rest}))] : []),
  ];
}

const rowOf = (owner: string): [table: string, row: string] => owner.split('/').slice(1) as [string, string];

const isGone = (copy: Copy, key: string): boolean =>
  key.startsWith('r/') && valueOf(copy, rowKey(...rowOf(ownerOf(key)), 'gone'), false) === true;

/** The rows that would come, go, come back or stand elsewhere. */
function turned(mine: Copy, merged: Copy, kind: Kind): Map<string, Turn> {
  const turns = new Map<string, Turn>();
  const mineHas = new Set([...mine.leaves.keys()].map(ownerOf));
  for (const owner of new Set([...merged.leaves.keys()].map(ownerOf))) {
    if (!owner.startsWith('r/')) continue;
    const [gone, pos] = [rowKey(...rowOf(owner), 'gone'), rowKey(...rowOf(owner), 'pos')];
    const was = mine.leaves.has(gone) ? valueOf(mine, gone) !== true : mineHas.has(owner) || kind.fallback(gone) === false;
    const is = valueOf(merged, gone, false) !== true;
    const known = mine.leaves.has(gone);
    if (is && !was) turns.set(owner, known ? 'rowBack' : 'rowNew');
    else if (was && !is) turns.set(owner, 'rowLeaves');
    else if (is && merged.leaves.has(pos) && textOf(merged, pos) !== textOf(mine, pos, String(kind.fallback(pos))))
      turns.set(owner, 'rowMoved');
  }
  return turns;
}
