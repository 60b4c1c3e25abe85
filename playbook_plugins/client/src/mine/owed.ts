/** What is owed over all copies: by when, by whom, and how far each copy is, told by the list of the site's sheets. No page is open. */

import {loopMarkOf} from '../coaching/assignment.ts';
import {
  type Called,
  cellIn,
  chainsOf,
  columnFor,
  commitmentsIn,
  fateOf,
  type Reviewed,
  rowsIn,
  startOf,
  type Who,
} from '../coaching/commitments.ts';
import type {Asked, Me} from '../coaching/loop-store.ts';
import type {SheetEntry, Sheets, SheetTable} from '../coaching/sheets.ts';
import type {About} from '../keep/database.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {addDays, dueDay, today} from '../model/dates.ts';
import {answerKey, type Copy, cellKey, isArchived, isGone, LABEL, textOf, valueOf} from '../model/response.ts';

/** A line that is owed in a copy. */
export interface Owed {
  copy: Copy;
  /** The commitment's birth, or the row's place, and `''` for a question that asks for a day. */
  id: string;
  text: string;
  by: string;
  owner: string;
  day: string;
  /** What a tick writes, and where; null where nothing is to be ticked. */
  tick: {key: string; value: string} | null;
  /** Where its day, and what has become of it, are written. */
  due: string;
  status: string;
  /** In how many reviews it has stood open. */
  seen: number;
}

const WEEK = 7;

/** The choice of a table that says that a row is done. */
const doneIn = (table: SheetTable): string => {
  const column =
    table.columns.find(({role, type}) => role === 'status' && type === 'choice') ?? table.columns.find(({type}) => type === 'choice');
  return column?.choices.map(([id]) => id).find(id => id === 'done' || id === 'met') ?? '';
};
const statusColumn = (table: SheetTable): string =>
  columnFor(table, 'status')
  || (table.columns.find(({type, choices}) => type === 'choice' && choices.some(([id]) => id === 'done' || id === 'met'))?.id ?? '');
const dueColumn = (table: SheetTable): string => columnFor(table, 'due') || (table.columns.find(({type}) => type === 'date')?.id ?? '');
const textColumn = (table: SheetTable): string =>
  columnFor(table, 'text') || (table.columns.find(({type}) => type === 'long' || type === 'text')?.id ?? '');

/** Everybody who may be meant in a copy on this browser: me, and those who have asked something of me. */
export function whoIs(me: Me | null, asked: readonly Asked[]): Who {
  const coaches = new Map<string, Called>();
  for (const {assignment} of asked)
    if (assignment.from.id !== me?.id) coaches.set(assignment.from.id, {id: assignment.from.id, names: [assignment.from.name]});
  const [coach, ...others] = coaches.values();
  const names = [me?.name ?? '', ...asked.map(({assignment}) => assignment.to.name)].filter(Boolean);
  return {whose: {id: 'me', names: [...new Set(names)]}, coach, others};
}

/** The rows that a copy owes nothing more for, and those that it does. */
function rowsOf({copy}: StoredCopy, entry: SheetEntry, who: Who): Owed[] {
  const promises = new Map(commitmentsIn(copy, entry, who).map(each => [each.row, each]));
  return entry.tables.flatMap(table => {
    const [status, due, words] = [statusColumn(table), dueColumn(table), textColumn(table)];
    return rowsIn(copy, table.id).flatMap(row => {
      const text = cellIn(copy, table.id, row, words).trim();
      if (!text || fateOf(status ? cellIn(copy, table.id, row, status) : '') !== 'open') return [];
      const promise = promises.get(`r/${table.id}/${row}`);
      const done = doneIn(table);
      const statusKey = status ? cellKey(table.id, row, status) : '';
      return {
        copy,
        id: promise?.id ?? `${copy.copy}.${row}`,
        text,
        by: promise?.by ?? '',
        owner: promise?.owner ?? '',
        day: due ? dueDay(cellIn(copy, table.id, row, due), startOf(copy)) : '',
        tick: statusKey && done ? {key: statusKey, value: done} : null,
        due: due ? cellKey(table.id, row, due) : '',
        status: statusKey,
        seen: 0,
      };
    });
  });
}

/** The days that a copy asks for and that are still to come. */
const daysOf = ({copy}: StoredCopy, entry: SheetEntry, now: string): Owed[] =>
  entry.questions
    .filter(({type, id}) => type === 'date' && id !== 'start-date')
    .map(({id, label}) => ({
      ...{copy, id: `${copy.copy}.${id}`, text: label, by: '', owner: '', tick: null, due: '', status: '', seen: 0},
      day: dueDay(textOf(copy, answerKey(id)), startOf(copy)),
    }))
    .filter(({day}) => day >= now);

