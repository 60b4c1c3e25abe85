/** What a coach need not keep any longer, and what is held of one person. */

import type {Day} from './formats.ts';
import type {IndexEntry, Member, Settings} from './loop-store.ts';

/** The same day `months` earlier; the last of a month where that one is shorter. */
export function monthsBefore(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/**
 * The returns that may go: older than `keep` months. With `keep` 0 those that have been talked about: given back before the
 * day of a talk that has passed.
 */
export function expired(
  index: readonly IndexEntry[],
  members: readonly Member[],
  {keep}: Pick<Settings, 'keep'>,
  today: Day,
): IndexEntry[] {
  if (keep > 0) {
    const limit = monthsBefore(today, keep);
    return index.filter(({day}) => day < limit);
  }
  const talks = new Map(members.map(({id, next}) => [id, String(next.v)]));
  return index.filter(({person, day}) => {
    const talk = talks.get(person) ?? '';
    return talk !== '' && talk < today && day <= talk;
  });
}
