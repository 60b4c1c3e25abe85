/**
 * The one gate for everything that comes in: files, pasted text, the browser's own store; and for everything that is
 * kept: nothing is written that would be refused here. Cap bytes, cap depth and keys, parse, validate, and hand out
 * plain values in maps. Nothing passes that the rest of the script would have to doubt.
 */

import {isClock, joinSeen, leavesRoom} from './clock.ts';
import {isDay} from './dates.ts';
import {LIMITS} from './limits.ts';
import {mergeCopies, mergeLeaves} from './merge.ts';
import {
  ARCHIVED,
  answerKey,
  type Copy,
  cellKey,
  GONE,
  LABEL,
  type Leaf,
  markKey,
  ownerOf,
  rowKey,
  toRecord,
  type Version,
} from './response.ts';

const ID = /^[a-z][a-z0-9-]{0,63}$/;
const REFUSED = new Set(['constructor', 'prototype', 'tostring', 'valueof', 'hasownproperty']);
/** Whether answers can be kept under this name. */
export const isId = (name: string): boolean => ID.test(name) && !REFUSED.has(name);
const KNOWN = new Set([
  'format',
  'formatVersion',
  'site',
  'worksheet',
  'version',
  'copy',
  'label',
  'gone',
  'filed',
  'created',
  'updated',
  'start',
  'answers',
  'rows',
  'labels',
  'retired',
  'extra',
]);

/** Why something may not come in; the message is a key of the words catalogue. */
export class Refusal extends Error {
  constructor(
    readonly reason: 'tooLarge' | 'notJson' | 'notOurs' | 'newer' | 'damaged' | 'cut' | 'forReading' | 'otherSite',
    readonly where = '',
  ) {
    super(`${reason} ${where}`);
  }
}

export type Plain = Record<string, unknown>;

export const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Refuse what is damaged at `where`. */
export const refuse = (where: string): never => {
  throw new Refusal('damaged', where);
};

/** The bytes of `text` in UTF-8, no further than it takes to know that they are more than `most`. */
export const isLarger = (text: string, most: number): boolean =>
  text.length > most || (text.length * 3 > most && new TextEncoder().encode(text).length > most);

/** The value of a JSON text that is no bomb. Throws `Refusal`. */
export function parse(text: string, most: number = LIMITS.signs): unknown {
  measure(text, most);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal('notJson');
  }
}

/** Read a file's text. What an unknown key holds too deep is set aside in the copy. Throws `Refusal`. */
export function readText(text: string): Copy {
  if (isLarger(text, LIMITS.record)) throw new Refusal('tooLarge');
  return readOutside(parse(text));
}

/** Read a record that came from outside, whose text was measured. Throws `Refusal`. */
export function readOutside(value: unknown): Copy {
  const copy = readRecord(value);
  for (const [key, {t}] of copy.leaves) if (!leavesRoom(t)) return refuse(key.split('/')[1] ?? '');
  return copy;
}

/** Read a file that holds one copy, or all copies of a site; each passes as if it came alone. Throws `Refusal`. */
export function readMany(text: string): Copy[] {
  if (!/"format"\s*:\s*"playbook-responses"/.test(text.slice(0, 300))) return [readText(text)];
  if (isLarger(text, LIMITS.whole)) throw new Refusal('tooLarge');
  const value = parse(text, LIMITS.signs * 20);
  if (!isPlain(value) || !Array.isArray(value['copies'])) throw new Refusal('notOurs');
  if (value['formatVersion'] !== 1) throw new Refusal(Number(value['formatVersion']) > 1 ? 'newer' : 'damaged', 'formatVersion');
  return value['copies'].map(each => readText(JSON.stringify(each) ?? ''));
}

/**
 * Throw `Refusal` unless `record` passes this gate at the next start, and as a file. What an older page stored
 * larger than that may be written over by what is no larger than it.
 */
export function admit(record: Record<string, unknown>, stored?: unknown): void {
  if (readRecord(record).aside !== undefined) return refuse('extra');
  const text = asFile(record);
  try {
    if (isLarger(text, LIMITS.record)) throw new Refusal('tooLarge');
    measure(text, LIMITS.signs);
  } catch (error) {
    if (stored === undefined || text.length > asFile(stored).length) throw error;
  }
}

/** A record as the file that is written of it. */
export const asFile = (record: unknown): string => JSON.stringify(record, null, 1);

