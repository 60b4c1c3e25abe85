/**
 * The coach's words on a copy: an overlay that two devices of a coach and two of a person may meet in any order. Each value
 * merges by its clock, each text as the texts of answers do (model/merge.ts), so that nothing that was written is lost.
 */

import {newest} from '../model/clock.ts';
import {id, isId, type Plain, refuse, whole} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {mergeLeaves} from '../model/merge.ts';
import {type Leaf, randomId} from '../model/response.ts';
import {entries, fields, filled, line, list, MOST, NEVER, needed, outsideLeaf, person, text} from './fields.ts';
import {fileText, type LoopFile, loopFileName, signed} from './file.ts';
import type {Person, Remark, Remarks} from './formats.ts';

/** No words yet on a copy. */
export const newRemarks = (site: string, from: Person, copy: string, sheet: string): Remarks => ({
  site,
  id: randomId('m', 12),
  from: {...from},
  copy,
  sheet,
  got: [],
  remarks: new Map(),
  views: new Map(),
  commitments: new Map(),
});

/** A remark on `on`, said of the return `seq`; `text` and `talk` are leaves of the store's, or are left out. */
export const newRemark = (on: string, seq: number, text?: Leaf, talk?: Leaf): [string, Remark] => [
  randomId('x', 12),
  {on, seq, text: text ?? {v: '', t: NEVER, b: NEVER}, talk: talk ?? {v: false, t: NEVER}, gone: {v: false, t: NEVER}},
];

/** `mine` with the receipt of a return. */
export const withReceipt = (mine: Remarks, seq: number, digest: string, day: string): Remarks => ({
  ...mine,
  got: gathered([...mine.got, {seq, digest, day}]),
});

type Receipt = Remarks['got'][number];
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const greater = (a: string, b: string): string => (compare(a, b) < 0 ? b : a);

/** Each return once, at the first day on which it was there. */
function gathered(all: readonly Receipt[]): Receipt[] {
  const found = new Map<string, Receipt>();
  for (const each of all) {
    const key = `${each.seq} ${each.digest}`;
    const known = found.get(key);
    if (!known || each.day < known.day) found.set(key, each);
  }
  return [...found.values()].sort((a, b) => a.seq - b.seq || compare(a.digest, b.digest));
}

function mergeMaps<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, merge: (a: T, b: T) => T): Map<string, T> {
  const made = new Map(a);
  for (const [key, value] of b) made.set(key, made.has(key) ? merge(made.get(key)!, value) : value);
  return made;
}

const mergeRemark = (a: Remark, b: Remark): Remark => ({
  // One id on two places is a forgery; the greater, in any order.
  ...([a.seq, a.on].join(' ') > [b.seq, b.on].join(' ') ? {on: a.on, seq: a.seq} : {on: b.on, seq: b.seq}),
  text: mergeLeaves(a.text, b.text),
  talk: mergeLeaves(a.talk, b.talk),
  gone: mergeLeaves(a.gone, b.gone),
});

const leavesOf = ({remarks, views, commitments}: Remarks): Leaf[] => [
  ...[...remarks.values()].flatMap(({text, talk, gone}) => [text, talk, gone]),
  ...views.values(),
  ...[...commitments.values()].flatMap(parts => [...parts.values()]),
];

const newestIn = (all: Remarks): string => leavesOf(all).reduce((last, {t}) => newest(last, t), '');

/** Whose name the two together bear: of whoever wrote last. */
function writer(a: Remarks, b: Remarks): Person {
  const [here, there] = [newestIn(a), newestIn(b)];
  if (here !== there) return newest(here, there) === here ? a.from : b.from;
  return compare(JSON.stringify([a.from.id, a.from.name]), JSON.stringify([b.from.id, b.from.name])) < 0 ? b.from : a.from;
}

/** The two overlays of one copy as one: commutative, associative and idempotent. */
export const mergeRemarks = (a: Remarks, b: Remarks): Remarks => ({
  site: greater(a.site, b.site),
  id: greater(a.id, b.id),
  from: writer(a, b),
  copy: greater(a.copy, b.copy),
  sheet: greater(a.sheet, b.sheet),
  got: gathered([...a.got, ...b.got]),
  remarks: mergeMaps(a.remarks, b.remarks, mergeRemark),
  views: mergeMaps(a.views, b.views, mergeLeaves),
  commitments: mergeMaps(a.commitments, b.commitments, (x, y) => mergeMaps(x, y, mergeLeaves)),
});

const written = (leaf: Leaf): Leaf | undefined => (leaf.t === NEVER ? undefined : leaf);

const sorted = <T>(map: ReadonlyMap<string, T>, write: (value: T) => unknown): Plain =>
  Object.fromEntries([...map].sort(([a], [b]) => compare(a, b)).map(([key, value]) => [key, write(value)]));

