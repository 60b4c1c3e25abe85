/** Tables of the whole team for a spreadsheet. No column adds a person up, and no line does. */

import {inert, writeTable} from '../travel/table.ts';
import {say} from '../words/over-time.ts';
import {chainsOf, type Life} from './commitments.ts';
import type {Given, IndexEntry, Me, Member} from './loop-store.ts';

interface Team {
  me: Me | null;
  members: readonly Member[];
  index: readonly IndexEntry[];
  given: readonly Given[];
  titleOf: (sheet: string) => string;
}

const nameIn = ({me, members}: Team, id: string): string => {
  if (id && id === me?.id) return me.name;
  const member = members.find(each => each.id === id);
  return member ? String(member.name.v) : say('otNobody');
};

const byName = (a: string[], b: string[]): number => a[0]!.localeCompare(b[0]!);

/** The lives of all commitments, each series of a person by itself. */
export function livesOf(index: readonly IndexEntry[]): Life[] {
  const series = new Map<string, IndexEntry[]>();
  for (const entry of index) {
    const key = JSON.stringify([entry.person, entry.sheet, entry.series]);
    series.set(key, [...(series.get(key) ?? []), entry]);
  }
  return [...series.values()].flatMap(chainsOf);
}

const table = (heads: string[], lines: string[][], separator: ',' | ';'): string =>
  writeTable(
    [heads, ...lines].map(line => line.map(inert)),
    separator,
  );

const FATES = {open: 'otStillOpen', done: 'otIsDone', dropped: 'otIsDropped', lost: 'otIsLost'} as const;

/** `commitments.csv`: each once, as it stands in its last review. */
export function commitmentsCsv(team: Team, separator: ',' | ';'): string {
  const heads = [say('otOwner'), say('otText'), say('otDue'), say('otStatus'), say('otSince'), say('otTimesMoved')];
  const lines = livesOf(team.index).map(({owner, text, due, fate, born, stages, moved}) => [
    nameIn(team, owner),
    text,
    due,
    say(FATES[fate]),
    born.day || stages[0]!.day,
    String(moved),
  ]);
  return table(heads, lines.sort(byName), separator);
}

/** `assignments.csv`. */
export function assignmentsCsv(team: Team, separator: ',' | ';'): string {
  const back = new Set(team.index.filter(({state}) => state !== 'declined').map(({assignment}) => assignment));
  const declined = new Set(team.index.filter(({state}) => state === 'declined').map(({assignment}) => assignment));
  const stateOf = ({assignment: {id}, sent}: Given): string =>
    back.has(id) ? say('otIsBack') : declined.has(id) ? say('otDeclined') : sent ? say('otWaiting') : say('otNotSent');
  const heads = [say('otPerson'), say('otSheet'), say('otDue'), say('otState')];
  const lines = team.given.map(given => [
    nameIn(team, given.assignment.to.id),
    team.titleOf(given.assignment.sheet),
    given.assignment.due,
    stateOf(given),
  ]);
  return table(heads, lines.sort(byName), separator);
}
