/** A filled sheet as a table for people: one line an item, what is still open included. It is not read again: csv.ts is for that. */

import {say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import type {Outline, Piece} from './markdown.ts';
import {inert, separatorIn, writeTable} from './table.ts';

/** One line: the heads of the table, as keys of the words catalogue. */
interface Line {
  section: string;
  item: string;
  state: string;
  answer: string;
  note: string;
  owner: string;
  due: string;
}

const COLUMNS = ['section', 'item', 'state', 'answer', 'note', 'owner', 'due'] as const;
const HEADS = {
  section: 'inSection',
  item: 'inItem',
  state: 'inState',
  answer: 'inAnswer',
  note: 'inNote',
  owner: 'inOwner',
  due: 'inDue',
} as const;
const ACTIONS = ['action', 'commitment', 'metric', 'goal'];

type Rows = Extract<Piece, {kind: 'table'}>;

/** `outline` as CSV with the separator that the reader's spreadsheet expects. */
export function toPeople(outline: Outline, separator: ',' | ';'): string {
  const lines: Line[] = [];
  let section = '';
  for (const piece of outline.pieces) {
    if (piece.kind === 'heading') section = piece.text;
    else lines.push(...linesOf(piece).map(line => ({...empty, section, ...line})));
  }
  const heads = COLUMNS.map(column => say(HEADS[column]));
  return writeTable([heads, ...lines.map(line => COLUMNS.map(column => inert(line[column])))], separator);
}

/** Whether a text is such a table: it says what to choose instead. */
export const isPeople = (text: string): boolean => separatorIn(text, say('inSection')) !== null;

const empty: Line = {section: '', item: '', state: '', answer: '', note: '', owner: '', due: ''};

function linesOf(piece: Piece): Partial<Line>[] {
  if (piece.kind === 'item') {
    const state = piece.apart ? 'notApplicable' : piece.done ? 'yes' : 'no';
    return [{item: piece.label, state: sayCore(state), note: [piece.reason, piece.note].filter(Boolean).join('\n')}];
  }
  if (piece.kind === 'answer') return [{item: piece.label, answer: piece.value, note: piece.note, due: piece.day ?? ''}];
  return piece.kind === 'table'
    ? piece.rows.map((_, index) => rowLine(piece, index)).filter(line => Object.values(line).some(Boolean))
    : [];
}

/** A row by what its columns are for; those that are for nothing here follow in `answer`, each with its head. */
function rowLine(table: Rows, index: number): Partial<Line> {
  const cells = table.rows[index]!;
  const columns = table.columns ?? [];
  const first = (type: string): number => columns.findIndex(column => column.type === type);
  const [owner, due, state] = [first('person'), first('date'), columns.findLastIndex(column => column.type === 'choice')];
  const named = ACTIONS.map(id => columns.findIndex(column => column.id === id)).find(at => at >= 0 && cells[at]);
  const item = named ?? cells.findIndex((cell, at) => cell && at !== owner && at !== due && at !== state);
  const taken = new Set([owner, due, state, item]);
  const rest = cells.map((cell, at) => (taken.has(at) || !cell ? '' : `${table.heads[at]}: ${cell}`)).filter(Boolean);
  return {
    item: cells[item] ?? '',
    owner: cells[owner] ?? '',
    state: cells[state] ?? '',
    due: table.days?.[index]?.[due] || cells[due] || '',
    answer: rest.join('; '),
  };
}
