/**
 * Hybrid logical clocks: `wallclock-counter-device`, so that copies from several devices merge
 * without a server. Source of the idea: Kulkarni and others, "Logical Physical Clocks", 2014.
 */

/** A clock as text, for example `1790000000123-0-d7`; `''` is older than every clock. */
export type Clock = string;

// No leading zeros, so that one clock is one text; the year 3000 is the last that a clock may name.
const SHAPE = /^(0|[1-9]\d{0,13})-(0|[1-9]\d{0,7})-([a-z0-9]{2,16})$/;
const LAST_WALL = 32_503_680_000_000;
export const MOST_TICKS = 99_999_999;
export const DAY = 24 * 60 * 60 * 1000;

/** Whether `text` is a clock. */
export const isClock = (text: unknown): text is Clock => typeof text === 'string' && SHAPE.test(text) && parts(text)[0] <= LAST_WALL;

/** Whether a clock from a file leaves room for all the edits that may follow it: nothing to be written after it may fail `isClock`. */
export const leavesRoom = (clock: Clock): boolean => parts(clock)[0] < LAST_WALL - DAY;

/** Who wrote at this clock; `''` for no clock. */
export const deviceOf = (clock: Clock): string => SHAPE.exec(clock)?.[3] ?? '';

/** When a clock was made, in milliseconds; -1 for no clock. */
export const wallOf = (clock: Clock): number => parts(clock)[0];

function parts(clock: Clock): [number, number, string] {
  const found = SHAPE.exec(clock);
  return found ? [Number(found[1]), Number(found[2]), found[3]!] : [-1, -1, ''];
}

/** Negative when `a` is older than `b`, positive when newer, 0 when they are one clock. */
export function compareClocks(a: Clock, b: Clock): number {
  const [wallA, countA, deviceA] = parts(a);
  const [wallB, countB, deviceB] = parts(b);
  return wallA - wallB || countA - countB || (deviceA < deviceB ? -1 : deviceA > deviceB ? 1 : 0);
}

/** The newer of two clocks. */
export const newest = (a: Clock, b: Clock): Clock => (compareClocks(a, b) >= 0 ? a : b);

/** The instant after (`wall`, `count`); a full counter moves to the next millisecond. */
const next = (wall: number, count: number): [number, number] => (count < MOST_TICKS ? [wall, count + 1] : [wall + 1, 0]);

/**
 * What a writer had seen, as the newest clock of each device, joined by spaces: a version vector.
 * `covers` tells whether a clock is among what was seen.
 */
export type Seen = string;

const byDevice = (seen: Seen): Map<string, Clock> =>
  new Map(
    seen
      .split(' ')
      .filter(Boolean)
      .map(clock => [deviceOf(clock), clock]),
  );

/** Whether `clock` is among what was seen. */
export function covers(seen: Seen, clock: Clock): boolean {
  const known = byDevice(seen).get(deviceOf(clock));
  return known !== undefined && compareClocks(known, clock) >= 0;
}

/** All that either had seen; at most the `most` newest devices, in a fixed order. */
export function joinSeen(seen: Seen[], most = Infinity): Seen {
  const joined = new Map<string, Clock>();
  for (const [device, clock] of seen.flatMap(each => [...byDevice(each)])) joined.set(device, newest(clock, joined.get(device) ?? ''));
  return [...joined.values()]
    .sort((a, b) => compareClocks(b, a))
    .slice(0, most)
    .join(' ');
}

/** Makes clocks for one page visit: each newer than all it made or saw before. */
export class Ticker {
  #wall = 0;
  #count = 0;

  /** `device` names this visit, 2 to 16 characters `[a-z0-9]`; `now` tells milliseconds. */
  constructor(
    readonly device: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Remember a clock from elsewhere, unless it is more than a day ahead: a wrong date spreads no further. */
  observe(clock: Clock): void {
    const [wall, count] = parts(clock);
    if (wall > this.now() + DAY) return;
    if (wall > this.#wall || (wall === this.#wall && count > this.#count)) [this.#wall, this.#count] = [wall, count];
  }

  /** A new clock, newer than all before and than `after`, the clock of the value it replaces. */
  tick(after: Clock = ''): Clock {
    const wall = this.now();
    if (wall > this.#wall) [this.#wall, this.#count] = [wall, 0];
    else [this.#wall, this.#count] = next(this.#wall, this.#count);
    const [afterWall, afterCount] = parts(after);
    if (afterWall > this.#wall || (afterWall === this.#wall && afterCount >= this.#count)) {
      return `${next(afterWall, afterCount).join('-')}-${this.device}`;
    }
    return `${this.#wall}-${this.#count}-${this.device}`;
  }
}
