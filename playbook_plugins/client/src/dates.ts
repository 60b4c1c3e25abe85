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
export const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text))
  && new Date(text).toISOString().startsWith(text); // some browsers read 31 February as 3 March

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
