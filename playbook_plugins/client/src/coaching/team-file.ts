/**
 * All of the loop's data as one text, `playbook-team`: a coach's backup, and the way to a second device. It leaves the
 * browser in a locked file alone, and is read from one alone.
 */

import type {Rows} from '../keep/loop-database.ts';
import {id, isLarger, isPlain, type Plain, parse, Refusal} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {mergeLeaves} from '../model/merge.ts';
import {breath} from './breath.ts';
import {entries, fields, list, text} from './fields.ts';
import type {Leaf} from './formats.ts';
import {
  handledRow,
  memberRow,
  readAsked,
  readable,
  readableOne,
  readErased,
  readGiven,
  readHandled,
  readIndex,
  readKept,
  readMe,
  readMember,
  readRemarksRow,
  readSent,
  readSettings,
  sideOf,
} from './kept.ts';
import type {Everything, Handled, Shown} from './loop-store.ts';
import {remarksText} from './remarks.ts';
import {erasedIn, eraseFrom, putMember, putRemarks} from './shelf.ts';

/** People, and rows of one kind, that a team file may hold. */
const PEOPLE = 1000;
const ROWS = 20_000;

const nothing = (): Handled => ({replies: new Map(), hidden: new Set()});

/** All that the database holds. What cannot be read is left out. */
export async function everythingIn(rows: Pick<Rows, 'get' | 'all'>): Promise<Everything> {
  const wait = breath();
  const remarks = await rows.all('remarks');
  const handled = await rows.all('handled');
  return {
    me: await readableOne(await rows.get('own', 'me'), readMe),
    members: await readable(await rows.all('members'), readMember),
    given: await readable(await rows.all('given'), readGiven, wait),
    returns: await readable(await rows.all('returns'), readKept, wait),
    remarks: await readable(sideOf(remarks, 'mine'), readRemarksRow, wait),
    erased: Object.fromEntries(await readable(await rows.all('erased'), readErased)),
    settings: readSettings(await rows.get('own', 'settings')),
    own: {
      asked: await readable(await rows.all('asked'), readAsked),
      sent: await readable(await rows.all('sent'), readSent),
      theirs: await readable(sideOf(remarks, 'theirs'), readRemarksRow),
      handled: new Map(await readable(handled, row => [id(fields(row, 'handled')['copy'], 'handled'), readHandled(row)] as const)),
    },
  };
}

/** Everything as the text of a team file, before it is locked. */
export function teamText(site: string, all: Everything): string {
  const remark = (each: Everything['remarks'][number]): Plain => ({text: remarksText(each)});
  return JSON.stringify({
    format: 'playbook-team',
    formatVersion: 1,
    site,
    me: all.me,
    members: all.members.map(memberRow),
    given: all.given.map(({text, sent}) => ({text, sent})),
    returns: all.returns.map(({text, person, taken}) => ({text, person, taken})),
    remarks: all.remarks.map(remark),
    erased: Object.entries(all.erased).map(([id, day]) => ({id, day})),
    settings: all.settings,
    asked: all.own.asked.map(({text, taken, copy, declined}) => ({text, taken, copy, declined})),
    sent: all.own.sent,
    theirs: all.own.theirs.map(remark),
    handled: Object.fromEntries([...all.own.handled].map(([copy, each]) => [copy, handledRow(each)])),
  });
}

/** Every row, or the refusal of the first that is wrong: a team file was written by this script. */
async function every<T>(
  value: unknown,
  where: string,
  most: number,
  read: (row: unknown) => T | Promise<T>,
  each: Each = () => undefined,
): Promise<T[]> {
  const all: T[] = [];
  for (const row of list(value, where, most)) {
    all.push(await read(row));
    await each();
  }
  return all;
}

/** What is done between two rows, such as letting the page answer. */
type Each = () => void | Promise<void>;

/**
 * What the text of a team file says, once it was unlocked, in slices: a large one keeps no page waiting. With `site`, that
 * of another site is refused. `told` hears how many returns were read. Throws `Refusal`.
 */
