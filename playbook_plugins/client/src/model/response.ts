/**
 * One named copy of a worksheet in memory: a flat map of leaves, each with its own clock.
 * docs/contributing/response-format.md describes the record that it is stored and exported as.
 */

import type {Clock, Seen} from './clock.ts';

/** One text that nobody replaced yet. */
export interface Version {
  v: string;
  t: Clock;
}

/** One stored value. With `b`, all that was seen of it, it is a text, and `also` holds versions written apart from it. */
export interface Leaf {
  v: string | boolean;
  t: Clock;
  b?: Seen;
  also?: Version[];
}

/** A reader's named copy. */
export interface Copy {
  site: string;
  worksheet: string;
  version: number;
  copy: string;
  created: string;
  updated: string;
  /** The day that offsets such as `+30d` count from, once one was shown; it stays when the reader travels. */
  start?: string;
  leaves: Map<string, Leaf>;
  /** The text of each question when it was last seen, by the same ids as in the page. */
  labels: Map<string, string>;
  /** `a/<id>` and `r/<table>/<row>` of answers whose question has left the page. */
  retired: Set<string>;
  extra: Record<string, unknown>;
  /** Nobody asked for this copy by name: see keep/tentative.ts. */
  tentative?: boolean;
  /** What this was read from, when a part of it could not be read: to be kept as it is. */
  aside?: unknown;
}

/** One change by the reader; `text` values also keep what was written apart from them. */
export interface Edit {
  key: string;
  value: string | boolean;
  text?: boolean;
}

/** The leaf of the copy's name. */
export const LABEL = 'l';
/** The leaf that says that the copy was deleted. */
export const GONE = 'g';

/** The leaf that says that the copy was put into the archive. */
export const ARCHIVED = 'f';

/** The leaf of an item's answer: its value, its note, or why it is not applicable. */
export const answerKey = (id: string, part: 'v' | 'note' | 'na' = 'v'): string => `a/${id}/${part}`;
/** The leaf of a row: its place, or whether it was removed. */
export const rowKey = (table: string, row: string, part: 'pos' | 'gone'): string => `r/${table}/${row}/${part}`;
/** The leaf that says of an answer or a row whether it was private when it was written. */
export const markKey = (owner: string): string => `${owner}/private`;
/** Whether a leaf is such a mark. */
export const isMark = (key: string): boolean => key.endsWith('/private');
/** The hidden cell that says where a row was born, `<copy>.<row>`: carried from review to review it keeps its name. */
export const FROM = 'pb-from';
/** Whether a leaf says something of the answer or row beside it: whether it is private, where a row stands or comes from, whether it was removed, what was signed. */
export const isMetadata = (key: string): boolean => /\/(private|pos|gone|=pb-.+)$/.test(key);
/** The leaf of one cell. */
export const cellKey = (table: string, row: string, column: string): string => `r/${table}/${row}/=${column}`;
/** The question that a leaf belongs to, `a/<id>` or `r/<table>/<row>`; `''` for the copy's own leaves. */
export function ownerOf(key: string): string {
  return key.startsWith('a/') || key.startsWith('r/') ? key.slice(0, key.lastIndexOf('/')) : '';
}

/** A random id of `length` characters that starts with `first`. */
export function randomId(first: string, length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length - first.length));
  return first + Array.from(bytes, byte => (byte % 36).toString(36)).join('');
}

/** An empty copy, created at `now`. */
export function newCopy(site: string, worksheet: string, version: number, now: Date = new Date()): Copy {
  const at = now.toISOString();
  return {
    site,
    worksheet,
    version,
    copy: randomId('c', 12),
    created: at,
    updated: at,
    leaves: new Map(),
    labels: new Map(),
    retired: new Set(),
    extra: Object.create(null) as Record<string, unknown>,
  };
}

/** The value at `key`, or `fallback` when the reader has not touched it. */
export const valueOf = (copy: Copy, key: string, fallback: string | boolean = ''): string | boolean => copy.leaves.get(key)?.v ?? fallback;

/** Whether the copy was deleted. */
export const isGone = (copy: Copy): boolean => valueOf(copy, GONE, false) === true;
/** Whether the copy is in the archive. */
export const isArchived = (copy: Copy): boolean => valueOf(copy, ARCHIVED, false) === true;

/** The same, as text. */
export const textOf = (copy: Copy, key: string, fallback = ''): string => {
  const value = valueOf(copy, key, fallback);
  return typeof value === 'string' ? value : fallback;
};

/** Other versions of the text at `key` that differ from the one shown. */
export const otherVersions = (leaf: Leaf | undefined): Version[] => (leaf?.also ?? []).filter(version => version.v !== leaf?.v);

/** The copy as a record: plain JSON values in a fixed order, as response-format.md has it. */
export function toRecord(copy: Copy): Record<string, unknown> {
  const [answers, rows] = nest(copy, owner => !copy.retired.has(owner));
  const [oldAnswers, oldRows] = nest(copy, owner => copy.retired.has(owner));
  const retired = Object.keys(oldAnswers).length + Object.keys(oldRows).length ? {answers: oldAnswers, rows: oldRows} : {};
  return {
    format: 'playbook-response',
    formatVersion: 1,
    site: copy.site,
    worksheet: copy.worksheet,
    version: copy.version,
    copy: copy.copy,
    ...(copy.leaves.has(LABEL) && {label: copy.leaves.get(LABEL)}),
    ...(copy.leaves.has(GONE) && {gone: copy.leaves.get(GONE)}),
    ...(copy.leaves.has(ARCHIVED) && {filed: copy.leaves.get(ARCHIVED)}),
    created: copy.created,
    updated: copy.updated,
    ...(copy.start && {start: copy.start}),
    answers,
    rows,
    labels: Object.fromEntries([...copy.labels].sort()),
    retired,
    extra: copy.extra,
  };
}

type Nested = Record<string, Record<string, unknown>>;
const bare = <T extends object>(): T => Object.create(null) as T;

function nest(copy: Copy, wanted: (owner: string) => boolean): [Nested, Record<string, Nested>] {
  // Without prototypes: a name such as `constructor` may come from outside, before the gate has seen it.
  const answers = bare<Nested>();
  const rows = bare<Record<string, Nested>>();
  for (const [key, leaf] of [...copy.leaves].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!wanted(ownerOf(key)) || !ownerOf(key)) continue;
    const [kind, first, second, third] = key.split('/') as [string, string, string, string];
    if (kind === 'a') {
      const answer = (answers[first] ??= bare());
      if (second === 'v') Object.assign(answer, leaf);
      else answer[second] = leaf;
    } else {
      const row = ((rows[first] ??= bare())[second] ??= {cells: bare()});
      if (third.startsWith('=')) (row['cells'] as Record<string, unknown>)[third.slice(1)] = leaf;
      else row[third] = leaf;
    }
  }
  return [answers, rows];
}
