/** What comes in to a coach, one piece after the other: filed under its person, known already, or refused by name. Nothing merges. */

import {breath} from '../coaching/breath.ts';
import type {Envelope} from '../coaching/formats.ts';
import {indexEntry} from '../coaching/index-entry.ts';
import {fragmentsIn, readIncoming} from '../coaching/links.ts';
import type {IndexEntry, Taken} from '../coaching/loop-store.ts';
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
  /** Another return of this copy has its number: from a second device, or one of them was changed. Both are kept. */
  doubled?: boolean;
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

/** Finds the person to whom a return belongs, as far as it can be known: by what was asked, by the copy, by the id. */
export function ownersIn({given, index, members}: TeamState): (envelope: Return) => string {
  const asked = new Map(given.map(({assignment}) => [assignment.id, assignment.to.id]));
  const copies = new Map<string, string>();
  for (const {copy, person} of index) if (copy && !copies.has(copy)) copies.set(copy, person);
  const known = new Set(members.map(({id}) => id));
  return ({returned: {assignment, copy, from}}) =>
    asked.get(assignment) || copies.get(copy?.copy ?? '') || (known.has(from.id) ? from.id : '');
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
  const ownerOf = ownersIn(state);
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
      const person = ownerOf(envelope);
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
  const around = {sheets: context.sheets, me: state.me, members: state.members};
  const wait = breath();
  const numbered = (entry: IndexEntry): string => `${entry.copy}/${entry.seq}`;
  const held = new Set(state.index.filter(({copy}) => copy).map(numbered));
  for (let at = 0; at < filed.length; at += BATCH) {
    const batch = filed.slice(at, at + BATCH);
    const made: {envelope: Return; person: string; entry: IndexEntry}[] = [];
    for (const {envelope, person} of batch) {
      made.push({envelope, person, entry: indexEntry({...envelope, person}, around)});
      await wait();
    }
    const taken = await context.loop.keepReturns(made);
    for (const [n, {outcome, person}] of batch.entries()) {
      Object.assign(outcome, {what: taken[n], person});
      if (taken[n] !== 'new') continue;
      const {entry} = made[n]!;
      outcome.doubled = held.has(numbered(entry));
      if (entry.copy) held.add(numbered(entry));
      state.index.push(entry);
    }
    told(at + batch.length);
  }
  // Last, since files come in any order.
  const after = filed.filter(({envelope}) => envelope.returned.before);
  const copies = new Map<string, IndexEntry[]>(after.map(({envelope}) => [envelope.returned.copy?.copy ?? '', []]));
  for (const entry of state.index) copies.get(entry.copy)?.push(entry);
  for (const {outcome, envelope} of after) {
    const {before, seq, copy} = envelope.returned;
    const id = copy?.copy ?? '';
    outcome.missing = missingBefore(copies.get(id)!, id, before, seq);
  }
}

/** File a return under somebody by hand. */
export async function fileUnder(context: TeamContext, state: TeamState, outcome: Outcome, person: string): Promise<void> {
  await keep(context, state, [{outcome, envelope: outcome.envelope as Return, person}], () => undefined);
}
