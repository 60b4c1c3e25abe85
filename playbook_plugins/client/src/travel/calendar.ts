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
  /** How often it has changed since it was first taken out. */
  sequence?: number;
  /** Done or dropped: a calendar takes it away again. */
  cancelled?: boolean;
  /** It comes again after as many days; 0 for once. */
  every?: number;
}

/** What is remembered of an event that was taken out: no words of it, only whether they have changed. */
export interface Told {
  n: number;
  day: string;
  is: string;
  gone: boolean;
}
export type AllTold = Record<string, Told>;

/** A short sign for a text, to tell whether it has changed. */
function signOf(text: string): string {
  let sum = 5381;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 33) ^ text.charCodeAt(at)) >>> 0;
  return sum.toString(36);
}

/**
 * `events` with the number of changes that each has had, and what is to be remembered afterwards. With `gone`,
 * whatever was taken out before and is no longer among `open` is cancelled: done or dropped. `title` stands for it.
 */
export function numbered(
  events: readonly DueDay[],
  told: AllTold,
  gone: {open: ReadonlySet<string>; title: string} | null,
): {events: DueDay[]; told: AllTold} {
  const after: AllTold = {...told};
  const made = events.map(event => {
    const is = signOf([event.day, event.title, event.text, event.every ?? 0, event.cancelled === true].join('\n'));
    const before = after[event.uid];
    const n = before ? before.n + (before.is === is ? 0 : 1) : 0;
    after[event.uid] = {n, day: event.day, is, gone: event.cancelled === true};
    return {...event, sequence: n};
  });
  const here = new Set(events.map(({uid}) => uid));
  for (const [uid, before] of gone ? Object.entries(told) : []) {
    if (here.has(uid) || gone!.open.has(uid)) continue;
    const n = before.gone ? before.n : before.n + 1;
    after[uid] = {...before, n, gone: true};
    made.push({uid, day: before.day, title: gone!.title, text: '', url: '', sequence: n, cancelled: true});
  }
  return {events: made, told: after};
}

/** What was remembered, not trusted: anything odd is forgotten. */
export function readTold(text: string): AllTold {
  const found: AllTold = Object.create(null) as AllTold;
  try {
    for (const [uid, each] of Object.entries(JSON.parse(text || '{}') as Record<string, Partial<Told>>)) {
      const {n, day, is, gone} = each ?? {};
      if (Number.isInteger(n) && n! >= 0 && n! < 1e6 && typeof day === 'string' && isDay(day) && typeof is === 'string')
        found[uid] = {n: n!, day, is, gone: gone === true};
    }
  } catch {
    // forgotten: the next file begins to count anew
  }
  return found;
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
  for (const {uid, day, title, text, url, sequence = 0, cancelled = false, every = 0} of events) {
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
      `SEQUENCE:${sequence}`,
    );
    if (Number.isInteger(every) && every > 0 && every < 1000) lines.push(`RRULE:FREQ=DAILY;INTERVAL=${every}`);
    if (text) lines.push(`DESCRIPTION:${escaped(text)}`);
    if (/^https?:\/\/[^\s"<>]+$/.test(url)) lines.push(`URL:${url}`);
    if (cancelled) lines.push('STATUS:CANCELLED');
    // What is cancelled reminds nobody.
    else lines.push('BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(title)}`, `TRIGGER:${BEFORE}`, 'END:VALARM');
    lines.push('END:VEVENT');
  }
  return `${[...lines, 'END:VCALENDAR'].map(folded).join('\r\n')}\r\n`;
}