export async function readTeam(
  written: string,
  site?: string,
  told: (done: number, all: number) => void = () => undefined,
): Promise<Everything> {
  if (isLarger(written, LIMITS.whole)) throw new Refusal('tooLarge');
  const found = parse(written, LIMITS.signs * 20);
  if (!isPlain(found) || found['format'] !== 'playbook-team') throw new Refusal('notOurs');
  if (found['formatVersion'] !== 1) throw new Refusal(Number(found['formatVersion']) > 1 ? 'newer' : 'damaged', 'formatVersion');
  const from = text(found['site'], 'site', LIMITS.short);
  if (site !== undefined && from !== site) throw new Refusal('otherSite', from.slice(0, LIMITS.name));
  const handled = entries(found['handled'], 'handled', ROWS).map(
    ([copy, row]) => [id(copy, 'handled'), readHandled(fields(row, 'handled'))] as const,
  );
  const wait = breath();
  const all = Array.isArray(found['returns']) ? found['returns'].length : 0;
  let done = 0;
  const each = (): Promise<void> => {
    told((done += 1), all);
    return wait();
  };
  return {
    me: found['me'] === null ? null : readMe(found['me']),
    members: await every(found['members'], 'members', PEOPLE, readMember),
    given: await every(found['given'], 'given', ROWS, readGiven, wait),
    returns: await every(found['returns'], 'returns', ROWS, readKept, each),
    remarks: await every(found['remarks'], 'remarks', ROWS, readRemarksRow, wait),
    erased: Object.fromEntries(await every(found['erased'], 'erased', ROWS, readErased)),
    settings: readSettings(found['settings']),
    own: {
      asked: await every(found['asked'], 'asked', ROWS, readAsked),
      sent: await every(found['sent'], 'sent', ROWS, readSent),
      theirs: await every(found['theirs'], 'theirs', ROWS, readRemarksRow),
      handled: new Map(handled),
    },
  };
}

/** What was shown from either device, each once, the oldest first. */
const joined = (here: readonly Shown[], there: readonly Shown[]): Shown[] =>
  [...new Map([...here, ...there].map(each => [JSON.stringify([each.day, Object.entries(each.tables).sort()]), each]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);

/**
 * Merge everything but the returns into what is held: people and remarks leaf by leaf, requests by the day they were made.
 * Whoever was erased, on either side, is erased on both. What is set here stays.
 */
export async function restoreInto(rows: Rows, all: Everything): Promise<void> {
  for (const [id, day] of Object.entries(all.erased)) if ((await rows.get('erased', id)) === undefined) await eraseFrom(rows, id, day);
  const erased = await erasedIn(rows);
  if (all.me && (await rows.get('own', 'me')) === undefined) rows.put('own', 'me', all.me);
  const settings = await rows.get('own', 'settings');
  const held = settings === undefined ? all.settings : readSettings(settings);
  rows.put('own', 'settings', {...held, shown: joined(held.shown, all.settings.shown)});
  for (const member of all.members) if (!erased.has(member.id)) await putMember(rows, member, memberRow);
  for (const {assignment, text, sent} of all.given) {
    if (erased.has(assignment.to.id)) continue;
    const held = await readableOne(await rows.get('given', assignment.id), readGiven);
    if (!held || held.assignment.made < assignment.made) rows.put('given', assignment.id, {text, sent: sent || held?.sent || ''});
    else if (!held.sent && sent) rows.put('given', assignment.id, {text: held.text, sent});
  }
  await restoreRemarks(rows, all, erased);
  await restoreOwn(rows, all, erased);
}

/** The coach's words on copies of which a return is held, or comes along from somebody who was not erased. */
async function restoreRemarks(rows: Rows, all: Everything, erased: ReadonlyMap<string, string>): Promise<void> {
  const held = (await rows.all('index')).flatMap(readIndex).map(({copy}) => copy);
  const brought = all.returns.filter(({person, returned}) => !erased.has(person) && !erased.has(returned.from.id));
  const copies = new Set([...held, ...brought.map(({returned}) => returned.copy?.copy)]);
  for (const each of all.remarks) if (copies.has(each.copy)) await putRemarks(rows, 'mine', each);
}

async function restoreOwn(rows: Rows, {own}: Everything, erased: ReadonlyMap<string, string>): Promise<void> {
  for (const {assignment, text, taken, copy, declined} of own.asked) {
    if (erased.has(assignment.from.id) || erased.has(assignment.to.id)) continue;
    const held = await readableOne(await rows.get('asked', assignment.id), readAsked);
    if (!held || held.assignment.made < assignment.made)
      rows.put('asked', assignment.id, {text, taken, copy: held?.copy || copy, declined: held?.copy ? null : declined});
  }
  for (const sent of own.sent) {
    if (!erased.has(sent.to.id) && (await rows.get('sent', sent.id)) === undefined) rows.put('sent', sent.id, {...sent});
  }
  for (const each of own.theirs) if (!erased.has(each.from.id)) await putRemarks(rows, 'theirs', each);
  for (const [copy, brought] of own.handled) {
    if ((await rows.get('remarks', `theirs/${copy}`)) === undefined) continue;
    const held = (await readableOne(await rows.get('handled', copy), row => readHandled(fields(row, 'handled')))) ?? nothing();
    const replies = new Map<string, Leaf>(held.replies);
    for (const [remark, leaf] of brought.replies) replies.set(remark, mergeLeaves(replies.get(remark), leaf));
    rows.put('handled', copy, {copy, ...handledRow({replies, hidden: new Set([...held.hidden, ...brought.hidden])})});
  }
}
