/**
 * A copy as a table for spreadsheets (RFC 4180, UTF-8 with a byte order mark), and back without loss.
 * No cell is one that a spreadsheet would execute: such a cell gets an apostrophe, which reading takes away.
 */

import {Refusal, parse as parseJson, readRecord, readText} from '../gate.ts';
import {LIMITS} from '../limits.ts';
import {GONE, LABEL, newCopy, ownerOf, toRecord, type Copy, type Leaf, type Version} from '../response.ts';

const HEADS = ['question', 'answer', 'value', 'key', 'type', 'clock', 'seen', 'others'] as const;
const RECORD = ['site', 'worksheet', 'version', 'copy', 'created', 'updated', 'start'] as const;
const MAX_ROWS = 50_000; // more than the gate lets one record hold: what went out must come in
const KEY = /^(?:a\/[a-z][a-z0-9-]*\/(?:v|note|na)|r\/[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*\/(?:pos|gone|=[a-z][a-z0-9-]*)|l|g|f)$/;

// A spreadsheet may execute what starts so, also behind white space, full-width, or on a later line (OWASP, "CSV Injection").
// White space stops at a line's end, or a long run of empty lines would be searched again from each of them.
const EXECUTED = /^'|(?:^|[\r\n])(?:(?![\r\n])[\s\u0000-\u0020])*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/;

const guarded = (text: string): string => (EXECUTED.test(text) ? `'${text}` : text);
const unguarded = (text: string): string => (text.startsWith("'") && EXECUTED.test(text.slice(1)) ? text.slice(1) : text);
const cell = (text: string): string => {
  const safe = guarded(text);
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

type Row = readonly [question: string, answer: string, value: string, key: string, type: string, clock?: string, seen?: string, others?: string];

function leafRow(key: string, leaf: Leaf, question: string, answer: string): Row {
  const type = typeof leaf.v === 'boolean' ? 'yes-no' : leaf.b === undefined ? 'plain' : 'text';
  return [question, answer, String(leaf.v), key, type, leaf.t, leaf.b ?? '', leaf.also ? JSON.stringify(leaf.also) : ''];
}

/** `copy` as CSV; `labelOf` and `wordsOf` give what people read, which reading passes over. */
export function toCsv(copy: Copy, labelOf: (key: string) => string = key => key, wordsOf: (key: string, value: string | boolean) => string = (_, value) => String(value)): string {
  const rows: Row[] = [HEADS as unknown as Row];
  for (const [key, leaf] of copy.leaves) rows.push(leafRow(key, leaf, ownerOf(key) ? labelOf(key) : '', ownerOf(key) ? wordsOf(key, leaf.v) : ''));
  for (const name of RECORD) if (copy[name] !== undefined) rows.push(['', '', String(copy[name]), name, 'record']);
  for (const [key, label] of copy.labels) rows.push(['', '', label, key, 'label']);
  for (const owner of copy.retired) rows.push(['', '', owner, owner, 'retired']);
  for (const [key, value] of Object.entries(copy.extra)) rows.push(['', '', JSON.stringify(value), key, 'extra']);
  return `\uFEFF${rows.map(row => HEADS.map((_, index) => cell(row[index] ?? '')).join(',')).join('\r\n')}\r\n`;
}

/** The rows of a CSV text, quotes and all. Throws `Refusal` when there are too many, or a quote is never closed. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let value: string;
    if (text[at] === '"') [value, at] = quoted(text, at + 1);
    else {
      const end = ends(text, at);
      [value, at] = [text.slice(at, end), end];
    }
    rows.at(-1)!.push(unguarded(value));
    if (text[at] === ',') {
      at += 1;
      if (at === text.length || text[at] === '\r' || text[at] === '\n') rows.at(-1)!.push('');
    }
    if (text[at] === '\r' || text[at] === '\n') {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
      if (at < text.length) rows.push([]);
    }
    if (rows.length > MAX_ROWS) throw new Refusal('tooLarge');
  }
  return rows;
}

function ends(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\r' && text[at] !== '\n') at += 1;
  return at;
}

function quoted(text: string, from: number): [string, number] {
  const parts: string[] = [];
  for (let at = from; ;) {
    const end = text.indexOf('"', at);
    if (end < 0) throw new Refusal('damaged', 'CSV');
    parts.push(text.slice(at, end));
    if (text[end + 1] !== '"') {
      const next = text[end + 1];
      if (next !== undefined && next !== ',' && next !== '\r' && next !== '\n') throw new Refusal('damaged', 'CSV');
      return [parts.join('"'), end + 1];
    }
    at = end + 2;
  }
}

const json = (text: string, where: string): unknown => {
  try {
    return parseJson(text);
  } catch (error) {
    throw error instanceof Refusal && error.reason === 'notJson' ? new Refusal('damaged', where) : error;
  }
};

/** Whether a text is a table that we wrote. */
export const isCsv = (text: string): boolean => /^\uFEFF?"?question"?,"?answer"?,/.test(text);

/** Read what `toCsv` wrote. Throws `Refusal`; everything passes the one gate. */
export function readCsv(text: string): Copy {
  if (text.length > LIMITS.table) throw new Refusal('tooLarge');
  const [heads, ...rows] = parse(text.replace(/^\uFEFF/, ''));
  if (!heads || HEADS.some((head, index) => heads[index] !== head)) throw new Refusal('notOurs');
  const copy = newCopy('', 'x', 1);
  copy.leaves = new Map();
  const fields = new Map<string, string>();
  for (const row of rows) take(copy, fields, row);
  const {leaves, labels, retired, extra} = copy;
  const whole = {...copy, ...Object.fromEntries(RECORD.map(name => [name, fields.get(name) ?? ''])), version: Number(fields.get('version')), leaves, labels, retired, extra};
  // Twice: the gate makes plain values of it first, and then counts and dates them as it does a file's text.
  const plain = readRecord(toRecord(whole as Copy));
  const read = readText(JSON.stringify(toRecord(plain)));
  if (plain.aside !== undefined) read.aside = plain.aside;
  read.leaves = new Map([...leaves.keys()].filter(key => read.leaves.has(key)).map(key => [key, read.leaves.get(key)!]));
  return read;
}

/** Spreadsheets write `TRUE`; a tick is never guessed. */
function yesNo(value: string, where: string): boolean {
  if (!/^(?:true|false)$/i.test(value)) throw new Refusal('damaged', where.slice(0, 80));
  return value.toLowerCase() === 'true';
}

function take(copy: Copy, fields: Map<string, string>, row: string[]): void {
  const [, , value = '', key = '', type = '', clock = '', seen = '', others = ''] = row;
  if (type === 'record') fields.set(key, value);
  else if (type === 'label') copy.labels.set(key, value);
  else if (type === 'retired') copy.retired.add(key);
  else if (type === 'extra') copy.extra[key] = json(value, key);
  else if (type === 'yes-no' || type === 'plain' || type === 'text') {
    if (!KEY.test(key)) throw new Refusal('damaged', key.slice(0, 80));
    const leaf: Leaf = {v: type === 'yes-no' ? yesNo(value, key) : value, t: clock};
    if (type === 'text') leaf.b = seen;
    if (others) leaf.also = json(others, key) as Version[];
    copy.leaves.set(key, leaf);
  } else if (row.some(Boolean)) throw new Refusal('damaged', key.slice(0, 80));
}

/** The keys that a CSV may hold, for tests. */
export const isKey = (key: string): boolean => KEY.test(key) || key === LABEL || key === GONE;