/** The body of remarks. */
function remarksRecord({site, id, from, copy, sheet, got, remarks, views, commitments}: Remarks): Plain {
  return {
    format: 'playbook-remarks',
    formatVersion: 1,
    site,
    id,
    from: {...from},
    copy,
    sheet,
    ...filled({
      got,
      remarks: sorted(remarks, ({on, seq, text, talk, gone}) => ({
        ...filled({on}),
        seq,
        ...filled({text: written(text), talk: written(talk), gone: written(gone)}),
      })),
      views: sorted(views, leaf => leaf),
      commitments: sorted(commitments, parts => sorted(parts, leaf => leaf)),
    }),
  };
}

/** Remarks as they travel: what `envelopeLink` packs, and a file holds. */
export const remarksEnvelope = (mine: Remarks): Plain => signed(JSON.stringify(remarksRecord(mine)));

/** The same as a text, as it is stored. */
export const remarksText = (mine: Remarks): string => JSON.stringify(remarksEnvelope(mine));

/** Remarks for `person` as a file. `door` is the address of the page that opens it. */
export const remarksFile = (mine: Remarks, to: Person, door = ''): LoopFile => ({
  name: loopFileName('remarks', to, mine.sheet, Math.max(1, ...mine.got.map(({seq}) => seq))),
  text: fileText(remarksEnvelope(mine), door),
});

const KEYS = 'format formatVersion site id from copy sheet got remarks views commitments'.split(' ');
const PLACE = /^(|a\/[a-z0-9-]+|r\/[a-z0-9-]+\/[a-z0-9-]+|s\/[a-z0-9-]+)$/;

function readRemark(value: unknown, where: string): Remark {
  const found = fields(value, where, ['on', 'seq', 'text', 'talk', 'gone']);
  const on = text(found['on'], where, LIMITS.short);
  if (!PLACE.test(on) || !on.split('/').slice(1).every(isId)) return refuse(where);
  return {
    on,
    seq: whole(found['seq'], where),
    text: outsideLeaf(found['text'], where, '', true),
    talk: outsideLeaf(found['talk'], where, false, false),
    gone: outsideLeaf(found['gone'], where, false, false),
  };
}

function readReceipt(value: unknown): Receipt {
  const {seq, digest, day} = fields(value, 'got', ['seq', 'digest', 'day']);
  if (typeof digest !== 'string' || !/^[0-9a-f]{16,64}$/.test(digest)) return refuse('got');
  return {seq: whole(seq, 'got'), digest, day: needed(day, 'got')};
}

/** A commitment by its birth: the copy and the row. */
const birth = (name: string): string => (/^[^.]+\.[^.]+$/.test(name) && name.split('.').every(isId) ? name : refuse('commitments'));

const STATUS = ['status'];

/** What the body of remarks says. Throws `Refusal`; a key that is not known is refused. */
export function readRemarks(value: unknown): Remarks {
  const found = fields(value, 'remarks', KEYS);
  const read = <T>(key: string, name: (name: string) => string, one: (value: unknown, name: string) => T): Map<string, T> =>
    new Map(entries(found[key], key, MOST.remarks).map(([each, said]) => [name(each), one(said, each)]));
  return {
    site: text(found['site'], 'site', LIMITS.short),
    id: id(found['id'], 'id'),
    from: person(found['from'], 'from'),
    copy: id(found['copy'], 'copy'),
    sheet: id(found['sheet'], 'sheet'),
    got: gathered(list(found['got'], 'got', MOST.remarks).map(readReceipt)),
    remarks: read('remarks', name => id(name, 'remarks'), readRemark),
    views: read(
      'views',
      name => id(name, 'views'),
      (view, name) => outsideLeaf(view, name, typeof fields(view, name)['v'] === 'boolean' ? false : '', 'b' in fields(view, name)),
    ),
    commitments: read(
      'commitments',
      birth,
      (parts, name) =>
        new Map(Object.entries(fields(parts, 'commitments', STATUS)).map(([part, said]) => [part, outsideLeaf(said, name, '', false)])),
    ),
  };
}

/** What a person sees of them: without what the coach has taken back, in the order in which it was said. */
export const standingRemarks = ({remarks}: Remarks): [string, Remark][] =>
  [...remarks]
    .filter(([, {text, talk, gone}]) => gone.v !== true && (text.v !== '' || talk.v === true))
    .sort(([, a], [, b]) => a.seq - b.seq || (newest(a.text.t, b.text.t) === a.text.t ? 1 : -1));

/** A status word of a commitment, on one line. */
export const statusOf = (all: Remarks | null, birth: string): string =>
  line(all?.commitments.get(birth)?.get('status')?.v ?? '', 'status', LIMITS.name);
