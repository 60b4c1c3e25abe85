/** What a request means where it is opened: for whom it is, whether it was begun, and what has changed in it since. */

import type {Privately} from '../model/privacy.ts';
import {answerKey, type Copy, type Edit, isGone} from '../model/response.ts';
import {loopMarkOf} from './assignment.ts';
import type {Assignment, Day, Person} from './formats.ts';
import type {Asked, Me, SentReturn} from './loop-store.ts';

/** The copy that was begun for a request: the one that is known of, or one that bears its mark and came from elsewhere. */
export function copyFor(assignment: string, known: string, copies: Iterable<Copy>): {copy: Copy | null; deleted: boolean} {
  const all = [...copies];
  const begun = all.filter(copy => copy.copy === known || loopMarkOf(copy)?.a === assignment);
  const standing = begun.filter(copy => !isGone(copy));
  return {copy: standing.find(({copy}) => copy === known) ?? standing[0] ?? null, deleted: begun.length > 0 && !standing.length};
}

/** The request that a copy answers; a duplicate of the copy that was begun for it answers none. */
export function answered(copy: Copy, all: readonly Asked[], find: (copy: string) => Copy | undefined): Asked | null {
  const mark = loopMarkOf(copy);
  if (!mark) return all.find(each => each.copy === copy.copy) ?? null;
  const asked = all.find(({assignment}) => assignment.id === mark.a);
  if (!asked) return null;
  const other = asked.copy && asked.copy !== copy.copy ? find(asked.copy) : undefined;
  return other && !isGone(other) ? null : asked;
}

const folded = (name: string): string => name.normalize('NFKC').toLocaleLowerCase().replace(/\s+/g, ' ').trim();

/** Whether a request is meant for whoever works here. Where nobody has said their name yet, anybody may be meant. */
export function isForMe(to: Person, me: Me | null, taken: readonly Asked[]): boolean {
  if (!to.name || !me?.name) return true;
  return me.id === to.id || folded(me.name) === folded(to.name) || taken.some(({assignment}) => assignment.to.id === to.id);
}

/** Whether nothing was asked here by this coach before. */
export const isNewCoach = ({id, from}: Assignment, taken: readonly Asked[], me: Me | null): boolean =>
  from.id !== me?.id && !taken.some(({assignment}) => assignment.from.id === from.id && assignment.id !== id);

/** Whether a request is past its last day. */
export const isOld = ({until}: Assignment, today: Day): boolean => until !== '' && until < today;

/** What a later version of a request changes, for its reader to see. */
export interface Changes {
  due: {before: Day; now: Day} | null;
  say: string | null;
  label: string | null;
  focus: string[] | null;
}

/** What `now` says otherwise than `before`; null where they ask the same. */
export function changesIn(before: Assignment, now: Assignment): Changes | null {
  const changes: Changes = {
    due: before.due === now.due ? null : {before: before.due, now: now.due},
    say: before.say === now.say ? null : now.say,
    label: before.label === now.label ? null : now.label,
    focus: before.focus.join(' ') === now.focus.join(' ') ? null : now.focus,
  };
  return Object.values(changes).some(each => each !== null) ? changes : null;
}

/** What the sheet tells of its questions, to fill them in. */
export interface Fillable extends Privately {
  asks(owner: string): boolean;
  shows(key: string, value: string | boolean): boolean;
}

/** How a question is answered: with a tick, with a text, or with anything else that the sheet offers. */
export type Answering = 'tick' | 'text' | 'plain';

/**
 * The edits that write `values` into questions of the page, as its reader would. Left out is what the page does not ask, or
 * cannot show, what is private, and, of `copy` where it is given, what has an answer.
 */
export function fillIn(
  values: Iterable<readonly [string, string | boolean]>,
  page: Fillable,
  kindOf: (id: string) => Answering,
  copy?: Copy,
): Edit[] {
  const edits: Edit[] = [];
  for (const [id, given] of values) {
    const [owner, key, how] = [`a/${id}`, answerKey(id), kindOf(id)];
    const value = how === 'tick' ? given === true || given === 'true' : String(given);
    if (!page.asks(owner) || page.privacy(owner)?.private !== false || value === '' || value === false || !page.shows(key, value)) continue;
    if (copy && ![undefined, '', false].includes(copy.leaves.get(key)?.v)) continue;
    edits.push({key, value, ...(how === 'text' && {text: true})});
  }
  return edits;
}

/** The newest of what was returned of a copy; null for none. */
export const lastOf = (sent: readonly SentReturn[]): SentReturn | null =>
  sent.reduce<SentReturn | null>((last, each) => (last && last.seq >= each.seq ? last : each), null);

/** The coaches that this browser knows, whoever was heard of last first, each once. */
export function coachesOf(all: readonly Asked[], sent: readonly SentReturn[], me: Me | null): (Person & {mail: string})[] {
  const heard = [
    ...all.map(({assignment, taken}) => ({day: taken, person: assignment.from})),
    ...sent.map(({day, to}) => ({day, person: {mail: '', ...to}})),
  ].sort((a, b) => (a.day < b.day ? 1 : -1));
  const found = new Map<string, Person & {mail: string}>();
  for (const {person} of heard) {
    const known = found.get(person.id);
    if (person.id && person.name && person.id !== me?.id) found.set(person.id, {...person, ...known, mail: known?.mail || person.mail});
  }
  return [...found.values()];
}
