/** Calendar days as text, `2026-11-24`, without time zones getting in the way. */

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Today where the reader is. */
export function today(now: Date = new Date()): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The local day of an instant such as a copy's creation. */
export const dayOf = (instant: string): string => today(new Date(instant));

/** Whether `text` is a day. */
export const isDay = (text: string): boolean =>
  DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text); // some browsers read 31 February as 3 March

/** The day `days` after `start`; `''` when `start` is no day. */
export function addDays(start: string, days: number): string {
  if (!isDay(start)) return '';
  const moved = new Date(`${start}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** A stored due value as a day: `+30d` counts from `start`, a day stands for itself, anything else is `''`. */
export function dueDay(value: string, start: string): string {
  const relative = /^\+(\d{1,4})d$/.exec(value);
  return relative ? addDays(start, Number(relative[1])) : isDay(value) ? value : '';
}

/** A day in the page's language: "3 Nov 2026". */
export function showDay(day: string, language: string): string {
  if (!isDay(day)) return day;
  const form: Intl.DateTimeFormatOptions = {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'};
  return new Intl.DateTimeFormat(language || 'en', form).format(new Date(`${day}T00:00:00Z`));
}

/**
 * A cell as a spreadsheet wrote it, as a day again where it is one: `08.12.2026` becomes `2026-12-08`. The order of its parts
 * is that of `language`; in plain English, where both orders are in use, only a day that can be read one way is. Other texts stay.
 */
export function dayIn(text: string, language: string): string {
  const found = /^(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})\.?$/.exec(text.trim());
  if (!found) return text;
  const [, first, , second, last] = found as unknown as [string, string, string, string, string];
  const make = (year: string, month: string, day: string): string => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (first.length === 4) return isDay(make(first, second, last)) ? make(first, second, last) : text;
  if (last.length !== 4) return text;
  const [dayFirst, monthFirst] = [make(last, second, first), make(last, first, second)] as const;
  const readings = new Set([dayFirst, monthFirst].filter(isDay));
  if (readings.size === 1) return [...readings][0]!;
  return !readings.size || language === 'en' ? text : language === 'en-US' ? monthFirst : dayFirst;
}
