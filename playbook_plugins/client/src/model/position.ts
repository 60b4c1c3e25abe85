/** Fractional positions: a row can always be put between two others without touching them. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The place of the author's row number `index` (from 0) while the reader has not moved it. */
export function authorPosition(index: number): string {
  return `V${DIGITS[Math.floor(index / 62) % 62]}${DIGITS[index % 62]}V`;
}

/** A position after `low` and before `high`; `''` for the start and `null` for the end. */
export function between(low: string, high: string | null): string {
  if (high !== null && low >= high) return `${low}V`; // two devices chose one place: the row id decides
  const atEnd = high === null;
  let made = '';
  for (let place = 0; ; place += 1) {
    if (high !== null && place >= high.length) high = null; // only a hostile file has nothing in between
    const from = place < low.length ? DIGITS.indexOf(low[place]!) : 0;
    const to = high === null ? 62 : DIGITS.indexOf(high[place]!);
    // At the end one step is enough; halving there would make long positions of many additions.
    if (to - from > 1) return made + DIGITS[atEnd ? from + 1 : Math.floor((from + to) / 2)];
    made += DIGITS[from];
    if (to - from === 1) high = null; // below `high` from here on, whatever follows
  }
}
