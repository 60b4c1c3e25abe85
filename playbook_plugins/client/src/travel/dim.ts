/**
 * A copy for someone else tells on which days it was filled in, and not at what hour. Each clock is cut to the start of
 * its day (UTC) and counts its place among the copy's clocks of that day. So merging what was sent into its owner's copy
 * changes nothing: every clock in it is older than the one it stands for.
 */

import {type Clock, compareClocks, DAY, deviceOf, MOST_TICKS, newest, wallOf} from '../model/clock.ts';
import type {Copy, Leaf} from '../model/response.ts';

const startOf = (wall: number): number => wall - (wall % DAY);
const daily = (instant: string): string => `${instant.slice(0, 10)}T00:00:00.000Z`;

/** The newest clock that was sent before, and the clock that it was sent as; `''` for none. */
export interface Sent {
  clock: Clock;
  as: Clock;
}

const placeOf = (clock: Clock): number => Number(clock.split('-')[1]);

/**
 * The dimmed clock of each clock; one that stands at the start of its day was dimmed before, or tells nothing. What was
 * written after the copy was last sent comes after all that was sent: who was sent it twice in one day keeps the later.
 */
function places(clocks: Iterable<Clock>, last: Sent | undefined): Map<Clock, Clock> {
  const places = new Map<Clock, Clock>();
  let [day, place] = [-1, 0];
  for (const clock of [...new Set(clocks)].sort(compareClocks)) {
    const wall = wallOf(clock);
    if (startOf(wall) !== day) [day, place] = [startOf(wall), 0];
    if (wall === day) {
      places.set(clock, clock);
      place = Math.max(place, placeOf(clock) + 1);
    } else {
      if (last && compareClocks(clock, last.clock) > 0 && wallOf(last.as) === day) place = Math.max(place, placeOf(last.as) + 1);
      places.set(clock, `${day}-${Math.min(place, MOST_TICKS)}-${deviceOf(clock)}`);
      place += 1;
    }
  }
  return places;
}

/**
 * What had been seen: of the text's own clock its dimmed one, of every other device all of its day, so that who was
 * sent this before is not asked whether it was replaced.
 */
const seenBy = (seen: string, dimmed: ReadonlyMap<Clock, Clock>): string =>
  seen
    .split(' ')
    .filter(Boolean)
    .map(clock => {
      const wall = wallOf(clock);
      return dimmed.get(clock) ?? (wall === startOf(wall) ? clock : `${startOf(wall)}-${MOST_TICKS}-${deviceOf(clock)}`);
    })
    .join(' ');

const clocksOf = (copy: Copy): Clock[] => [...copy.leaves.values()].flatMap(({t, also}) => [t, ...(also ?? []).map(other => other.t)]);

/** What to remember once `copy` was sent, when `last` is what was remembered before. */
export function sentNow(copy: Copy, last?: Sent): Sent | undefined {
  const clock = clocksOf(copy).reduce(newest, '');
  if (!clock || (last && compareClocks(clock, last.clock) <= 0)) return last;
  return {clock, as: places(clocksOf(copy), last).get(clock)!};
}

/** `copy` with its clocks dimmed; `last` is what was remembered when it was sent before. */
export function dimmed(copy: Copy, last?: Sent): Copy {
  const clocks = places(clocksOf(copy), last);
  const dim = (leaf: Leaf): Leaf => {
    const also = leaf.also?.map(({v, t}) => ({v, t: clocks.get(t)!}));
    const own = new Map([leaf, ...(leaf.also ?? [])].map(({t}) => [t, clocks.get(t)!]));
    return {...leaf, t: clocks.get(leaf.t)!, ...(leaf.b !== undefined && {b: seenBy(leaf.b, own)}), ...(also && {also})};
  };
  return {
    ...copy,
    created: daily(copy.created),
    updated: daily(copy.updated),
    leaves: new Map([...copy.leaves].map(([key, leaf]) => [key, dim(leaf)])),
  };
}
