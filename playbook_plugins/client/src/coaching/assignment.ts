/** What a coach asks of a person: made, written and read. */

import {today} from '../model/dates.ts';
import {id, isId, refuse, whole} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {type Copy, randomId} from '../model/response.ts';
import {day, entries, fields, filled, flag, idOrNone, isMail, line, list, MOST, needed, oneLine, person, text} from './fields.ts';
import type {Assignment, LoopMark} from './formats.ts';

/** What must be said of a new assignment; the rest is empty, new or made today. */
type Wanted = Partial<Assignment> & Pick<Assignment, 'site' | 'sheet' | 'sheetVersion' | 'to' | 'from'>;

/** A new assignment with an id of its own; the first of a series of its own unless one is named. */
export const newAssignment = ({to, from, label = '', say = '', ...wanted}: Wanted): Assignment => ({
  id: randomId('a', 12),
  made: today(),
  due: '',
  until: '',
  label: oneLine(label, LIMITS.name),
  to: {id: to.id, name: oneLine(to.name, LIMITS.name)},
  from: {id: from.id, name: oneLine(from.name, LIMITS.name), mail: isMail(from.mail) ? from.mail : ''},
  say: oneLine(say, MOST.say),
  focus: [],
  fill: new Map(),
  notes: false,
  blind: false,
  series: randomId('s', 12),
  no: 1,
  ...wanted,
});

/** As it is written; what is empty is left out. */
export function assignmentRecord(given: Assignment): Record<string, unknown> {
  const {site, sheet, sheetVersion, made, due, until, label, to, from, say, focus, fill, notes, blind, series, no} = given;
  return {
    format: 'playbook-assignment',
    formatVersion: 1,
    site,
    id: given.id,
    sheet,
    sheetVersion,
    made,
    ...filled({due, until, label, to: {...to}, from: filled({...from}), say, focus, fill: Object.fromEntries(fill), notes, blind}),
    series,
    no,
  };
}

const KEYS =
  /* @__PURE__ */ 'format formatVersion site id sheet sheetVersion made due until label to from say focus fill notes blind series no'.split(
    ' ',
  );

/** What the record of an assignment says. A key that is not known is refused: nothing can ask for what is private. Throws `Refusal`. */
export function readAssignment(value: unknown): Assignment {
  const found = fields(value, 'assignment', KEYS);
  const from = fields(found['from'], 'from');
  const mail = text(from['mail'], 'from', MOST.mail);
  if (!isMail(mail)) return refuse('from.mail');
  if (!/^[\w-]{0,100}$/.test(text(from['key'], 'from', 100))) return refuse('from.key'); // of a later page, which signs
  return {
    site: text(found['site'], 'site', LIMITS.short),
    id: id(found['id'], 'id'),
    sheet: id(found['sheet'], 'sheet'),
    sheetVersion: whole(found['sheetVersion'], 'sheetVersion'),
    made: needed(found['made'], 'made'),
    due: day(found['due'], 'due'),
    until: day(found['until'], 'until'),
    label: line(found['label'], 'label', LIMITS.name),
    to: person(found['to'], 'to'),
    from: {...person(from, 'from', ['mail', 'key']), mail},
    say: line(found['say'], 'say', MOST.say),
    focus: [...new Set(list(found['focus'], 'focus', MOST.focus).map(each => id(each, 'focus')))],
    fill: new Map(entries(found['fill'], 'fill', MOST.fill).map(([question, start]) => [id(question, 'fill'), text(start, question)])),
    notes: flag(found['notes'], 'notes'),
    blind: flag(found['blind'], 'blind'),
    series: idOrNone(found['series'], 'series'),
    no: whole(found['no'] ?? 1, 'no'),
  };
}

/** What a copy that is begun for an assignment keeps of it, in its `extra`: constants, so that merging changes nothing. */
export const loopMark = ({id: a, series: s, no}: Assignment): LoopMark => ({a, s, no});

/** The assignment that a copy was begun for; null for none, and for what is none. */
export function loopMarkOf({extra}: Pick<Copy, 'extra'>): LoopMark | null {
  const found = Object.hasOwn(extra, 'loop') ? extra['loop'] : null;
  if (typeof found !== 'object' || found === null) return null;
  const {a, s, no} = found as Record<string, unknown>;
  const named = (value: unknown): value is string => typeof value === 'string' && (value === '' || isId(value));
  return named(a) && named(s) && Number.isInteger(no) && (no as number) > 0 && (no as number) <= 1e9 ? {a, s, no: no as number} : null;
}
