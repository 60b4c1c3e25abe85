/** From one review to the next: what is open comes along, under the birth that it has. Pure; the same press twice makes the same copy. */

import type {Ticker} from '../model/clock.ts';
import {dueDay} from '../model/dates.ts';
import {writeLeaf} from '../model/merge.ts';
import {between} from '../model/position.ts';
import {type Copy, cellKey, FROM, GONE, isGone, LABEL, markKey, newCopy, rowKey, textOf, valueOf} from '../model/response.ts';
import {loopMarkOf} from './assignment.ts';
import {birthOf, type Fate, fateOf, rowsIn, startOf} from './commitments.ts';
import type {Day, LoopMark} from './formats.ts';

/** The rows of one table as its page shows them, what the author began them with included. */
export interface PlanOf {
  readonly name: string;
  readonly columns: readonly {id: string; type: string}[];
  rows(): string[];
  cell(row: string, column: string): string | boolean;
  /** A cell's day, or `''`. */
  day(row: string, column: string): string;
}

/** A review that closes. */
export interface Closing {
  copy: Copy;
  /** Last time's commitments, and those of this review. */
  before: PlanOf;
  now: PlanOf;
  /** Whether a row is private now. */
  isPrivate(table: string, row: string): boolean;
  /** What the coach promised in an answer of its own; it comes along as a row. */
  promise?: {question: string; text: string; owner: string; due: Day} | undefined;
}

/** How the commitments of a review stand. */
export type Count = Record<Fate, number>;

const isText = (type: string): boolean => type === 'text' || type === 'long' || type === 'person';
const statusOf = ({columns}: PlanOf): string => columns.find(({id, type}) => type === 'choice' && id === 'status')?.id ?? '';

/** What has become of a row; null for one in which nothing stands. */
function fateIn(plan: PlanOf, row: string): Fate | null {
  const status = statusOf(plan);
  const filled = plan.columns.some(({id}) => id !== status && ![false, ''].includes(plan.cell(row, id)));
  return filled ? fateOf(status ? String(plan.cell(row, status)) : '') : null;
}

/** The commitments of a review, last time's and this time's. */
export function countOf(...plans: readonly PlanOf[]): Count {
  const count: Count = {open: 0, done: 0, dropped: 0};
  for (const plan of plans)
    for (const row of plan.rows()) {
      const fate = fateIn(plan, row);
      if (fate) count[fate] += 1;
    }
  return count;
}

/** An id that follows from a text, as long as those that are drawn. */
function derived(first: string, text: string): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    a = Math.imul(a ^ sign, 0x01000193);
    b = Math.imul(b ^ sign ^ (a >>> 15), 0x85ebca6b);
  }
  const part = (half: number): string => (half >>> 0).toString(36).padStart(7, '0');
  return first + (part(a) + part(b ^ (b >>> 13))).slice(0, 11);
}

/** The copy that follows a review: two presses, two tabs and two devices make one. */
export const nextId = ({copy}: Pick<Copy, 'copy'>): string => derived('c', `next ${copy}`);

/**
 * The next review, called `label`, with what is open in this one; last time's rows come first. `was`: it had been begun and
 * was deleted; it comes back with what is open now, and with nothing else of last time.
 */
export function nextReview(closing: Closing, label: string, ticker: Ticker, was?: Copy, now = new Date()): {next: Copy; carried: number} {
  const {copy, before, promise} = closing;
  const next = {...newCopy(copy.site, copy.worksheet, copy.version, now), copy: nextId(copy)};
  const loop = loopMarkOf(copy);
  if (loop?.s) next.extra['loop'] = {a: '', s: loop.s, no: loop.no + 1} satisfies LoopMark;
  const set = (key: string, value: string | boolean, text = false): void => {
    next.leaves.set(key, writeLeaf(was?.leaves.get(key), value, text, ticker));
  };
  set(LABEL, label);
  if (was) set(GONE, false);
  const taken = new Set<string>();
  let place = '';
  const carry = (wanted: string, birth: string, cells: Iterable<readonly [{id: string; type: string}, string | boolean]>): string => {
    const row = taken.has(wanted) ? derived('r', birth).slice(0, 8) : wanted;
    taken.add(row);
    place = between(place, null);
    set(rowKey(before.name, row, 'pos'), place);
    set(rowKey(before.name, row, 'gone'), false);
    for (const [{id, type}, value] of cells) if (value !== '') set(cellKey(before.name, row, id), value, isText(type));
    set(cellKey(before.name, row, FROM), birth);
    return row;
  };
  for (const plan of [before, closing.now])
    for (const row of plan.rows()) {
      if (fateIn(plan, row) !== 'open') continue;
      const cells = plan.columns.map(each => [each, each.type === 'date' ? plan.day(row, each.id) : plan.cell(row, each.id)] as const);
      const carried = carry(row, birthOf(copy, plan.name, row), cells);
      // The author's mark stands on the row of this review only; and what no mark speaks of would be taken for private.
      set(markKey(`r/${before.name}/${carried}`), closing.isPrivate(plan.name, row));
    }
  if (promise?.text.trim()) {
    const first = before.columns.find(({type}) => type === 'text' || type === 'long');
    const values = new Map([
      [first?.id ?? '', promise.text.trim()],
      [before.columns.find(({type}) => type === 'person')?.id ?? '', promise.owner],
      [before.columns.find(({type}) => type === 'date')?.id ?? '', promise.due],
    ]);
    const cells = before.columns.map(each => [each, values.get(each.id) ?? ''] as const);
    if (first) set(markKey(`r/${before.name}/${carry(promise.question, `${copy.copy}.${promise.question}`, cells)}`), false);
  }
  for (const row of was ? rowsIn(was, before.name) : []) if (!taken.has(row)) set(rowKey(before.name, row, 'gone'), true);
  return {next, carried: taken.size};
}

/** In how many reviews up to `until` each commitment has stood, by its birth, as far as this browser holds them. */
export function timesSeen(copies: Iterable<Copy>, until: Copy, tables: readonly string[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  for (const copy of copies) {
    if (isGone(copy) || copy.created > until.created) continue;
    const births = tables.flatMap(table => rowsIn(copy, table).map(row => birthOf(copy, table, row)));
    for (const birth of new Set(births)) seen.set(birth, (seen.get(birth) ?? 0) + 1);
  }
  return seen;
}

/** A table as a copy holds it, of which no page is open. */
export const planIn = (copy: Copy, {name, columns}: Pick<PlanOf, 'name' | 'columns'>): PlanOf => ({
  name,
  columns,
  rows: () => rowsIn(copy, name),
  cell: (row, column) => valueOf(copy, cellKey(name, row, column)),
  day: (row, column) => dueDay(textOf(copy, cellKey(name, row, column)), startOf(copy)),
});

/** The words of what was left open in a review and stands no longer in the one after it. */
export function leftOpen(previous: Copy, copy: Copy, plans: readonly Pick<PlanOf, 'name' | 'columns'>[]): string[] {
  const births = new Set(plans.flatMap(({name}) => rowsIn(copy, name).map(row => birthOf(copy, name, row))));
  return plans.flatMap(each => {
    const plan = planIn(previous, each);
    const words = each.columns.find(({type}) => isText(type))?.id ?? '';
    return plan
      .rows()
      .filter(row => fateIn(plan, row) === 'open' && !births.has(birthOf(previous, each.name, row)))
      .map(row => String(plan.cell(row, words)));
  });
}
