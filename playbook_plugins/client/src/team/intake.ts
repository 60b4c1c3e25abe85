/** What comes in to a coach, one piece after the other: filed under its person, known already, or refused by name. Nothing merges. */

import type {Envelope} from '../coaching/formats.ts';
import {indexEntry} from '../coaching/index-entry.ts';
import {fragmentsIn, readIncoming} from '../coaching/links.ts';
import type {Taken} from '../coaching/loop-store.ts';
import {Refusal} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {textIn} from '../travel/decode.ts';
import {missingBefore, type TeamState} from './board.ts';
import type {ReadFile, TeamContext} from './context.ts';
import {loadMore} from './more.ts';

type Return = Extract<Envelope, {kind: 'return'}>;

/** What became of one piece. */
export interface Outcome {
  name: string;
  /** `whose`: nobody knows yet under whom it belongs; `other`: it is no return. */
  what: Taken | 'refused' | 'whose' | 'other';
  refused?: Refusal;
  envelope?: Envelope;
  person?: string;
  /** The return before it that is not here; 0 for none. */
  missing?: number;
}

const MANY = 20; // files, beyond which a worker reads them

/** Files through the gate: a few here, many in a worker. */
export async function readFiles(files: readonly File[], told: (done: number) => void, site: string): Promise<ReadFile[]> {
  if (files.length > MANY) {
    const more = await loadMore().catch(() => undefined);
    if (more?.readFiles) return more.readFiles(files, told);
  }
  const read: ReadFile[] = [];
  for (const file of files) {
    const text = file.size > LIMITS.whole ? new Refusal('tooLarge') : await textIn(file).catch(() => new Refusal('notJson'));
    read.push(await readOne(file.name, text, site));
    told(read.length);
  }
  return read;
}

async function readOne(name: string, text: string | Refusal, site: string): Promise<ReadFile> {
  try {
    if (text instanceof Refusal) throw text;
    return {name, refused: null, envelopes: await readIncoming(text, site)};
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {name, refused: error, envelopes: []};
  }
}

/** A message with any number of links in it, or a file's text. `name` says where a piece was, from 1. */
export function readPasted(text: string, name: (n: number) => string, site: string): Promise<ReadFile[]> {
  const links = text.trimStart().startsWith('{') ? [] : fragmentsIn(text);
  return Promise.all((links.length ? links : [text]).map((piece, at) => readOne(name(at + 1), piece, site)));
}

/** The person to whom a return belongs, as far as it can be known: by what was asked, by the copy, by the id. */
export function ownerOf(state: TeamState, {returned}: Return): string {
  const asked = returned.assignment && state.given.find(({assignment}) => assignment.id === returned.assignment)?.assignment.to.id;
  if (asked) return asked;
  const copy = returned.copy?.copy;
  const same = copy ? state.index.find(entry => entry.copy === copy)?.person : undefined;
  return same ?? state.members.find(({id}) => id === returned.from.id)?.id ?? '';
}

/** Keep what can be kept, and say what became of each. */
export async function keepAll(
  context: TeamContext,
  state: TeamState,
  read: readonly ReadFile[],
  told: (done: number) => void = () => undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const filed: {outcome: Outcome; envelope: Return; person: string}[] = [];
  for (const {name, refused, envelopes} of read) {
    if (refused) outcomes.push({name, what: 'refused', refused});
    else if (!envelopes.length) outcomes.push({name, what: 'refused', refused: new Refusal('notOurs')});
    for (const envelope of envelopes) {
      const outcome: Outcome = {name, what: 'other', envelope};
      outcomes.push(outcome);
      if (envelope.kind !== 'return') continue;
      if (envelope.returned.site !== context.loop.site) {
        Object.assign(outcome, {what: 'refused', refused: new Refusal('notOurs', envelope.returned.site)});
        continue;
      }
      const person = ownerOf(state, envelope);
      if (person) filed.push({outcome, envelope, person});
      else outcome.what = 'whose';
    }
  }
  await keep(context, state, filed, told);
  return outcomes;
}

const BATCH = 200;

async function keep(
  context: TeamContext,
  state: TeamState,
  filed: {outcome: Outcome; envelope: Return; person: string}[],
  told: (done: number) => void,
): Promise<void> {
  for (let at = 0; at < filed.length; at += BATCH) {
    const batch = filed.slice(at, at + BATCH);
    const made = batch.map(({envelope, person}) => ({
      envelope,
      person,
      entry: indexEntry({...envelope, person}, {sheets: context.sheets, me: state.me, members: state.members}),
    }));
    const taken = await context.loop.keepReturns(made);
    for (const [n, {outcome, person}] of batch.entries()) {
      Object.assign(outcome, {what: taken[n], person});
      if (taken[n] === 'new') state.index.push(made[n]!.entry);
    }
    told(at + batch.length);
  }
  for (const {outcome, envelope} of filed) {
    const {before, seq, copy} = envelope.returned;
    outcome.missing = missingBefore(state.index, copy?.copy ?? '', before, seq); // last, since files come in any order
  }
}

/** File a return under somebody by hand. */
export async function fileUnder(context: TeamContext, state: TeamState, outcome: Outcome, person: string): Promise<void> {
  await keep(context, state, [{outcome, envelope: outcome.envelope as Return, person}], () => undefined);
}