/** Whether what the two make together would pass this gate at the next start: two files may each fit and not both. */
export function canMerge(mine: Copy, theirs: Copy): boolean {
  try {
    admit(toRecord(mergeCopies(mine, theirs)));
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}

/** Count depth and keys on the raw text, so that a bomb is refused before it is built. */
function measure(text: string, most: number): void {
  let depth = 0;
  let keys = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (quoted) {
      if (sign === 92) at += 1;
      else if (sign === 34) quoted = false;
    } else if (sign === 34) quoted = true;
    else if (sign === 123 || sign === 91) depth += 1;
    else if (sign === 125 || sign === 93) depth -= 1;
    else if (sign === 58 || sign === 44) keys += 1;
    if (depth > LIMITS.bomb || keys > most) throw new Refusal('tooLarge');
  }
}

/**
 * Does something, or notes that this part of a record stays out. Of a file only what lies too deep may; of what this
 * browser itself stores, each part that is damaged, since there is nobody to ask for it once more.
 */
type Sieve = (read: () => void) => void;

/** Read what this browser stores: what can be read opens; where a part cannot, the whole stands in `aside`. Throws `Refusal`. */
export const readStored = (value: unknown): Copy => readRecord(value, true);

/** What is stored as a copy, if it can be read, and what of it must be set aside before it is written over. Throws on a newer format. */
export function readOrAside(stored: unknown): [Copy | null, unknown] {
  try {
    const copy = stored === undefined ? null : readStored(stored);
    return [copy, copy?.aside];
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason === 'newer') throw error;
    return [null, stored];
  }
}

/** Read a record. Throws `Refusal`; changes nothing. */
export function readRecord(value: unknown, stored = false): Copy {
  if (!isPlain(value) || value['format'] !== 'playbook-response') throw new Refusal('notOurs');
  if (value['formatVersion'] !== 1) throw new Refusal(Number(value['formatVersion']) > 1 ? 'newer' : 'damaged', 'formatVersion');
  const copy: Copy = {
    site: shortText(value['site'], 'site'),
    worksheet: id(value['worksheet'], 'worksheet'),
    version: whole(value['version']),
    copy: id(value['copy'], 'copy'),
    created: instant(value['created'], 'created'),
    updated: instant(value['updated'], 'updated'),
    leaves: new Map(),
    labels: new Map(),
    retired: new Set(),
    extra: Object.create(null) as Plain,
  };
  const sieve: Sieve = read => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Refusal) || !(stored || error.reason === 'tooLarge')) throw error;
      copy.aside = value;
    }
  };
  for (const [name, key] of [
    ['label', LABEL],
    ['gone', GONE],
    ['filed', ARCHIVED],
  ] as const) {
    if (value[name] !== undefined) sieve(() => copy.leaves.set(key, leaf(value[name], name)));
  }
  sieve(() => readQuestions(copy, value, false, sieve));
  const retired = value['retired'];
  if (isPlain(retired)) sieve(() => readQuestions(copy, retired, true, sieve));
  for (const [key, label] of partsOf(value['labels'], 'labels', sieve)) {
    sieve(() => copy.labels.set(key.slice(0, LIMITS.short), someText(label, key)));
  }
  const unknown = Object.entries(value).filter(([key]) => !KNOWN.has(key));
  for (const [key, kept] of [...partsOf(value['extra'], 'extra', sieve), ...unknown])
    sieve(() => {
      copy.extra[key] = detach(kept);
    });
  readStart(copy, value['start']);
  return copy;
}

/** The day that offsets count from; a page older than this key keeps it among the unknown ones. */
function readStart(copy: Copy, start: unknown): void {
  const day = start ?? copy.extra['start'];
  if (typeof day !== 'string' || !isDay(day)) return;
  copy.start = day;
  delete copy.extra['start'];
}

function readQuestions(copy: Copy, from: Plain, retired: boolean, sieve: Sieve): void {
  const standing = new Set([...copy.leaves.keys()].map(ownerOf));
  const retire = (owner: string): void => {
    if (retired && !standing.has(owner)) copy.retired.add(owner);
  };
  for (const [name, answer] of partsOf(from['answers'], 'answers', sieve)) {
    sieve(() => {
      readAnswer(copy, id(name, name), answer, sieve);
      retire(`a/${name}`);
    });
  }
  for (const [table, rows] of partsOf(from['rows'], 'rows', sieve)) {
    for (const [row, parts] of partsOf(rows, table, sieve)) {
      sieve(() => {
        readRow(copy, id(table, table), id(row, row), parts, sieve);
        retire(`r/${table}/${row}`);
      });
    }
  }
}

/** An id may stand among the answers and among the retired: then both count. */
function put(copy: Copy, key: string, made: Leaf): void {
  copy.leaves.set(key, mergeLeaves(copy.leaves.get(key), made));
}

