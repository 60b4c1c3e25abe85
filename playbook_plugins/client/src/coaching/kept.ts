/** Rows of the loop's own database, read as if a stranger had written them. What cannot be read is no row. */

import {isClock} from '../model/clock.ts';
import {id, isPlain, Refusal, whole} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import type {Sent} from '../travel/dim.ts';
import {day, entries, fields, idOrNone, isMail, line, list, MOST, NEVER, outsideLeaf, text} from './fields.ts';
import type {Assignment, Envelope, Leaf, Remarks} from './formats.ts';
import {readEnvelope} from './gate.ts';
import type {Asked, Given, Handled, IndexEntry, KeptReturn, Me, Member, SentReturn, Settings, Shown, Side} from './loop-store.ts';

/** What `read` makes of each; those that it refuses are left out. `wait` comes between two, and must be none within a transaction. */
export async function readable<T>(
  rows: readonly unknown[],
  read: (row: unknown) => T | Promise<T>,
  wait?: () => Promise<void>,
): Promise<T[]> {
  const all: T[] = [];
  for (const row of rows) {
    await wait?.();
    try {
      all.push(await read(row));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return all;
}

/** The one that is read; null for none. */
export const readableOne = async <T>(row: unknown, read: (row: unknown) => T | Promise<T>): Promise<T | null> =>
  row === undefined ? null : ((await readable([row], read))[0] ?? null);

export function readMe(row: unknown): Me {
  const found = fields(row, 'me');
  const mail = text(found['mail'], 'mail', MOST.mail);
  return {id: id(found['id'], 'me'), name: line(found['name'], 'me', LIMITS.name), mail: isMail(mail) ? mail : ''};
}

/** A leaf of somebody's: a text, or yes and no. */
const memberLeaf = (value: unknown, where: string): Leaf =>
  outsideLeaf(value, where, isPlain(value) && typeof value['v'] === 'boolean' ? value['v'] : '', false);

export function readMember(row: unknown): Member {
  const found = fields(row, 'member');
  return {
    id: id(found['id'], 'member'),
    name: memberLeaf(found['name'], 'name'),
    also: memberLeaf(found['also'], 'also'),
    mail: memberLeaf(found['mail'], 'mail'),
    left: memberLeaf(found['left'], 'left'),
    next: memberLeaf(found['next'], 'next'),
  };
}

/** What of somebody is written: not what was never set. */
export const memberRow = (member: Member): Record<string, unknown> =>
  Object.fromEntries(Object.entries(member).filter(([, part]) => typeof part === 'string' || part.t !== NEVER));

type Kind = Envelope['kind'];

/** The envelope in `text` of a row, which must be of its kind. */
async function envelopeIn<K extends Kind>(row: unknown, kind: K): Promise<Extract<Envelope, {kind: K}>> {
  const envelope = await readEnvelope(text(fields(row, kind)['text'], kind, LIMITS.whole));
  if (envelope.kind !== kind) throw new Refusal('damaged', kind);
  return envelope as Extract<Envelope, {kind: K}>;
}

export async function readAsked(row: unknown): Promise<Asked> {
  const {assignment, text: kept} = await envelopeIn(row, 'assignment');
  const found = fields(row, 'asked');
  const declined = isPlain(found['declined']) ? fields(found['declined'], 'declined') : null;
  return {
    assignment,
    text: kept,
    taken: day(found['taken'], 'taken'),
    copy: text(found['copy'], 'copy', LIMITS.short) && id(found['copy'], 'copy'),
    declined: declined && {day: day(declined['day'], 'day'), say: line(declined['say'], 'say', MOST.say)},
  };
}

export async function readGiven(row: unknown): Promise<Given> {
  const {assignment, text: kept} = await envelopeIn(row, 'assignment');
  const sent = fields(row, 'given')['sent'];
  return {assignment, text: kept, sent: sent === '' ? '' : day(sent, 'sent')};
}

export async function readKept(row: unknown): Promise<KeptReturn> {
  const {returned, text: kept, digest} = await envelopeIn(row, 'return');
  const found = fields(row, 'return');
  return {returned, text: kept, digest, person: id(found['person'], 'person'), taken: day(found['taken'], 'taken')};
}

/** The rows of remarks that are of one side. */
export const sideOf = (rows: readonly unknown[], side: Side): unknown[] => rows.filter(row => isPlain(row) && row['side'] === side);

export const readRemarksRow = async (row: unknown): Promise<Remarks> => (await envelopeIn(row, 'remarks')).remarks;

/** The assignment that a text holds. Throws `Refusal`. */
export const assignmentIn = async (kept: string): Promise<Assignment> => (await envelopeIn({text: kept}, 'assignment')).assignment;

const digest = (value: unknown): string => {
  const found = text(value, 'digest', 64);
  return /^[0-9a-f]*$/.test(found) ? found : '';
};

const sentClock = (value: unknown): Sent | null =>
  isPlain(value) && isClock(value['clock']) && isClock(value['as']) ? {clock: value['clock'], as: value['as']} : null;

export function readSent(row: unknown): SentReturn {
  const found = fields(row, 'sent');
  const to = fields(found['to'], 'to');
  return {
    id: id(found['id'], 'sent'),
    copy: id(found['copy'], 'copy'),
    sheet: id(found['sheet'], 'sheet'),
    assignment: found['assignment'] === '' ? '' : idOrNone(found['assignment'], 'assignment'),
    seq: whole(found['seq'], 'seq'),
    digest: digest(found['digest']),
    day: day(found['day'], 'day'),
    to: {id: to['id'] === '' ? '' : idOrNone(to['id'], 'to'), name: line(to['name'], 'to', LIMITS.name)},
    clock: sentClock(found['clock']),
  };
}

export function readHandled(row: unknown): Handled {
  const found = row === undefined ? {} : fields(row, 'handled');
  return {
    replies: new Map(
      entries(found['replies'], 'replies', MOST.remarks).map(([remark, said]) => [
        id(remark, 'replies'),
        outsideLeaf(said, remark, '', true),
      ]),
    ),
    hidden: new Set(list(found['hidden'], 'hidden', MOST.remarks).map(each => id(each, 'hidden'))),
  };
}

export const handledRow = ({replies, hidden}: Handled): Record<string, unknown> => ({
  replies: Object.fromEntries(replies),
  hidden: [...hidden],
});

const between = (value: unknown, least: number, most: number, otherwise: number): number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? (value as number) : otherwise;
const dayOr = (value: unknown): string => (value === '' ? '' : day(value, 'settings'));

const isShown = (value: unknown): value is Shown =>
  isPlain(value)
  && typeof value['day'] === 'string'
  && isPlain(value['tables'])
  && Object.values(value['tables']).every(each => Array.isArray(each) && each.every(one => typeof one === 'string'));

/** Settings, whatever is missing or odd as at the start. */
export function readSettings(row: unknown): Settings {
  const found = isPlain(row) ? row : {};
  return {
    team: line(found['team'], 'settings', LIMITS.name),
    least: between(found['least'], 3, 50, 5),
    keep: between(found['keep'], 0, 600, 13),
    saved: dayOr(found['saved']),
    visit: dayOr(found['visit']),
    shown: Array.isArray(found['shown']) ? found['shown'].filter(isShown) : [],
  };
}

const ENTRY = ['digest', 'person', 'copy', 'sheet', 'label', 'assignment', 'series', 'day', 'state'] as const;

/** The index of one person, as it is stored: one text, which is read many times faster than as many rows. */
export function readIndex(row: unknown): IndexEntry[] {
  try {
    const all: unknown = JSON.parse(text(fields(row, 'index')['entries'], 'index', LIMITS.whole));
    return Array.isArray(all) ? all.filter(isEntry) : [];
  } catch {
    return []; // it can be made again from the returns
  }
}

const isEntry = (value: unknown): value is IndexEntry =>
  isPlain(value)
  && ENTRY.every(key => typeof value[key] === 'string')
  && ['no', 'seq', 'done', 'all'].every(key => Number.isInteger(value[key]))
  && isPlain(value['bands'])
  && isPlain(value['scales'])
  && Array.isArray(value['commitments']);

/** By whom a day is remembered on which they were erased. */
export function readErased(row: unknown): [string, string] {
  const found = fields(row, 'erased');
  return [id(found['id'], 'erased'), day(found['day'], 'erased')];
}
