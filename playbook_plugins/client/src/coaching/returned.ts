/** What a person gives back: made, written as a file, and read. */

import type {Clock} from '../model/clock.ts';
import {today} from '../model/dates.ts';
import {id, type Plain, readOutside, refuse, whole} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import type {Privately} from '../model/privacy.ts';
import {type Copy, type Leaf, randomId, toRecord} from '../model/response.ts';
import type {Sent} from '../travel/dim.ts';
import {outgoing, type Wanted} from '../travel/outgoing.ts';
import {loopMarkOf} from './assignment.ts';
import {compactReturn, dayClock} from './compact.ts';
import {digestOf} from './digest.ts';
import {entries, fields, filled, idOrNone, line, MOST, needed, oneLine, outsideLeaf, person, text} from './fields.ts';
import {fileText, type LoopFile, loopFileName, signed} from './file.ts';
import type {LoopMark, Person, Returned, State} from './formats.ts';
import type {SentReturn} from './loop-store.ts';

/** What is given back, and to whose request. */
export interface GivenBack {
  site: string;
  from: Person;
  /** The whole copy as it stands here; null when it is declined. */
  copy: Copy | null;
  /** What its page knows to be private. */
  page: Privately;
  wanted: Wanted;
  /** What was remembered when the copy was last sent (travel/dim.ts). */
  last?: Sent;
  /** The returns of this copy that were made before. */
  before: readonly SentReturn[];
  assignment?: string;
  state?: State;
  say?: string;
  day?: string;
  replies?: ReadonlyMap<string, Leaf>;
}

/** The next return of a copy: only what may be seen (travel/outgoing.ts), and of `extra` what `loop` holds. */
export function newReturn(given: GivenBack): Returned {
  const {site, from, copy, page, wanted, last, assignment = '', state = 'ready', say = '', day = today()} = given;
  const newest = given.before.reduce<SentReturn | null>((last, each) => (last && last.seq >= each.seq ? last : each), null);
  return {
    site,
    id: randomId('r', 12),
    assignment,
    seq: (newest?.seq ?? 0) + 1,
    before: newest?.digest.slice(0, 16) ?? '',
    day,
    from: {id: from.id, name: oneLine(from.name, LIMITS.name)},
    state,
    say: oneLine(say, MOST.say),
    copy: state === 'declined' || !copy ? null : {...withLoop(outgoing(copy, page, wanted, last), loopMarkOf(copy)), site},
    replies: dimmedReplies(given.replies ?? new Map(), day),
  };
}

/** A copy that carries what names its assignment, and nothing else beside its answers. */
const withLoop = (copy: Copy, loop: LoopMark | null): Copy => {
  const extra = Object.create(null) as Plain;
  if (loop) extra['loop'] = loop;
  return {...copy, extra};
};

/** Answers to remarks, at the day of their return: when they were typed is nobody's business. */
const dimmedReplies = (replies: ReadonlyMap<string, Leaf>, day: string): Map<string, Leaf> =>
  new Map([...replies].filter(([, {v}]) => v !== '').map(([remark, {v}]) => [remark, textAt(String(v), dayClock(day))]));

/** A text that nobody has written before. */
export const textAt = (v: string, t: Clock): Leaf => ({v, t, b: t});

/** The body of a return. */
function returnRecord(given: Returned): Plain {
  const {site, assignment, seq, before, day, from, state, say, copy, replies} = given;
  return {
    format: 'playbook-return',
    formatVersion: 1,
    site,
    id: given.id,
    ...filled({assignment, seq, before, day, from: {...from}, state, say, replies: Object.fromEntries(replies)}),
    ...(copy && {record: toRecord(copy)}),
  };
}

const KEYS = 'format formatVersion site id assignment seq before day from state say replies record'.split(' ');

/** What the body of a return says. Its record passes the gate as every record does. Throws `Refusal`. */
export function readReturned(value: unknown): Returned {
  const found = fields(value, 'return', KEYS);
  const state = found['state'];
  if (state !== 'ready' && state !== 'draft' && state !== 'declined') return refuse('state');
  if ((state === 'declined') !== (found['record'] === undefined)) return refuse('record');
  const before = text(found['before'], 'before', 64);
  if (!/^([0-9a-f]{16})?$/.test(before)) return refuse('before');
  return {
    site: text(found['site'], 'site', LIMITS.short),
    id: id(found['id'], 'id'),
    assignment: idOrNone(found['assignment'], 'assignment'),
    seq: whole(found['seq'], 'seq'),
    before,
    day: needed(found['day'], 'day'),
    from: person(found['from'], 'from'),
    state,
    say: line(found['say'], 'say', MOST.say),
    copy: state === 'declined' ? null : readOutside(found['record']),
    replies: new Map(
      entries(found['replies'], 'replies', MOST.remarks).map(([remark, reply]) => [
        id(remark, 'replies'),
        outsideLeaf(reply, remark, '', true),
      ]),
    ),
  };
}

/**
 * What tells one return from another, whichever way it came: the digest of its compact form, so that a link and a file of
 * one return are one.
 */
export const returnDigest = (given: Returned): string => digestOf(JSON.stringify(compactReturn(given)));

/** A return as a file, and its digest. `door` is the address of the page that opens it. */
export const returnFile = (given: Returned, door = ''): LoopFile & {digest: string} => ({
  name: loopFileName('return', given.from, given.copy?.worksheet ?? '', given.seq),
  text: fileText(signed(JSON.stringify(returnRecord(given))), door),
  digest: returnDigest(given),
});
