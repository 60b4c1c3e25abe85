/** A copy that somebody else sent: how it is known again, and how it becomes one's own. */

import {type Copy, isGone, isMetadata, ownerOf, randomId} from '../model/response.ts';
import {withoutSender} from './sender.ts';

/** What a kept copy was made from, among its constants: the same file opened again is known by it. */
const ORIGIN = 'origin';
const originOf = ({extra}: Copy): unknown => (Object.hasOwn(extra, ORIGIN) ? extra[ORIGIN] : undefined);

/** Whether all that `came` says stands in `copy`. */
export const saysNothingElse = (came: Copy, copy: Copy): boolean =>
  [...came.leaves].every(([key, {v}]) => !ownerOf(key) || isMetadata(key) || copy.leaves.get(key)?.v === v);

/** The copy in this browser that is the same as one that came, or was kept from it; one that says all of it before any other. */
export function heldCopy(came: Copy, all: Iterable<Copy>): Copy | null {
  const same = (copy: Copy): boolean => copy.copy === came.copy || originOf(copy) === came.copy || originOf(came) === copy.copy;
  const held = [...all].filter(copy => !isGone(copy) && copy.leaves.size > 0 && same(copy));
  return held.find(copy => saysNothingElse(came, copy)) ?? held.find(copy => copy.copy === came.copy) ?? held[0] ?? null;
}

/** What came, to be kept as one's own: it remembers what it was made from, and not who sent it. */
export function asOwn(came: Copy): Copy {
  const own = withoutSender(came);
  return {...own, copy: randomId('c', 12), extra: {...own.extra, [ORIGIN]: came.copy}};
}

const isDaily = (instant: string): boolean => instant.endsWith('T00:00:00.000Z');

/** Whether a copy was made for somebody else (dim.ts), and is no backup. */
export const isSent = ({created, updated}: Copy): boolean => isDaily(created) && isDaily(updated);