const byDay = (a: Owed, b: Owed): number =>
  (a.day || '9') < (b.day || '9') ? -1 : (a.day || '9') > (b.day || '9') ? 1 : a.id < b.id ? -1 : 1;
/** Whether a copy stands and owes something: what is filed owes nothing. */
export const stands = ({copy}: StoredCopy): boolean => !isGone(copy) && !isArchived(copy) && copy.leaves.size > 0;

/** All that is open over all copies that stand, the earliest day first; a commitment counts once, in the newest copy that holds it. */
export function owed(copies: readonly StoredCopy[], sheets: Sheets, who: Who, now: string): Owed[] {
  const newest = new Map<string, Owed>();
  for (const each of copies) {
    const entry = sheets.get(each.copy.worksheet);
    if (!entry || !stands(each)) continue;
    for (const line of [...rowsOf(each, entry, who), ...daysOf(each, entry, now)]) {
      const known = newest.get(line.id);
      if (!known || known.copy.created < line.copy.created) newest.set(line.id, line);
    }
  }
  const lives = new Map<string, number>();
  for (const sheet of sheets.values())
    for (const life of chainsOf(
      copies.filter(({copy}) => copy.worksheet === sheet.id && !isGone(copy)).map(each => reviewed(each.copy, sheet, who)),
    ))
      lives.set(life.id, life.seen);
  return [...newest.values()].map(line => ({...line, seen: lives.get(line.id) ?? 0})).sort(byDay);
}

const reviewed = (copy: Copy, entry: SheetEntry, who: Who): Reviewed => ({
  copy: copy.copy,
  no: loopMarkOf(copy)?.no ?? 0,
  day: copy.created,
  commitments: commitmentsIn(copy, entry, who),
});

/** What is overdue, due within seven days, or promised by those who coach me without a later day. */
export const thisWeek = (all: readonly Owed[], now: string, coaches: ReadonlySet<string>): Owed[] =>
  all.filter(({day, owner}) => (day ? day <= addDays(now, WEEK) : coaches.has(owner)));

/** What I have promised and is open. */
export const promised = (all: readonly Owed[]): Owed[] => all.filter(({owner}) => owner === 'me');

const isAnswered = (copy: Copy, id: string): boolean => {
  const value = valueOf(copy, answerKey(id));
  return (value !== '' && value !== false) || textOf(copy, answerKey(id, 'na')) !== '';
};

/** How far a copy is: what counts of its sheet, and what of that is done. What does not apply does not count. */
function progressOf(copy: Copy, entry: SheetEntry): {done: number; all: number} {
  const apart = (id: string): boolean => textOf(copy, answerKey(id)) === 'na';
  const asked = entry.questions.filter(({id, type, group}) => id !== 'start-date' && type !== 'note' && !group && !apart(id));
  const rows = entry.tables
    .filter(({id}) => !id.endsWith('-before'))
    .flatMap(table => {
      const status = doneIn(table) ? statusColumn(table) : '';
      return status ? rowsIn(copy, table.id).map(row => fateOf(cellIn(copy, table.id, row, status)) === 'done') : [];
    });
  return {done: asked.filter(({id}) => isAnswered(copy, id)).length + rows.filter(Boolean).length, all: asked.length + rows.length};
}

/**
 * What is said of a copy in the list: worked out of the sheets' list, so that what was brought in or ticked here counts at
 * once; what its page last said of it, where the sheet has left the site. `who` is null where its days are not wanted.
 */
export function aboutOf(each: StoredCopy, entry: SheetEntry | undefined, who: Who | null): About | null {
  const {copy, about} = each;
  if (!entry) return about;
  const lines = who ? [...rowsOf(each, entry, who), ...daysOf(each, entry, today())] : [];
  const dues = lines.filter(({day}) => day).map(({day, text}) => ({day, label: text}));
  const progress = progressOf(copy, entry);
  // Rows that a plan begins with, and nobody has touched, are known to its page alone.
  return {
    title: entry.title,
    ...(about && !progress.all ? {done: about.done, all: about.all} : progress),
    dues: about && about.dues.length > dues.length ? about.dues : dues,
  };
}

/** The name of a copy, as its reader gave it. */
export const nameIn = (copy: Copy): string => textOf(copy, LABEL);
