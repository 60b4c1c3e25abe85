/** Changes of many rows of the loop's database at once, each within one transaction. */

import type {Rows, Table} from '../keep/loop-database.ts';
import {today} from '../model/dates.ts';
import {isPlain} from '../model/gate.ts';
import {mergeLeaves} from '../model/merge.ts';
import type {Remarks} from './formats.ts';
import {
  readAsked,
  readable,
  readableOne,
  readErased,
  readGiven,
  readIndex,
  readKept,
  readMe,
  readMember,
  readRemarksRow,
  readSent,
} from './kept.ts';
import type {IndexEntry, KeptReturn, Member, Side, Taken} from './loop-store.ts';
import {mergeRemarks, remarksText} from './remarks.ts';

/** Somebody as two devices know them. */
export const mergeMembers = (a: Member, b: Member): Member => ({
  id: a.id,
  name: mergeLeaves(a.name, b.name),
  also: mergeLeaves(a.also, b.also),
  mail: mergeLeaves(a.mail, b.mail),
  left: mergeLeaves(a.left, b.left),
  next: mergeLeaves(a.next, b.next),
});

/** Everybody who was erased, by the day. */
export async function erasedIn(rows: Rows): Promise<Map<string, string>> {
  return new Map(await readable(await rows.all('erased'), readErased));
}

const indexOf = async (rows: Rows, person: string): Promise<IndexEntry[]> => readIndex(await rows.get('index', person));

function putIndex(rows: Rows, person: string, all: readonly IndexEntry[]): void {
  if (all.length) rows.put('index', person, {person, entries: JSON.stringify(all)});
  else rows.delete('index', person);
}

/** A return to be kept, and how it stands in the index. */
export interface Taking {
  kept: KeptReturn;
  entry: IndexEntry;
}

export const TAKING: readonly Table[] = ['returns', 'index', 'erased'];

/** Keep returns with their index. */
export async function takeIn(rows: Rows, all: readonly Taking[]): Promise<Taken[]> {
  const erased = await erasedIn(rows);
  const index = new Map<string, IndexEntry[]>();
  const told: Taken[] = [];
  for (const {kept, entry} of all) {
    const {digest, person, text, taken} = kept;
    if (erased.has(person) || erased.has(kept.returned.from.id)) told.push('erased');
    else if ((await rows.get('returns', digest)) !== undefined) told.push('have');
    else {
      rows.put('returns', digest, {digest, person, from: kept.returned.from.id, text, taken});
      const before = index.get(person) ?? (await indexOf(rows, person));
      index.set(person, [...before.filter(each => each.digest !== digest), {...entry, digest, person}]);
      told.push('new');
    }
  }
  for (const [person, entries] of index) putIndex(rows, person, entries);
  return told;
}

/** Delete returns, and the coach's words on copies of which none is left. */
export async function letGo(rows: Rows, digests: readonly string[]): Promise<void> {
  const gone = new Set(digests);
  const persons = new Set<string>();
  for (const digest of gone) {
    const row = (await rows.get('returns', digest)) as {person: string} | undefined;
    if (row) persons.add(row.person);
    rows.delete('returns', digest);
  }
  const copies = new Set<string>();
  for (const person of persons) {
    const before = await indexOf(rows, person);
    for (const {digest, copy} of before) if (gone.has(digest) && copy) copies.add(copy);
    const after = before.filter(({digest}) => !gone.has(digest));
    for (const {copy} of after) copies.delete(copy);
    putIndex(rows, person, after);
  }
  for (const copy of copies) rows.delete('remarks', `mine/${copy}`);
}

/** Write an overlay over what is held of the same copy. */
export async function putRemarks(rows: Rows, side: Side, brought: Remarks): Promise<Remarks> {
  const key = `${side}/${brought.copy}`;
  const held = await readableOne(await rows.get('remarks', key), readRemarksRow);
  const merged = held ? mergeRemarks(held, brought) : brought;
  rows.put('remarks', key, {side, text: remarksText(merged)});
  return merged;
}

/** Write somebody over what is known of them. */
export async function putMember(rows: Rows, brought: Member, row: (member: Member) => unknown): Promise<Member> {
  const held = await readableOne(await rows.get('members', brought.id), readMember);
  const merged = held ? mergeMembers(held, brought) : brought;
  rows.put('members', brought.id, row(merged));
  return merged;
}

/** A row of a return, as far as it says whose it is; nothing of the return itself is read. */
interface Whose {
  digest: string;
  person: string;
  from: string;
}

const isWhose = (row: unknown): row is Whose =>
  isPlain(row) && ['digest', 'person', 'from'].every(key => typeof row[key] === 'string' && row[key] !== '');

/** The ids of somebody: the one on the team, and those of the browsers that their returns came from, unless these are others'. */
async function idsOf(rows: Rows, person: string, returns: readonly Whose[]): Promise<Set<string>> {
  const ids = new Set([person, ...returns.filter(each => each.person === person).map(({from}) => from)]);
  const me = await readableOne(await rows.get('own', 'me'), readMe);
  const others = returns.filter(each => each.person !== person).map(({from}) => from);
  for (const id of [me?.id, ...(await rows.keys('members')), ...others]) if (id !== undefined && id !== person) ids.delete(id);
  return ids;
}

/** Delete all that there is of somebody, in every table, and keep their ids alone. Nothing that comes in later brings them back. */
export async function eraseFrom(rows: Rows, person: string, day = today()): Promise<void> {
  const ids = await idsOf(rows, person, (await rows.all('returns')).filter(isWhose));
  const theirs = await rows.of(person);
  const copies = new Set((await readable(theirs, readKept)).map(({returned}) => returned.copy?.copy));
  for (const {digest} of theirs.filter(isWhose)) rows.delete('returns', digest);
  rows.delete('index', person);
  for (const id of ids) {
    rows.delete('members', id);
    rows.put('erased', id, {id, day});
  }
  for (const {assignment} of await readable(await rows.all('given'), readGiven))
    if (ids.has(assignment.to.id)) rows.delete('given', assignment.id);
  for (const {assignment} of await readable(await rows.all('asked'), readAsked))
    if (ids.has(assignment.from.id) || ids.has(assignment.to.id)) rows.delete('asked', assignment.id);
  for (const {id, to} of await readable(await rows.all('sent'), readSent)) if (ids.has(to.id)) rows.delete('sent', id);
  await eraseRemarks(rows, ids, copies);
}

async function eraseRemarks(rows: Rows, ids: ReadonlySet<string>, copies: ReadonlySet<string | undefined>): Promise<void> {
  for (const key of await rows.keys('remarks')) {
    const [side, copy] = key.split('/') as [Side, string];
    const held = await readableOne(await rows.get('remarks', key), readRemarksRow);
    if (!held || (side === 'mine' ? copies.has(copy) : ids.has(held.from.id))) {
      rows.delete('remarks', key);
      if (side === 'theirs') rows.delete('handled', copy);
    }
  }
}
