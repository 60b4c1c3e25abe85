/** The name that is offered for a copy that came: whose it is and of which day before its own, so that two of one name are told apart. */

import {dayOf, today} from '../model/dates.ts';
import {nameOf} from '../model/limits.ts';
import type {Copy} from '../model/response.ts';
import {senderOf} from '../travel/sender.ts';
import {sayDay} from './days.ts';

/** A day that a file names may be any: one that has not come yet is none that it was sent on. */
export const dayIn = ({updated}: Copy): string => [dayOf(updated), today()].sort()[0]!;

/** “Ana Berg · Mon 30 Nov · My winter”, made of the copy’s own name; shortened where that is long. */
export function nameFor(came: Copy, name: string): string {
  const before = [senderOf(came), sayDay(dayIn(came))].filter(Boolean).join(' · ');
  return nameOf(name, short => `${before} · ${short}`);
}
