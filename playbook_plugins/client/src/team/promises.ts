/** What stands promised over the team: the coach's own first, then everybody's under their names, by day inside. */

import {fateOf} from '../coaching/commitments.ts';
import type {Day} from '../coaching/formats.ts';
import type {IndexEntry} from '../coaching/loop-store.ts';
import {entriesOf, nameOf, peopleOf, type TeamState} from './board.ts';

/** One open promise. */
export interface Promised {
  id: string;
  text: string;
  due: Day;
  /** In whose review it stands. */
  person: string;
  entry: IndexEntry;
  /** The coach said here that it is done. */
  ticked: boolean;
}

/** The promises of one owner; `''` for the coach's own. */
export interface Group {
  owner: string;
  lines: Promised[];
}

/** The newest return of each series of somebody. */
function newest(entries: readonly IndexEntry[]): IndexEntry[] {
  const found = new Map<string, IndexEntry>();
  for (const entry of entries) {
    const key = `${entry.sheet} ${entry.series || 'none'}`;
    if (!found.has(key)) found.set(key, entry);
  }
  return [...found.values()];
}

const byDay = (a: Promised, b: Promised): number =>
  (a.due || '9') < (b.due || '9') ? -1 : (a.due || '9') > (b.due || '9') ? 1 : a.id < b.id ? -1 : 1;

/** Whether the coach has said that a promise is done. */
export const isTicked = ({remarks}: TeamState, copy: string, id: string): boolean =>
  remarks
    .find(each => each.copy === copy)
    ?.commitments.get(id)
    ?.get('status')?.v === 'done';

/** What is open in the newest returns of somebody. */
export const openOf = (state: TeamState, person: string): (Promised & {owner: string})[] =>
  newest(entriesOf(state, person)).flatMap(entry =>
    entry.commitments
      .filter(({status}) => fateOf(status) === 'open')
      .map(({id, text, due, owner}) => ({id, text, due, owner, person, entry, ticked: isTicked(state, entry.copy, id)}))
      .sort(byDay),
  );

/** All that is open: the coach's own first, then by name. What belongs to nobody stands under the person of the review. */
export function openPromises(state: TeamState, language: string): Group[] {
  const people = peopleOf(state, language);
  const all = people.flatMap(({id}) => openOf(state, id)).filter(({ticked}) => !ticked);
  const me = state.me?.id;
  const ids = new Set(people.map(({id}) => id));
  const ownerOf = ({owner, person}: {owner: string; person: string}): string => (owner === me ? '' : ids.has(owner) ? owner : person);
  const groups = new Map<string, Promised[]>(['', ...ids].map(owner => [owner, []]));
  for (const each of all) groups.get(ownerOf(each))!.push(each);
  return [...groups].filter(([, lines]) => lines.length).map(([owner, lines]) => ({owner, lines: lines.sort(byDay)}));
}

/** How many promises were kept in what came back since a day: done now, and not yet in the return before. */
export function promisesKept(state: TeamState, since: Day): number {
  let kept = 0;
  for (const entry of state.index.filter(({day}) => day >= since)) {
    const before = entriesOf(state, entry.person, entry.sheet).find(
      each => each.day < entry.day || (each.day === entry.day && each.seq < entry.seq && each.copy === entry.copy),
    );
    const was = new Map(before?.commitments.map(({id, status}) => [id, status]));
    kept += entry.commitments.filter(({id, status}) => fateOf(status) === 'done' && fateOf(was.get(id) ?? '') !== 'done').length;
  }
  return kept;
}

/** Whose promise it is, by name; `''` for nobody. */
export const ownerName = (state: TeamState, owner: string): string =>
  owner === state.me?.id ? state.me.name : nameOf(state.members.find(({id}) => id === owner));
