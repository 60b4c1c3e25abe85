/** Days as people say them, in the page's language. */

import {isDay, today} from '../model/dates.ts';
import {pageLanguage} from '../words/core.ts';

/** Writers of days, by language and year: each is dearer to make than a hundred days to write. */
const writers = new Map<string, Intl.DateTimeFormat>();

function writerOf(language: string, year: 'numeric' | undefined): Intl.DateTimeFormat {
  const key = `${language} ${year}`;
  const form: Intl.DateTimeFormatOptions = {weekday: 'short', day: 'numeric', month: 'short', year, timeZone: 'UTC'};
  const writer = writers.get(key) ?? new Intl.DateTimeFormat(language || 'en', form);
  writers.set(key, writer);
  return writer;
}

/** "Fri 4 Dec"; with its year where that is another one. */
export function sayDay(day: string, now = today()): string {
  if (!isDay(day)) return day;
  const year = day.slice(0, 4) === now.slice(0, 4) ? undefined : ('numeric' as const);
  return writerOf(pageLanguage(), year).format(new Date(`${day}T00:00:00Z`));
}

/** "3 days ago", "yesterday", "tomorrow". */
export const sayDistance = (day: string, now = today()): string =>
  new Intl.RelativeTimeFormat(pageLanguage(), {numeric: 'auto'}).format(
    Math.round((Date.parse(day) - Date.parse(now)) / 86_400_000),
    'day',
  );
