/** A copy as somebody else may see it. Every way out for someone else begins here. */

import {isPrivate, type Privately} from '../model/privacy.ts';
import {type Copy, isMark, isMetadata, LABEL, type Leaf, markKey, ownerOf, rowKey} from '../model/response.ts';
import {dimmed, type Sent} from './dim.ts';

/** What may go along, once ticked: notes, and what is private. */
export interface Wanted {
  notes: boolean;
  privates: boolean;
}

/** Whether a leaf is a note, or the reason why something does not apply. */
export const isNote = (key: string): boolean => key.endsWith('/note') || key.endsWith('/na');

/** Whether something can be read at a leaf: an answer, a note, a cell. */
export const isRead = (key: string, {v}: Leaf): boolean => ownerOf(key) !== '' && !isMetadata(key) && v !== '';

/** How many notes, private answers and rows, and of these rows, a copy holds. */
export interface Kept {
  notes: number;
  privates: number;
  rows: number;
}

/** What of the open copy stays here unless ticked. */
export function kept(copy: Copy, page: Privately): Kept {
  const owners = new Set<string>();
  let notes = 0;
  for (const [key, leaf] of copy.leaves) {
    if (!isRead(key, leaf) || isRemoved(copy, key)) continue;
    if (isPrivate(copy, key, page)) owners.add(ownerOf(key));
    else if (isNote(key)) notes += 1;
  }
  return {notes, privates: owners.size, rows: [...owners].filter(owner => owner.startsWith('r/')).length};
}

const isRemoved = (copy: Copy, key: string): boolean => {
  const [kind, table, row] = key.split('/') as [string, string, string];
  return kind === 'r' && copy.leaves.get(rowKey(table, row, 'gone'))?.v === true;
};

/**
 * The copy for someone else: without notes and what is private, unless wanted; without what its owner removed, put aside
 * or has yet to choose between; without what no page understands; its clocks dimmed.
 */
export function outgoing(copy: Copy, page: Privately, wanted: Wanted, last?: Sent): Copy {
  return dimmed(cut(copy, page, wanted), last);
}

/** The same with exact clocks: what is never handed over. */
export function cut(copy: Copy, page: Privately, {notes, privates}: Wanted): Copy {
  const leaves = new Map<string, Leaf>();
  for (const [key, leaf] of copy.leaves) {
    if (key !== LABEL && (isMark(key) || (isNote(key) && !notes) || (isRemoved(copy, key) && !key.endsWith('/gone')))) continue;
    if (isPrivate(copy, key, page) && !(privates && ownerOf(key))) continue;
    leaves.set(key, alone(leaf));
  }
  const owners = new Set([...leaves.keys()].map(ownerOf));
  const retired = new Set([...copy.retired].filter(owner => owners.has(owner)));
  for (const owner of owners) {
    const mark = copy.leaves.get(markKey(owner));
    // A page says itself what is open on it; what is private, and what has left the page, takes its mark along.
    if (mark && (mark.v === true || retired.has(owner))) leaves.set(markKey(owner), mark);
  }
  return {...copy, leaves, retired, labels: labelsFor(copy, leaves), extra: {}};
}

/** A text without the versions that wait for a choice; of them it has seen nothing, or they would count as replaced. */
function alone(leaf: Leaf): Leaf {
  if (!leaf.also) return leaf;
  const {also, b, ...rest} = leaf;
  const waiting = new Set(also.map(({t}) => t));
  return {
    ...rest,
    b: b!
      .split(' ')
      .filter(clock => !waiting.has(clock))
      .join(' '),
  };
}

/** The words of the questions, columns and choices that go along, and of no others. */
function labelsFor(copy: Copy, leaves: ReadonlyMap<string, Leaf>): Map<string, string> {
  const names = new Set<string>();
  for (const [key, {v}] of leaves) {
    const [kind, first, second, third] = key.split('/') as [string, string, string, string?];
    const name = kind === 'a' ? first : third?.startsWith('=') ? `${first}.${third.slice(1)}` : '';
    if (!name) continue;
    names.add(name);
    for (const choice of String(v).split(' ')) names.add(`${name}=${choice}`);
    if (kind === 'r') names.add(`${first}--${second}.${third!.slice(1)}`);
  }
  return new Map([...copy.labels].filter(([label]) => names.has(label)));
}
