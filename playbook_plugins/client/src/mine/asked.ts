/** "Asked of you": what a coach has asked for, and how it stands, as far as this browser can know. */

import type {Remarks} from '../coaching/formats.ts';
import type {Asked, SentReturn} from '../coaching/loop-store.ts';
import {standingRemarks} from '../coaching/remarks.ts';
import {copyFor} from '../coaching/request.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {compareClocks, newest} from '../model/clock.ts';
import {type Copy, isArchived, isGone} from '../model/response.ts';

/** How a request stands. */
export type Standing = 'new' | 'started' | 'returned' | 'confirmed' | 'changed' | 'declined';

/** One request with what is known of it. */
export interface Request {
  asked: Asked;
  copy: Copy | null;
  standing: Standing;
  /** The last return of it, and the day on which the coach says to have it. */
  sent: SentReturn | null;
  got: string;
}

const latest = (sent: readonly SentReturn[]): SentReturn | null =>
  sent.reduce<SentReturn | null>((last, each) => (last && last.seq >= each.seq ? last : each), null);

/** Whether something was written in a copy since it was given back. */
const changedSince = (copy: Copy, {clock}: SentReturn): boolean => {
  if (!clock) return false;
  const written = [...copy.leaves].filter(([key]) => key.startsWith('a/') || key.startsWith('r/'));
  return compareClocks(written.map(([, {t}]) => t).reduce(newest, ''), clock.clock) > 0;
};

/** How each request stands; what was given back and closed comes last, and what was filed not at all. */
export function requests(
  asked: readonly Asked[],
  copies: readonly StoredCopy[],
  sent: readonly SentReturn[],
  remarks: readonly Remarks[],
): Request[] {
  const order: Standing[] = ['new', 'started', 'changed', 'returned', 'confirmed', 'declined'];
  const found = asked.flatMap((each): Request[] => {
    const {copy} = copyFor(
      each.assignment.id,
      each.copy,
      copies.filter(one => one.copy.worksheet === each.assignment.sheet).map(one => one.copy),
    );
    const last = latest(sent.filter(one => one.assignment === each.assignment.id && (!copy || one.copy === copy.copy || !one.copy)));
    if (copy && isArchived(copy)) return [];
    const got =
      last && copy
        ? (remarks.find(one => one.copy === copy.copy)?.got.find(({digest, seq}) => seq === last.seq && digest === last.digest)?.day ?? '')
        : '';
    const given = last?.copy ? last : null;
    const standing: Standing =
      each.declined && !(copy && given)
        ? 'declined'
        : !copy || isGone(copy)
          ? 'new'
          : !given
            ? 'started'
            : changedSince(copy, given)
              ? 'changed'
              : got
                ? 'confirmed'
                : 'returned';
    return [{asked: each, copy: copy && !isGone(copy) ? copy : null, standing, sent: given, got}];
  });
  const due = ({asked: {assignment}}: Request): string => assignment.due || '9';
  return found.sort(
    (a, b) =>
      order.indexOf(a.standing) - order.indexOf(b.standing)
      || (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : a.asked.assignment.id < b.asked.assignment.id ? -1 : 1),
  );
}

/** Copies with remarks that I have neither hidden nor answered: how many, and from whom. */
export function news(
  remarks: readonly Remarks[],
  handled: ReadonlyMap<string, {replies: ReadonlyMap<string, unknown>; hidden: ReadonlySet<string>}>,
  copies: readonly StoredCopy[],
): {copy: Copy; from: string; n: number}[] {
  return remarks.flatMap(each => {
    const copy = copies.find(one => one.copy.copy === each.copy && !isGone(one.copy))?.copy;
    const mine = handled.get(each.copy);
    const n = standingRemarks(each).filter(([id, {text}]) => text.v !== '' && !mine?.hidden.has(id) && !mine?.replies.has(id)).length;
    return copy && n ? [{copy, from: each.from.name, n}] : [];
  });
}
