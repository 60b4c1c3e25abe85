/** What would change if a copy came in: shown before anything does. */

import {el} from '../elements/dom.ts';
import type {Kind} from '../elements/kind.ts';
import {mergeCopies} from '../merge.ts';
import {ownerOf, otherVersions, type Copy} from '../response.ts';
import {say} from '../words-out.ts';

const MAX_SHOWN = 40;

/** The difference between the open copy and one that comes in, in words. */
export function difference(mine: Copy, theirs: Copy, kind: Kind): Node[] {
  const merged = mergeCopies(mine, theirs);
  const keys = [...merged.leaves.keys()].filter(key => ownerOf(key));
  const before = (key: string): string | boolean => mine.leaves.get(key)?.v ?? kind.fallback(key);
  const both = keys.filter(key => otherVersions(merged.leaves.get(key)).length > otherVersions(mine.leaves.get(key)).length);
  const differing = keys.filter(key => merged.leaves.get(key)!.v !== before(key) && !both.includes(key));
  const added = differing.filter(key => !mine.leaves.has(key));
  const changed = differing.filter(key => mine.leaves.has(key));
  const lines = [...differing, ...both].map(key => el('li', {}, say('fromTo', {
    label: kind.labelOf(key), from: kind.wordsOf(key, before(key)), to: kind.wordsOf(key, theirs.leaves.get(key)?.v ?? ''),
  })));
  if (!lines.length) return [el('p', {}, say('wouldNothing'))];
  const counts = [added.length && say('wouldAdd', {n: added.length}), changed.length && say('wouldChange', {n: changed.length}),
    both.length && say('wouldKeepBoth', {n: both.length})].filter(Boolean).join('; ');
  const rest = lines.length - MAX_SHOWN;
  return [el('p', {}, `${counts}.`), el('ul', {class: 'pb-list'}, ...lines.slice(0, MAX_SHOWN)),
    ...(rest > 0 ? [el('p', {}, say('andMore', {n: rest}))] : [])];
}
