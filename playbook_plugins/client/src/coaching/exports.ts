/** Tables of the whole team for a spreadsheet. No column adds a person up, and no line does. */

import {inert, writeTable} from '../travel/table.ts';
import {say} from '../words/over-time.ts';
import type {Day} from './formats.ts';
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

const before = (a: IndexEntry, b: IndexEntry): number => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.seq - b.seq);

/** One commitment through all returns of its person: as it stands now, since when, and how often its day was moved on. */
export function commitmentLines({index}: Pick<Team, 'index'>): {id: string; person: string; owner: string; text: string; due: Day; status: string; since: Day; moved: number}[] {
  const lines = new Map<string, ReturnType<typeof commitmentLines>[number]>();
  for (const entry of [...index].sort(before)) {
    for (const {id, text, owner, due, status} of entry.commitments) {
      const known = lines.get(`${entry.person} ${id}`);
      const moved = (known?.moved ?? 0) + (known?.due && due > known.due ? 1 : 0);
      lines.set(`${entry.person} ${id}`, {id, person: entry.person, owner, text, due, status, since: known?.since ?? entry.day, moved});
    }
  }
  return [...lines.values()];
}

const table = (heads: string[], lines: string[][], separator: ',' | ';'): string =>
  writeTable(
    [heads, ...lines].map(line => line.map(inert)),
    separator,
  );

/** `commitments.csv`. */
export function commitmentsCsv(team: Team, separator: ',' | ';'): string {
  const heads = [say('otOwner'), say('otText'), say('otDue'), say('otStatus'), say('otSince'), say('otTimesMoved')];
  const lines = commitmentLines(team).map(({owner, text, due, status, since, moved}) => [
    nameIn(team, owner),
    text,
    due,
    status,
    since,
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
