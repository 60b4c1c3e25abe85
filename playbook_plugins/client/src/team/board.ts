/** The Team page, apart from how it looks: who stands where. People are by name, days by the calendar, and nothing is by a figure. */

import type {Day, Remarks} from '../coaching/formats.ts';
import type {Given, IndexEntry, LoopStore, Me, Member, Settings} from '../coaching/loop-store.ts';

/** All that the page shows, read in one go. */
export interface TeamState {
  me: Me | null;
  members: Member[];
  given: Given[];
  index: IndexEntry[];
  /** The same by person, newest first. */
  by: ReadonlyMap<string, IndexEntry[]>;
  remarks: Remarks[];
  settings: Settings;
}

/** Read it. Rejects where storage is refused. */
export async function readState(loop: LoopStore): Promise<TeamState> {
  const [me, members, given, index, remarks, settings] = await Promise.all([
    loop.me(),
    loop.members(),
    loop.given(),
    loop.index(),
    loop.allRemarks('mine'),
    loop.settings(),
  ]);
  return {me, members, given, index, by: byPerson(index), remarks, settings};
}

export const nameOf = (member: Member | undefined): string => String(member?.name.v ?? '');

/** The names of somebody by which a sheet may call them. */
export const namesOf = (member: Member): string[] =>
  [nameOf(member), ...String(member.also.v).split('\n')].map(each => each.trim()).filter(Boolean);

function byName(language: string): (a: Member, b: Member) => number {
  const {compare} = new Intl.Collator(language || 'en', {sensitivity: 'base', numeric: true}); // one for all: it is dear to make
  return (a, b) => compare(nameOf(a), nameOf(b)) || (a.id < b.id ? -1 : 1);
}

/** Who is on the team, by name: the only order there is. */
export const peopleOf = ({members}: Pick<TeamState, 'members'>, language: string): Member[] =>
  members.filter(member => member.left.v !== true).sort(byName(language));

const newestFirst = (a: IndexEntry, b: IndexEntry): number =>
  a.day === b.day ? b.no - a.no || b.seq - a.seq || (a.digest < b.digest ? -1 : 1) : a.day < b.day ? 1 : -1;

/** The returns of each, newest first. */
export function byPerson(index: readonly IndexEntry[]): Map<string, IndexEntry[]> {
  const found = new Map<string, IndexEntry[]>();
  for (const entry of [...index].sort(newestFirst)) {
    const own = found.get(entry.person);
    if (own) own.push(entry);
    else found.set(entry.person, [entry]);
  }
  return found;
}

/** The returns of somebody, newest first; those of one sheet where one is named. */
export const entriesOf = ({by}: Pick<TeamState, 'by'>, person: string, sheet = ''): IndexEntry[] =>
  (by.get(person) ?? []).filter(each => !sheet || each.sheet === sheet);

/** Something that was asked and is not back yet. */
export interface Waiting {
  given: Given;
  member: Member;
}

/** What is not back yet, by sheet in the site's order, inside by name. A newer request of the same sheet takes the place of an older one. */
export function notBack(state: TeamState, sheets: readonly string[], language: string): {sheet: string; lines: Waiting[]}[] {
  const back = new Set(state.index.map(({assignment}) => assignment));
  const newest = new Map<string, Given>();
  for (const given of state.given) {
    const key = `${given.assignment.to.id} ${given.assignment.sheet}`;
    const other = newest.get(key)?.assignment;
    const {made, no} = given.assignment;
    if (!other || made > other.made || (made === other.made && no >= other.no)) newest.set(key, given);
  }
  const people = peopleOf(state, language);
  const open = [...newest.values()].filter(({assignment}) => !back.has(assignment.id));
  const found = [...new Set(open.map(({assignment}) => assignment.sheet))];
  const place = (sheet: string): number => (sheets.includes(sheet) ? sheets.indexOf(sheet) : sheets.length);
  return found
    .sort((a, b) => place(a) - place(b))
    .map(sheet => ({
      sheet,
      lines: people.flatMap(member =>
        open.filter(({assignment}) => assignment.sheet === sheet && assignment.to.id === member.id).map(given => ({given, member})),
      ),
    }))
    .filter(({lines}) => lines.length);
}

/** The next talks, by day and then by name; and who has no day. A day that has passed is none. */
export function nextTalks(state: TeamState, today: Day, language: string): {dated: {member: Member; day: Day}[]; undated: Member[]} {
  const people = peopleOf(state, language);
  const day = (member: Member): Day => (String(member.next.v) >= today ? String(member.next.v) : '');
  return {
    dated: people
      .filter(day)
      .map(member => ({member, day: day(member)}))
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
    undated: people.filter(member => !day(member)),
  };
}

/** What has been given back since a day, that day included. */
export const returnedSince = (index: readonly IndexEntry[], since: Day): IndexEntry[] => index.filter(({day}) => since && day >= since);

/** The place of the next review of somebody, and its series: one for each pair and sheet. */
export function nextIn(state: TeamState, person: string, sheet: string): {series: string; no: number} {
  const asked = state.given.map(({assignment}) => assignment).filter(each => each.to.id === person && each.sheet === sheet);
  const back = entriesOf(state, person, sheet);
  const last = [...asked.map(({series, no}) => ({series, no})), ...back.map(({series, no}) => ({series, no}))]
    .filter(({series}) => series)
    .sort((a, b) => b.no - a.no)[0];
  return {series: last?.series ?? '', no: (last?.no ?? 0) + 1};
}

/** The return of the same copy that came before `entry` and is not held, by its number; 0 where nothing is missing. */
export function missingBefore(index: readonly IndexEntry[], copy: string, before: string, seq: number): number {
  if (!before || index.some(each => each.copy === copy && each.digest.startsWith(before))) return 0;
  return seq - 1;
}
