/**
 * A copy for someone else tells on which days it was filled in, and not at what hour. Each clock is cut to the start of
 * its day (UTC) and counts its place among the copy's clocks of that day. So merging what was sent into its owner's copy
 * changes nothing: every clock in it is older than the one it stands for.
 */

import {DAY, MOST_TICKS, compareClocks, deviceOf, wallOf, type Clock} from '../clock.ts';
import type {Copy, Leaf} from '../response.ts';

const startOf = (wall: number): number => wall - (wall % DAY);
const daily = (instant: string): string => `${instant.slice(0, 10)}T00:00:00.000Z`;

/** The dimmed clock of each clock; one that stands at the start of its day was dimmed before, or tells nothing. */
function places(clocks: Iterable<Clock>): Map<Clock, Clock> {
  const places = new Map<Clock, Clock>();
  let [day, place] = [-1, 0];
  for (const clock of [...new Set(clocks)].sort(compareClocks)) {
    const wall = wallOf(clock);
    if (startOf(wall) !== day) [day, place] = [startOf(wall), 0];
    if (wall === day) {
      places.set(clock, clock);
      place = Math.max(place, Number(clock.split('-')[1]) + 1);
    } else {
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
const seenBy = (seen: string, dimmed: ReadonlyMap<Clock, Clock>): string => seen.split(' ').filter(Boolean).map(clock => {
  const wall = wallOf(clock);
  return dimmed.get(clock) ?? (wall === startOf(wall) ? clock : `${startOf(wall)}-${MOST_TICKS}-${deviceOf(clock)}`);
}).join(' ');

/** `copy` with its clocks dimmed. */
export function dimmed(copy: Copy): Copy {
  const clocks = places([...copy.leaves.values()].flatMap(({t, also}) => [t, ...(also ?? []).map(other => other.t)]));
  const dim = (leaf: Leaf): Leaf => {
    const also = leaf.also?.map(({v, t}) => ({v, t: clocks.get(t)!}));
    const own = new Map([leaf, ...(leaf.also ?? [])].map(({t}) => [t, clocks.get(t)!]));
    return {...leaf, t: clocks.get(leaf.t)!, ...(leaf.b !== undefined && {b: seenBy(leaf.b, own)}), ...(also && {also})};
  };
  return {...copy, created: daily(copy.created), updated: daily(copy.updated), leaves: new Map([...copy.leaves].map(([key, leaf]) => [key, dim(leaf)]))};
}