function readAnswer(copy: Copy, name: string, answer: unknown, sieve: Sieve): void {
  if (!isPlain(answer)) return refuse(name);
  const {note, na, private: mark, ...value} = answer;
  const clock = isClock(value['t']) ? value['t'] : '';
  if (value['v'] !== undefined) sieve(() => put(copy, answerKey(name), leaf(value, name)));
  readMark(copy, `a/${name}`, mark);
  for (const [part, text] of [
    ['note', note],
    ['na', na],
  ] as const) {
    if (text === undefined) continue;
    // A plain text stands for itself at the answer's clock: the older, simpler way to write a note.
    const whole =
      typeof text === 'string' ? {v: text, t: clock, b: ''} : isPlain(text) && text['b'] === undefined ? {...text, b: ''} : text;
    sieve(() => put(copy, answerKey(name, part), leaf(whole, name)));
  }
}

function readRow(copy: Copy, table: string, row: string, parts: unknown, sieve: Sieve): void {
  if (!isPlain(parts)) return refuse(row);
  if (parts['pos'] !== undefined) {
    sieve(() => {
      const place = leaf(parts['pos'], row);
      if (!/^[0-9A-Za-z]+$/.test(String(place.v))) return refuse(row);
      put(copy, rowKey(table, row, 'pos'), place);
    });
  }
  if (parts['gone'] !== undefined) sieve(() => put(copy, rowKey(table, row, 'gone'), leaf(parts['gone'], row)));
  for (const [column, cell] of partsOf(parts['cells'], row, sieve)) {
    sieve(() => put(copy, cellKey(table, row, id(column, column)), leaf(cell, column)));
  }
  readMark(copy, `r/${table}/${row}`, parts['private']);
}

/** Whether an answer or a row is private. An odd mark is none, and what has none is private. */
function readMark(copy: Copy, owner: string, mark: unknown): void {
  if (isPlain(mark) && typeof mark['v'] === 'boolean' && isClock(mark['t'])) put(copy, markKey(owner), {v: mark['v'], t: mark['t']});
}

/** A leaf, from wherever. Throws `Refusal`. */
export function leaf(value: unknown, where: string): Leaf {
  if (!isPlain(value) || !isClock(value['t'])) return refuse(where);
  const {v, t, b, also} = value;
  if (b === undefined) return {v: typeof v === 'boolean' ? v : someText(v, where), t};
  const others = also === undefined ? [] : versions(also, where);
  // A text has seen at least itself, whatever the file says.
  const made: Leaf = {v: someText(v, where), t, b: joinSeen([seen(b, where), t, ...others.map(other => other.t)], LIMITS.seen)};
  if (others.length) made.also = others;
  return made;
}

function versions(value: unknown, where: string): Version[] {
  if (!Array.isArray(value)) return refuse(where);
  return value.map(each => {
    if (!isPlain(each) || !isClock(each['t'])) return refuse(where);
    return {v: someText(each['v'], where), t: each['t']};
  });
}

function seen(value: unknown, where: string): string {
  const clocks = someText(value, where).split(' ').filter(Boolean);
  if (!clocks.every(isClock)) return refuse(where);
  return clocks.join(' ');
}

/** The entries of an object; none, noted, where there is no object and the store's own record is read. */
function partsOf(value: unknown, where: string, sieve: Sieve): [string, unknown][] {
  let found: [string, unknown][] = [];
  sieve(() => {
    if (value !== undefined && !isPlain(value)) return refuse(where);
    found = Object.entries(value ?? {});
  });
  return found;
}

/** A text of any length: what bounds it is the size of the whole. */
function someText(value: unknown, where: string): string {
  if (typeof value !== 'string') return refuse(where);
  return value;
}

function shortText(value: unknown, where: string): string {
  const text = someText(value, where);
  if (text.length > LIMITS.short) return refuse(where);
  return text;
}

/** A name under which things can be kept. Throws `Refusal`. */
export function id(value: unknown, where: string): string {
  if (typeof value !== 'string' || !isId(value)) return refuse(where.slice(0, 80));
  return value;
}

/** A whole number from 1 on. Throws `Refusal`. */
export function whole(value: unknown, where = 'version'): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > 1e9) return refuse(where);
  return value as number;
}

function instant(value: unknown, where: string): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/.test(value) || Number.isNaN(Date.parse(value))) {
    return refuse(where);
  }
  return value;
}

/** A copy of any JSON value whose objects have no prototype; a store may hold what JSON cannot. */
function detach(value: unknown, depth = 3): unknown {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  if (depth > LIMITS.depth) throw new Refusal('tooLarge', 'extra');
  if (Array.isArray(value)) return value.map(each => detach(each, depth + 1));
  if (!isPlain(value)) return refuse('extra');
  const made = Object.create(null) as Plain;
  for (const [key, inner] of Object.entries(value)) made[key] = detach(inner, depth + 1);
  return made;
}
