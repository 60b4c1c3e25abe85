/**
 * Tables as text, the way spreadsheets write and read them: quoted cells (RFC 4180), the separator of the reader's country,
 * and no cell that a spreadsheet would execute or turn into something else.
 */

import {Refusal} from '../model/gate.ts';

const MAX_ROWS = 50_000; // more than the gate lets one record hold: what went out must come in

// A spreadsheet may execute what starts so, also behind white space, full-width, or on a later line (OWASP, "CSV Injection").
// White space stops at a line's end, or a long run of empty lines would be searched again from each of them.
const EXECUTED = /^'|(?:^|[\r\n])(?:(?![\r\n])[\s\u0000-\u0020])*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/;

/** What spreadsheets make of `TRUE` and `FALSE` when they save a table, by the language that they run in. */
const YES = new Set([
  'true',
  'wahr',
  'vrai',
  'waar',
  'verdadero',
  'verdadeiro',
  'vero',
  'prawda',
  'sand',
  'sant',
  'sann',
  'tosi',
  'pravda',
  'doğru',
  'истина',
]);
const NO = new Set([
  'false',
  'falsch',
  'faux',
  'onwaar',
  'falso',
  'fałsz',
  'falsk',
  'falskt',
  'usann',
  'epätosi',
  'nepravda',
  'yanlış',
  'ложь',
]);

/** `true`, `false`, or null when the cell says neither. */
export function yesNo(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

/** Whether a spreadsheet would turn a cell into a number, a date or a truth value, and write something else back. */
const isConverted = (text: string): boolean => yesNo(text) !== null || (/\d/.test(text) && (text.length <= 40 || /^[\d\s.,]+$/.test(text)));

/** A cell that no spreadsheet executes. */
export const inert = (text: string): string => (EXECUTED.test(text) ? `'${text}` : text);

/** A cell that no spreadsheet executes or converts, so that it comes back as it went out. */
export const kept = (text: string): string => (isConverted(text) ? `'${text}` : inert(text));

/** What stood in a cell before `inert` or `kept`: they never let one begin with an apostrophe of its own. */
export const bare = (text: string): string => (text.startsWith("'") ? text.slice(1) : text);

/** The separator that spreadsheets expect where `language` is spoken: a comma, unless that is the decimal sign. */
export function separatorOf(language: string): ',' | ';' {
  const parts = new Intl.NumberFormat(language || 'en').formatToParts(1.5);
  return parts.find(({type}) => type === 'decimal')?.value === '.' ? ',' : ';';
}

/** `rows` as a text with a byte order mark, which tells spreadsheets that it is UTF-8. */
export function writeTable(rows: readonly (readonly string[])[], separator: ',' | ';'): string {
  const cell = (text: string): string => (/[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\uFEFF${rows.map(row => row.map(cell).join(separator)).join('\r\n')}\r\n`;
}

/** The separator of a table whose first cell is `first`; null when the text does not begin so. */
export function separatorIn(text: string, first: string): string | null {
  const cell = first.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^\\uFEFF?(?:sep=.\\r?\\n)?"?${cell}"?([,;\\t])`).exec(text)?.[1] ?? null;
}

/** The rows of a table, quotes and all. Throws `Refusal` when there are too many, or a quote is never closed. */
export function readTable(text: string, separator: string): string[][] {
  const source = text.replace(/^\uFEFF/, '').replace(/^sep=.\r?\n/, '');
  const rows: string[][] = [[]];
  let at = 0;
  while (at < source.length) {
    let value: string;
    if (source[at] === '"') [value, at] = quoted(source, at + 1, separator);
    else {
      const end = ends(source, at, separator);
      [value, at] = [source.slice(at, end), end];
    }
    rows.at(-1)!.push(value);
    if (source[at] === separator) {
      at += 1;
      if (at === source.length || source[at] === '\r' || source[at] === '\n') rows.at(-1)!.push('');
    }
    if (source[at] === '\r' || source[at] === '\n') {
      at += source[at] === '\r' && source[at + 1] === '\n' ? 2 : 1;
      if (at < source.length) rows.push([]);
    }
    if (rows.length > MAX_ROWS) throw new Refusal('tooLarge');
  }
  return rows;
}

function ends(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') at += 1;
  return at;
}

function quoted(text: string, from: number, separator: string): [string, number] {
  const parts: string[] = [];
  for (let at = from; ; ) {
    const end = text.indexOf('"', at);
    if (end < 0) throw new Refusal('damaged', 'CSV');
    parts.push(text.slice(at, end));
    if (text[end + 1] !== '"') {
      const next = text[end + 1];
      if (next !== undefined && next !== separator && next !== '\r' && next !== '\n') throw new Refusal('damaged', 'CSV');
      return [parts.join('"'), end + 1];
    }
    at = end + 2;
  }
}
