/**
 * What the sides of an agreement have signed, and what was changed since. A signature keeps the terms that it is for, in a
 * table of its own: a row for each question and metric, with hidden cells. They merge, travel and are undone as all cells are.
 */

import {isId} from './gate.ts';
import {type Copy, cellKey, type Edit} from './response.ts';

/** What is agreed: values by `<question or row>/<column>`; a question's own column is `v`. What is empty is not there. */
export type Terms = ReadonlyMap<string, string>;

/** One term that was changed. */
export interface Change {
  term: string;
  from: string;
  to: string;
}

const HIDDEN = 'pb-';

/** The table in which a side's signature keeps its terms; that of the amendments where `side` says so. */
export const tableOf = (metrics: string, side: string): string => `${metrics}-${side}`;

/** The terms that a signature was set to. */
export function signedTerms({leaves}: Copy, table: string): Map<string, string> {
  const terms = new Map<string, string>();
  for (const [key, {v}] of leaves) {
    const [, , row, cell = ''] = key.startsWith(`r/${table}/`) ? key.split('/') : [];
    if (v !== '' && cell.startsWith(`=${HIDDEN}`)) terms.set(`${row}/${cell.slice(1 + HIDDEN.length)}`, String(v));
  }
  return terms;
}

/** What differs between two states of an agreement. */
export function changes(was: Terms, now: Terms): Change[] {
  return [...new Set([...was.keys(), ...now.keys()])]
    .map(term => ({term, from: was.get(term) ?? '', to: now.get(term) ?? ''}))
    .filter(({from, to}) => from !== to);
}

/** The edits that make a signature one to `now`. A name too long for a cell is not frozen: it could not be read again. */
export function signing(table: string, was: Terms, now: Terms): Edit[] {
  return changes(was, now).flatMap(({term, to}) => {
    const [row = '', column] = term.split('/');
    const cell = `${HIDDEN}${column}`;
    return isId(table) && isId(cell) ? [{key: cellKey(table, row, cell), value: to}] : [];
  });
}

/** A name for a state of the agreement: whoever signs the same, signs the same amendment. */
export function stateOf(terms: Terms): string {
  let sum = 0;
  for (const sign of JSON.stringify([...terms].sort())) sum = (Math.imul(sum, 31) + sign.codePointAt(0)!) >>> 0;
  return `m${sum.toString(36)}`;
}
