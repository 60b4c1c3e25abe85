/** A return, and two of one sheet, line by line in the sheet's order and in words: never as a difference between figures. */

import {dayOf, dueDay, showDay} from '../model/dates.ts';
import {answerKey, type Copy, cellKey, isMetadata, ownerOf, rowKey, valueOf} from '../model/response.ts';
import {pageLanguage, say} from '../words/core.ts';
import type {SheetEntry, SheetQuestion, SheetTable} from './sheets.ts';

/** What became of a line; `open` where neither says anything. */
export type Change = 'same' | 'new' | 'changed' | 'back' | 'open';

/** One question or row. */
export interface Line {
  /** `a/<id>` or `r/<table>/<row>`. */
  on: string;
  label: string;
  section: string;
  before: string;
  now: string;
  /** The notes beside them. */
  noteBefore: string;
  noteNow: string;
  change: Change;
  /** What the sheet knows of it; null for a row, and for what has left the sheet. */
  question: SheetQuestion | null;
}

type Columns = SheetTable['columns'];

const chosen = (choices: readonly [string, string][], value: string): string =>
  value
    .split(' ')
    .map(id => choices.find(([known]) => known === id)?.[1] ?? id)
    .join(', ');

/** A stored value in words; `''` for what says nothing. */
export function inWords(value: string | boolean, type: string, choices: readonly [string, string][], start: string): string {
  if (typeof value === 'boolean') return value ? say('yes') : '';
  if (!value) return '';
  if (type === 'date') return showDay(dueDay(value, start) || value, pageLanguage());
  return choices.length ? chosen(choices, value) : value;
}

const startOf = (copy: Copy): string => copy.start ?? dayOf(copy.created);

/** The answer to a question in words, with why it does not apply. */
export function answerIn(copy: Copy, question: Pick<SheetQuestion, 'id' | 'type' | 'choices'>): string {
  const why = valueOf(copy, answerKey(question.id, 'na'), '');
  if (copy.leaves.has(answerKey(question.id, 'na')) && why !== false && why !== '') return `${say('notApplicable')}: ${why}`;
  return inWords(valueOf(copy, answerKey(question.id)), question.type, question.choices, startOf(copy));
}

const isRemoved = (copy: Copy, table: string, row: string): boolean => valueOf(copy, rowKey(table, row, 'gone'), false) === true;

/** A row in words: its cells one after the other, each with its head where there are several. */
function rowIn(copy: Copy | null, table: string, row: string, columns: Columns): string {
  if (!copy || isRemoved(copy, table, row)) return '';
  return columns
    .map(({id, type, choices}) => inWords(valueOf(copy, cellKey(table, row, id)), type, choices, startOf(copy)))
    .filter(Boolean)
    .join(' · ');
}

/** The rows that either copy has of a table, in their order on the page. */
function rowsIn(table: string, ...copies: (Copy | null)[]): string[] {
  const found = new Map<string, string>();
  for (const copy of copies) {
    for (const key of copy?.leaves.keys() ?? []) {
      const [kind, owner, row] = key.split('/') as [string, string, string];
      if (kind === 'r' && owner === table) found.set(row, String(valueOf(copy!, rowKey(table, row, 'pos'), found.get(row) ?? '')));
    }
  }
  return [...found].sort(([a, x], [b, y]) => (x < y ? -1 : x > y ? 1 : a < b ? -1 : 1)).map(([row]) => row);
}

/** The columns of a table; of one that no sheet knows, those that have something in them. */
function columnsOf(table: string, known: SheetTable | undefined, ...copies: (Copy | null)[]): Columns {
  if (known) return known.columns;
  const ids = copies.flatMap(copy => [...(copy?.leaves.keys() ?? [])]).filter(key => key.startsWith(`r/${table}/`) && key.includes('/='));
  return [...new Set(ids.map(key => key.slice(key.indexOf('/=') + 2)))].map(id => ({id, label: id, type: 'text', role: '', choices: []}));
}

function changeOf(before: string, now: string): Change {
  if (!before && !now) return 'open';
  if (before === now) return 'same';
  return before ? (now ? 'changed' : 'back') : 'new';
}

/** The ids of what a copy answers and no sheet asks. */
function unasked(sheet: SheetEntry | undefined, copies: (Copy | null)[]): {answers: string[]; tables: string[]} {
  const [questions, tables] = [new Set(sheet?.questions.map(({id}) => id)), new Set(sheet?.tables.map(({id}) => id))];
  const owners = copies.flatMap(copy => [...(copy?.leaves.keys() ?? [])].filter(key => ownerOf(key) && !isMetadata(key)));
  const ids = (kind: string, known: Set<string>): string[] =>
    [...new Set(owners.filter(key => key.startsWith(kind)).map(key => key.split('/')[1]!))].filter(id => !known.has(id));
  return {answers: ids('a/', questions), tables: ids('r/', tables)};
}

type Asked = Pick<SheetQuestion, 'id' | 'type' | 'choices' | 'label' | 'section'>;

/** A question that no sheet of the site asks, as far as the copies themselves name it. */
function asAnswered(id: string, now: Copy, before: Copy | null): Asked {
  const labelled = (name: string): string | undefined => now.labels.get(name) ?? before?.labels.get(name);
  const said = String(valueOf(now, answerKey(id)) || (before ? valueOf(before, answerKey(id)) : ''));
  const choices = said.split(' ').flatMap((each): [string, string][] => {
    const words = labelled(`${id}=${each}`);
    return words === undefined ? [] : [[each, words]];
  });
  return {id, type: 'text', label: labelled(id) ?? id, section: '', choices};
}

const noteOf = (copy: Copy | null, id: string): string => (copy ? String(valueOf(copy, answerKey(id, 'note'))) : '');

function answerLine(asked: Asked, question: SheetQuestion | null, before: Copy | null, now: Copy): Line {
  const [was, is] = [before ? answerIn(before, asked) : '', answerIn(now, asked)];
  const [noteBefore, noteNow] = [noteOf(before, asked.id), noteOf(now, asked.id)];
  const change = changeOf([was, noteBefore].join('\n').trim(), [is, noteNow].join('\n').trim());
  return {on: `a/${asked.id}`, label: asked.label, section: asked.section, before: was, now: is, noteBefore, noteNow, change, question};
}

function rowLines(id: string, known: SheetTable | undefined, before: Copy | null, now: Copy): Line[] {
  const columns = columnsOf(id, known, now, before);
  return rowsIn(id, before, now).flatMap(row => {
    const [was, is] = [rowIn(before, id, row, columns), rowIn(now, id, row, columns)];
    const line = {on: `r/${id}/${row}`, label: known?.label || id, section: known?.section ?? '', before: was, now: is};
    return was || is ? [{...line, noteBefore: '', noteNow: '', change: changeOf(was, is), question: null}] : [];
  });
}

/** Every line of `now` beside the same of `before`; of one return alone where there is none before. */
export function linesOf(sheet: SheetEntry | undefined, before: Copy | null, now: Copy): Line[] {
  const left = unasked(sheet, [now, before]);
  const tables = [...(sheet?.tables ?? []).map(table => table.id), ...left.tables];
  return [
    ...(sheet?.questions ?? []).map(question => answerLine(question, question, before, now)),
    ...left.answers.map(id => answerLine(asAnswered(id, now, before), null, before, now)),
    ...tables.flatMap(id =>
      rowLines(
        id,
        sheet?.tables.find(table => table.id === id),
        before,
        now,
      ),
    ),
  ];
}
