/**
 * The one gate for everything that comes in: files, pasted text, the browser's own store.
 * Cap bytes, cap depth and keys, parse, validate, and hand out plain values in maps. Nothing
 * passes that the rest of the script would have to doubt.
 */

import {isClock, joinSeen, leavesRoom} from './clock.ts';
import {mergeCopies, mergeLeaves} from './merge.ts';
import {FILED, GONE, LABEL, answerKey, cellKey, markKey, ownerOf, rowKey, toRecord, type Copy, type Leaf, type Version} from './response.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_WHOLE = 64 * 1024 * 1024; // all copies of a site in one file
const MAX_DEPTH = 12;
const MAX_KEYS = 20_000;
const MAX_SIGNS = 80_000; // colons and commas: a key, its value, and what a leaf holds
const MAX_TEXT = 100_000;
const ID = /^[a-z][a-z0-9-]{0,63}$/;
const REFUSED = new Set(['constructor', 'prototype', 'tostring', 'valueof', 'hasownproperty']);
const KNOWN = new Set([
  'format', 'formatVersion', 'site', 'worksheet', 'version', 'copy', 'label', 'gone', 'filed', 'created', 'updated',
  'answers', 'rows', 'labels', 'retired', 'extra',
]);

/** Why something may not come in; the message is a key of the words catalogue. */
export class Refusal extends Error {
  constructor(readonly reason: 'tooLarge' | 'notJson' | 'notOurs' | 'newer' | 'damaged' | 'cut' | 'forReading', readonly where = '') {
    super(`${reason} ${where}`);
  }
}

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Read a file's text. Throws `Refusal`. */
export function readText(text: string): Copy {
  if (text.length > MAX_BYTES) throw new Refusal('tooLarge');
  measure(text);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal('notJson');
  }
  const copy = readRecord(value);
  for (const [key, {t}] of copy.leaves) if (!leavesRoom(t)) throw new Refusal('damaged', key.split('/')[1]);
  return copy;
}

/** Read a file that holds one copy, or all copies of a site; each passes as if it came alone. Throws `Refusal`. */
export function readMany(text: string): Copy[] {
  if (!/"format"\s*:\s*"playbook-responses"/.test(text.slice(0, 300))) return [readText(text)];
  if (text.length > MAX_WHOLE) throw new Refusal('tooLarge');
  measure(text, MAX_SIGNS * 20);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal('notJson');
  }
  if (!isPlain(value) || !Array.isArray(value['copies'])) throw new Refusal('notOurs');
  if (value['formatVersion'] !== 1) throw new Refusal(Number(value['formatVersion']) > 1 ? 'newer' : 'damaged', 'formatVersion');
  return value['copies'].map(each => readText(JSON.stringify(each) ?? ''));
}

/** Whether what the two make together would pass this gate at the next start: two files may each fit and not both. */
export function canMerge(mine: Copy, theirs: Copy): boolean {
  try {
    readRecord(toRecord(mergeCopies(mine, theirs)));
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}

/** Count depth and keys on the raw text, so that a bomb is refused before it is built. */
function measure(text: string, most = MAX_SIGNS): void {
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
    if (depth > MAX_DEPTH || keys > most) throw new Refusal('tooLarge');
  }
}

/** Read a stored record or a parsed file. Throws `Refusal`; changes nothing. */
export function readRecord(value: unknown): Copy {
  if (!isPlain(value) || value['format'] !== 'playbook-response') throw new Refusal('notOurs');
  if (value['formatVersion'] !== 1) throw new Refusal(Number(value['formatVersion']) > 1 ? 'newer' : 'damaged', 'formatVersion');
  const copy: Copy = {
    site: shortText(value['site'], 'site'),
    worksheet: id(value['worksheet'], 'worksheet'),
    version: whole(value['version']),
    copy: id(value['copy'], 'copy'),
    created: instant(value['created'], 'created'),
    updated: instant(value['updated'], 'updated'),
    leaves: new Map(), labels: new Map(), retired: new Set(),
    extra: Object.create(null) as Plain,
  };
  if (value['label'] !== undefined) copy.leaves.set(LABEL, leaf(value['label'], 'label'));
  if (value['gone'] !== undefined) copy.leaves.set(GONE, leaf(value['gone'], 'gone'));
  if (value['filed'] !== undefined) copy.leaves.set(FILED, leaf(value['filed'], 'filed'));
  readQuestions(copy, value, false);
  const retired = value['retired'];
  if (isPlain(retired)) readQuestions(copy, retired, true);
  for (const [key, label] of entries(value['labels'], 'labels')) copy.labels.set(key.slice(0, 200), longText(label, key));
  for (const [key, kept] of entries(value['extra'], 'extra')) copy.extra[key] = detach(kept);
  for (const key of Object.keys(value)) if (!KNOWN.has(key)) copy.extra[key] = detach(value[key]);
  return copy;
}

