/**
 * Who sent a copy, in `extra.from` of the record that leaves, and only there: a copy at home says nothing of its owner, and
 * what comes in for that owner is merged without it (decisions/coaching.md).
 */

import type {Copy} from '../model/response.ts';

const MOST = 80;

/** A name as it may stand in a file: one line, no longer than a name may be; `''` for anything else. */
export const nameFrom = (value: unknown): string => {
  if (typeof value !== 'string' || value.length > MOST * 4) return '';
  return [...value.replace(/[\p{C}\s]+/gu, ' ').trim()].slice(0, MOST).join('');
};

/** `copy`, which leaves, with its sender; without one where nobody is named. */
export const sentBy = (copy: Copy, name: string): Copy => {
  const from = nameFrom(name);
  return from ? {...copy, extra: {...copy.extra, from: {name: from}}} : copy;
};

/** Who sent a copy; `''` where it does not say. */
export function senderOf({extra}: Copy): string {
  const from = Object.hasOwn(extra, 'from') ? extra['from'] : null;
  return typeof from === 'object' && from !== null && Object.hasOwn(from, 'name') ? nameFrom((from as {name: unknown}).name) : '';
}

/** `copy` without its sender, to be merged or kept as one's own. */
export function withoutSender(copy: Copy): Copy {
  const {from: _, ...extra} = copy.extra;
  return {...copy, extra};
}
