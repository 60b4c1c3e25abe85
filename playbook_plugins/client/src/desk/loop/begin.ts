/** *Start*: a copy for what was asked, with the starting values as its reader's own typing. */

import {loopMark} from '../../coaching/assignment.ts';
import type {Assignment} from '../../coaching/formats.ts';
import {type Answering, fillIn} from '../../coaching/request.ts';
import {nameOf} from '../../model/limits.ts';
import type {Copy, Edit} from '../../model/response.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {labelOf, placeOf} from './words.ts';

const TEXTS = new Set(['text', 'long', 'person']);

/** How the page asks a question. */
export function answering(sheet: OpenSheet, id: string): Answering {
  const frame = placeOf(sheet, `a/${id}`)?.frame;
  const type = frame?.dataset['type'] ?? '';
  if (frame?.matches('li[data-item]') || type === 'check') return 'tick';
  return TEXTS.has(type) ? 'text' : 'plain';
}

/** What would be written into the page; of `copy` where it is given, into its empty boxes only. */
export const writing = (sheet: OpenSheet, values: Iterable<readonly [string, string | boolean]>, copy?: Copy): Edit[] =>
  fillIn(values, sheet.kind, id => answering(sheet, id), copy);

/** Begin a copy. The one that was open stays as it is. Resolves with the new copy's id, once it is written as far as it can be. */
export async function begin(sheet: OpenSheet, assignment: Assignment, answers: boolean): Promise<string> {
  const {store} = sheet;
  const written = store.start(nameOf(labelOf(assignment), label => label));
  const {copy} = store.copy;
  if (answers) {
    store.copy.extra['loop'] = loopMark(assignment);
    const edits = writing(sheet, assignment.fill);
    if (edits.length) sheet.edit(edits);
  }
  await written;
  return copy;
}
