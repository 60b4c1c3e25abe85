/**
 * The compact form of a return, for links: no clocks, short keys. It says all that the return says but for when each
 * answer was written, the words of the questions, and what of a text was seen before.
 */

import {type Clock, DAY} from '../model/clock.ts';
import {id, isPlain, type Plain, refuse, whole} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {answerKey, type Copy, cellKey, LABEL, type Leaf, markKey, ownerOf, rowKey} from '../model/response.ts';
import {loopMarkOf} from './assignment.ts';
import {entries, fields, filled, flag, idOrNone, line, list, MOST, needed, text} from './fields.ts';
import type {Returned, State} from './formats.ts';

const STATES: Record<string, State> = {'': 'ready', d: 'draft', n: 'declined'};
const KEYS = 'p i as n b at who s say re w wv c l st lo a r x xl'.split(' ');

/** Where the day begins: the only clock of what tells no more than a day. */
export const dayClock = (day: string): Clock => `${Math.floor(Date.parse(day) / DAY) * DAY}-0-r0`;

/** The leaf's value under its short name. Copy's own leaves other than its name stay behind. */
function compactCopy(copy: Copy): Plain {
  const answers: Plain = {};
  const rows: Record<string, Record<string, Plain>> = {};
  for (const [key, {v}] of [...copy.leaves].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [kind, first, second, third] = key.split('/') as [string, string, string, string];
    if (kind === 'a') answers[second === 'v' ? first : `${first}.${second}`] = v;
    else if (kind === 'r') ((rows[first] ??= {})[second] ??= {})[third.startsWith('=') ? third.slice(1) : `.${third}`] = v;
  }
  const retired = [...copy.retired].sort();
  return {
    w: copy.worksheet,
    wv: copy.version,
    c: copy.copy,
    ...(copy.leaves.has(LABEL) && {l: copy.leaves.get(LABEL)!.v}),
    ...filled({
      st: copy.start,
      lo: loopMarkOf(copy) ?? undefined,
      a: answers,
      r: rows,
      x: retired,
      xl: retired.length ? Object.fromEntries([...copy.labels].filter(([name]) => isRetired(name, copy.retired)).sort()) : undefined,
    }),
  };
}

/** Whether a label belongs to an answer to an earlier question: nobody else has its words. */
const isRetired = (label: string, retired: ReadonlySet<string>): boolean => {
  const name = label.replace(/[.=].*$/, '');
  return retired.has(`a/${name}`) || [...retired].some(owner => owner.startsWith(`r/${name.split('--')[0]}/`));
};

/** A return in its compact form. */
export function compactReturn({site, assignment, seq, before, day, from, state, say, copy, replies, ...rest}: Returned): Plain {
  const short = Object.keys(STATES).find(key => STATES[key] === state);
  const answered = Object.fromEntries([...replies].map(([remark, {v}]) => [remark, v]));
  return {
    p: site,
    i: rest.id,
    ...filled({as: assignment, n: seq, b: before, at: day, who: [from.id, from.name], s: short, say, re: answered}),
    ...(copy && compactCopy(copy)),
  };
}

/** Every key of `value` read as a leaf at `t`: `note` and `na` are texts, and a mark, or whether a row has gone, is yes or no. */
const leafAt = (value: unknown, where: string, part: string, t: string): Leaf => {
  if (part === 'private' || part === 'gone') return {v: flag(value, where), t};
  if (part === 'note' || part === 'na') return {v: text(value, where, LIMITS.record), t, b: t};
  return {v: typeof value === 'boolean' ? value : text(value, where, LIMITS.record), t};
};

function readAnswers(leaves: Map<string, Leaf>, value: unknown, t: string): void {
  for (const [name, v] of entries(value, 'a', LIMITS.signs)) {
    const [question, part = 'v', odd] = name.split('.') as [string, string?, string?];
    if (odd !== undefined || !/^(v|note|na|private)$/.test(part) || name.endsWith('.v')) return refuse('a');
    const owner = `a/${id(question, 'a')}`;
    leaves.set(part === 'private' ? markKey(owner) : answerKey(question, part as 'v'), leafAt(v, question, part, t));
  }
}