function readQuestions(copy: Copy, from: Plain, retired: boolean): void {
  const standing = new Set([...copy.leaves.keys()].map(ownerOf));
  for (const [name, answer] of entries(from['answers'], 'answers')) {
    readAnswer(copy, id(name, name), answer);
    if (retired && !standing.has(`a/${name}`)) copy.retired.add(`a/${name}`);
  }
  for (const [table, rows] of entries(from['rows'], 'rows')) {
    for (const [row, parts] of entries(rows, table)) {
      readRow(copy, id(table, table), id(row, row), parts);
      if (retired && !standing.has(`r/${table}/${row}`)) copy.retired.add(`r/${table}/${row}`);
    }
  }
}

/** An id may stand among the answers and among the retired: then both count. */
function put(copy: Copy, key: string, made: Leaf): void {
  copy.leaves.set(key, mergeLeaves(copy.leaves.get(key), made));
}

function readAnswer(copy: Copy, name: string, answer: unknown): void {
  if (!isPlain(answer)) throw new Refusal('damaged', name);
  const {note, na, private: mark, ...value} = answer;
  const clock = isClock(value['t']) ? value['t'] : '';
  if (value['v'] !== undefined) put(copy, answerKey(name), leaf(value, name));
  readMark(copy, `a/${name}`, mark);
  for (const [part, text] of [['note', note], ['na', na]] as const) {
    if (text === undefined) continue;
    // A plain text stands for itself at the answer's clock: the older, simpler way to write a note.
    const whole = typeof text === 'string' ? {v: text, t: clock, b: ''}
      : isPlain(text) && text['b'] === undefined ? {...text, b: ''} : text;
    put(copy, answerKey(name, part), leaf(whole, name));
  }
}

function readRow(copy: Copy, table: string, row: string, parts: unknown): void {
  if (!isPlain(parts)) throw new Refusal('damaged', row);
  if (parts['pos'] !== undefined) {
    const place = leaf(parts['pos'], row);
    if (!/^[0-9A-Za-z]{1,200}$/.test(String(place.v))) throw new Refusal('damaged', row);
    put(copy, rowKey(table, row, 'pos'), place);
  }
  if (parts['gone'] !== undefined) put(copy, rowKey(table, row, 'gone'), leaf(parts['gone'], row));
  readMark(copy, `r/${table}/${row}`, parts['private']);
  for (const [column, cell] of entries(parts['cells'], row)) put(copy, cellKey(table, row, id(column, column)), leaf(cell, column));
}

/** Whether an answer or a row is private. An odd mark is none, and what has none is private. */
function readMark(copy: Copy, owner: string, mark: unknown): void {
  if (isPlain(mark) && typeof mark['v'] === 'boolean' && isClock(mark['t'])) put(copy, markKey(owner), {v: mark['v'], t: mark['t']});
}

function leaf(value: unknown, where: string): Leaf {
  if (!isPlain(value) || !isClock(value['t'])) throw new Refusal('damaged', where);
  const {v, t, b, also} = value;
  if (b === undefined) return {v: typeof v === 'boolean' ? v : longText(v, where), t};
  const others = also === undefined ? [] : versions(also, where);
  // A text has seen at least itself, whatever the file says.
  const made: Leaf = {v: longText(v, where), t, b: joinSeen([seen(b, where), t, ...others.map(other => other.t)])};
  if (others.length) made.also = others;
  return made;
}

function versions(value: unknown, where: string): Version[] {
  if (!Array.isArray(value) || value.length > 100) throw new Refusal('damaged', where);
  return value.map(each => {
    if (!isPlain(each) || !isClock(each['t'])) throw new Refusal('damaged', where);
    return {v: longText(each['v'], where), t: each['t']};
  });
}

function seen(value: unknown, where: string): string {
  const clocks = longText(value, where).split(' ').filter(Boolean);
  if (clocks.length > 400 || !clocks.every(isClock)) throw new Refusal('damaged', where);
  return clocks.join(' ');
}

function entries(value: unknown, where: string): [string, unknown][] {
  if (value === undefined) return [];
  if (!isPlain(value)) throw new Refusal('damaged', where);
  const found = Object.entries(value);
  if (found.length > MAX_KEYS) throw new Refusal('tooLarge');
  return found;
}

function longText(value: unknown, where: string): string {
  if (typeof value !== 'string' || value.length > MAX_TEXT) throw new Refusal('damaged', where);
  return value;
}

function shortText(value: unknown, where: string): string {
  const text = longText(value, where);
  if (text.length > 200) throw new Refusal('damaged', where);
  return text;
}

function id(value: unknown, where: string): string {
  if (typeof value !== 'string' || !ID.test(value) || REFUSED.has(value)) throw new Refusal('damaged', where.slice(0, 80));
  return value;
}

function whole(value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > 1e9) throw new Refusal('damaged', 'version');
  return value as number;
}

function instant(value: unknown, where: string): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new Refusal('damaged', where);
  }
  return value;
}

/** A copy of any JSON value whose objects have no prototype; a store may hold what JSON cannot. */
function detach(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new Refusal('damaged', 'extra');
  if (Array.isArray(value)) return value.map(each => detach(each, depth + 1));
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  if (!isPlain(value)) throw new Refusal('damaged', 'extra');
  const made = Object.create(null) as Plain;
  for (const [key, inner] of Object.entries(value)) made[key] = detach(inner, depth + 1);
  return made;
}
