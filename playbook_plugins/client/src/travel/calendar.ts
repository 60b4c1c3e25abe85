/** Due days as a calendar: iCalendar (RFC 5545), one all-day event each, with a reminder the morning before. */

import {addDays, isDay} from '../model/dates.ts';

/** One thing that is due. */
export interface DueDay {
  /** Stays the same however often it is taken out, so that a calendar replaces and does not double. */
  uid: string;
  /** `2026-11-24`. */
  day: string;
  title: string;
  text: string;
  url: string;
}

const LAST_DAY = '9999-12-31'; // nothing comes after it in four digits
const BEFORE = '-PT15H'; // an all-day event begins at midnight: nine in the morning of the day before
const FOLD = 75; // octets a line, RFC 5545, 3.1
// Control characters are not allowed in texts (RFC 5545, 3.3.11), nor may half a surrogate pair be encoded.
const CONTROL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029]/g;

const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(CONTROL, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\\;,]/g, sign => `\\${sign}`)
    .replace(/\n/g, '\\n');

/** A content line in pieces of at most 75 octets, never cut inside a character. */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let size = 0;
  for (const sign of line) {
    const octets = sign.codePointAt(0)! < 0x80 ? 1 : sign.codePointAt(0)! < 0x800 ? 2 : sign.codePointAt(0)! < 0x10000 ? 3 : 4;
    if (size + octets > FOLD) {
      pieces.push(piece);
      [piece, size] = [' ', 1];
    }
    piece += sign;
    size += octets;
  }
  return [...pieces, piece].join('\r\n');
}

const plainDay = (day: string): string => day.replaceAll('-', '');

/** The day after, since the end of an event is not part of it. */
const dayAfter = (day: string): string => plainDay(addDays(day, 1));

/** The calendar of `events`, written at `now`. */
export function toCalendar(events: readonly DueDay[], now: Date = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Playbook//Worksheets//EN', 'CALSCALE:GREGORIAN'];
  for (const {uid, day, title, text, url} of events) {
    if (!isDay(day) || day >= LAST_DAY) continue; // one bad day must not cost the reader the others
    lines.push(
      'BEGIN:VEVENT',
      `UID:${escaped(uid)}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${plainDay(day)}`,
      `DTEND;VALUE=DATE:${dayAfter(day)}`,
      `SUMMARY:${escaped(title)}`,
      'TRANSP:TRANSPARENT',
      'CLASS:PRIVATE',
    );
    if (text) lines.push(`DESCRIPTION:${escaped(text)}`);
    if (/^https?:\/\/[^\s"<>]+$/.test(url)) lines.push(`URL:${url}`);
    lines.push('BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(title)}`, `TRIGGER:${BEFORE}`, 'END:VALARM', 'END:VEVENT');
  }
  return `${[...lines, 'END:VCALENDAR'].map(folded).join('\r\n')}\r\n`;
}
