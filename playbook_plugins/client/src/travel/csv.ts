/**
 * A copy as a table of its changes, one line a value, and back without loss, also after a spreadsheet has saved it again.
 * The table that people read is people.ts.
 */

import {dayIn} from '../model/dates.ts';
import {parse as parseJson, Refusal, readRecord, readText} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {type Copy, GONE, LABEL, type Leaf, newCopy, ownerOf, toRecord, type Version} from '../model/response.ts';
import {bare, inert, kept, readTable, separatorIn, writeTable, yesNo} from './table.ts';

const HEADS = ['question', 'answer', 'value', 'key', 'type', 'clock', 'seen', 'others'] as const;
const RECORD = ['site', 'worksheet', 'version', 'copy', 'created', 'updated', 'start'] as const;
const KEY =
  /^(?:a\/[a-z][a-z0-9-]*\/(?:v|note|na|private)|r\/[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*\/(?:pos|gone|private|=[a-z][a-z0-9-]*)|l|g|f)$/;
/** Rows that say what the copy holds and not what somebody wrote. */
const ABOUT = new Set(['record', 'label', 'retired', 'extra']);

type Row = readonly [
  question: string,
  answer: string,
  value: string,
  key: string,
  type: string,
  clock?: string,
  seen?: string,
  others?: string,
];

function leafRow(key: string, leaf: Leaf, question: string, answer: string): Row {
  const type = typeof leaf.v === 'boolean' ? 'yes-no' : leaf.b === undefined ? 'plain' : 'text';
  return [question, answer, String(leaf.v), key, type, leaf.t, leaf.b ?? '', leaf.also ? JSON.stringify(leaf.also) : ''];
}

/** What may look like a number or a date and has to come back as it was; the other columns need only not be executed. */
const KEPT = new Set(['value', 'clock', 'seen']);
const written = (row: Row): string[] => HEADS.map((head, index) => (KEPT.has(head) ? kept : inert)(row[index] ?? ''));

/** `copy` as CSV; `labelOf` and `wordsOf` give what people read, which reading passes over. */
export function toCsv(
  copy: Copy,
  labelOf: (key: string) => string = key => key,
  wordsOf: (key: string, value: string | boolean) => string = (_, value) => String(value),
  separator: ',' | ';' = ',',
): string {
  const rows: Row[] = [HEADS as unknown as Row];
  for (const [key, leaf] of copy.leaves)
    rows.push(leafRow(key, leaf, ownerOf(key) ? labelOf(key) : '', ownerOf(key) ? wordsOf(key, leaf.v) : ''));
  for (const name of RECORD) if (copy[name] !== undefined) rows.push(['', '', String(copy[name]), name, 'record']);
  for (const [key, label] of copy.labels) rows.push(['', '', label, key, 'label']);
  for (const owner of copy.retired) rows.push(['', '', owner, owner, 'retired']);
  for (const [key, value] of Object.entries(copy.extra)) rows.push(['', '', JSON.stringify(value), key, 'extra']);
  return writeTable(rows.map(written), separator);
}

const json = (text: string, where: string): unknown => {
  try {
    return parseJson(text);
  } catch (error) {
    throw error instanceof Refusal && error.reason === 'notJson' ? new Refusal('damaged', where) : error;
  }
};

/** Whether a text is a table of changes that we wrote, with whatever separator it was saved again. */
export const isCsv = (text: string): boolean => separatorIn(text, HEADS[0]) !== null;

/**
 * Read what `toCsv` wrote, or what a spreadsheet in `language` made of it. Throws `Refusal`; everything passes the one gate.
 */
export function readCsv(text: string, language = 'en'): Copy {
  if (text.length > LIMITS.table) throw new Refusal('tooLarge');
  const separator = separatorIn(text, HEADS[0]);
  if (separator === null) throw new Refusal('notOurs');
  const [heads, ...rows] = readTable(text, separator);
  if (!heads || HEADS.some((head, index) => heads[index] !== head)) throw new Refusal('notOurs');
  const copy = newCopy('', 'x', 1);
  copy.leaves = new Map();
  const fields = new Map<string, string>();
  for (const row of rows) {
    // Only a cell of an older page is a day that a spreadsheet wrote its own way: today's begin with an apostrophe.
    if (row[4] === 'plain') row[2] = dayIn(row[2] ?? '', language);
    take(copy, fields, row.map(bare));
  }
  const {leaves, labels, retired, extra} = copy;
  const whole = {
    ...copy,
    ...Object.fromEntries(RECORD.map(name => [name, fields.get(name) ?? ''])),
    version: Number(fields.get('version')),
    leaves,
    labels,
    retired,
    extra,
  };
  // Twice: the gate makes plain values of it first, and then counts and dates them as it does a file's text.
  const plain = readRecord(toRecord(whole as Copy));
  const read = readText(JSON.stringify(toRecord(plain)));
  if (plain.aside !== undefined) read.aside = plain.aside;
  read.leaves = new Map([...leaves.keys()].filter(key => read.leaves.has(key)).map(key => [key, read.leaves.get(key)!]));
  return read;
}

/** A tick is never guessed. */
function tick(value: string, where: string): boolean {
  const ticked = yesNo(value);
  if (ticked === null) throw new Refusal('damaged', where.slice(0, 80));
  return ticked;
}

function take(copy: Copy, fields: Map<string, string>, row: string[]): void {
  const [, , value = '', key = '', type = '', clock = '', seen = '', others = ''] = row;
  if (ABOUT.has(type)) about(copy, fields, type, key, value);
  else if (type === 'yes-no' || type === 'plain' || type === 'text') {
    if (!KEY.test(key)) throw new Refusal('damaged', key.slice(0, 80));
    const leaf: Leaf = {v: type === 'yes-no' ? tick(value, key) : value, t: clock};
    if (type === 'text') leaf.b = seen;
    if (others) leaf.also = json(others, key) as Version[];
    copy.leaves.set(key, leaf);
  } else if (row.some(Boolean)) throw new Refusal('damaged', key.slice(0, 80));
}

function about(copy: Copy, fields: Map<string, string>, type: string, key: string, value: string): void {
  if (type === 'record') fields.set(key, value);
  else if (type === 'label') copy.labels.set(key, value);
  else if (type === 'retired') copy.retired.add(key);
  else copy.extra[key] = json(value, key);
}

/** The keys that a CSV may hold, for tests. */
export const isKey = (key: string): boolean => KEY.test(key) || key === LABEL || key === GONE;