function readCell(leaves: Map<string, Leaf>, table: string, row: string, [name, v]: [string, unknown], t: string): void {
  if (!name.startsWith('.')) {
    leaves.set(cellKey(table, row, id(name, table)), leafAt(v, name, 'v', t));
    return;
  }
  const part = name.slice(1);
  if (part === 'private') leaves.set(markKey(`r/${table}/${row}`), leafAt(v, row, part, t));
  else if (part === 'gone') leaves.set(rowKey(table, row, part), leafAt(v, row, part, t));
  else if (part === 'pos' && typeof v === 'string' && /^[0-9A-Za-z]+$/.test(v)) leaves.set(rowKey(table, row, part), {v, t});
  else refuse(row);
}

/** The copy that a compact return holds, as a record of version 1 whose only clock is `t`. */
function readCopy(found: Plain, site: string, day: string, t: string): Copy {
  const leaves = new Map<string, Leaf>();
  if (found['l'] !== undefined) leaves.set(LABEL, leafAt(found['l'], 'l', 'v', t));
  readAnswers(leaves, found['a'], t);
  for (const [table, rows] of entries(found['r'], 'r', LIMITS.signs))
    for (const [row, cells] of entries(rows, id(table, 'r'), LIMITS.signs))
      for (const cell of entries(cells, id(row, 'r'), LIMITS.signs)) readCell(leaves, table, row, cell, t);
  const owners = new Set([...leaves.keys()].map(ownerOf).filter(Boolean));
  const extra = Object.create(null) as Plain;
  if (found['lo'] !== undefined) {
    const {a, s, no} = fields(found['lo'], 'lo', ['a', 's', 'no']);
    extra['loop'] = {a: text(a, 'lo', 64), s: text(s, 'lo', 64), no: whole(no, 'lo')};
  }
  const start = found['st'] === undefined ? undefined : needed(found['st'], 'st');
  return {
    site,
    worksheet: id(found['w'], 'w'),
    version: whole(found['wv'], 'wv'),
    copy: id(found['c'], 'c'),
    created: `${day}T00:00:00.000Z`,
    updated: `${day}T00:00:00.000Z`,
    ...(start && {start}),
    leaves,
    labels: new Map(entries(found['xl'], 'xl', LIMITS.signs).map(([name, label]) => [name.slice(0, LIMITS.short), text(label, 'xl')])),
    retired: new Set(list(found['x'], 'x', LIMITS.signs).map(owner => (owners.has(String(owner)) ? String(owner) : refuse('x')))),
    extra,
  };
}

/** The return that a compact form says, with its day as the only clock. Throws `Refusal`. */
export function expandReturn(value: unknown): Returned {
  const found = fields(value, 'return', KEYS);
  const site = text(found['p'], 'site', LIMITS.short);
  const day = needed(found['at'], 'day');
  const t = dayClock(day);
  const state = STATES[text(found['s'], 'state', 1)] ?? refuse('state');
  const [who, name] = list(found['who'], 'from', 2);
  const before = text(found['b'], 'before', 16);
  if (!/^([0-9a-f]{16})?$/.test(before) || (state === 'declined') === (found['w'] !== undefined)) return refuse('before');
  if (!isPlain(found['a'] ?? {})) return refuse('a');
  return {
    site,
    id: id(found['i'], 'id'),
    assignment: idOrNone(found['as'], 'assignment'),
    seq: whole(found['n'], 'seq'),
    before,
    day,
    from: {id: id(who, 'from'), name: line(name, 'from', LIMITS.name)},
    state,
    say: line(found['say'], 'say', MOST.say),
    copy: state === 'declined' ? null : readCopy(found, site, day, t),
    replies: new Map(entries(found['re'], 're', MOST.remarks).map(([remark, v]) => [id(remark, 're'), {v: text(v, 're'), t, b: t}])),
  };
}
