/**
 * Strengths over a team, and what of them may go upward. Inside the coach's page every number is shown; what leaves passes
 * `snapshotOf`: groups below the least number, rests from which one could be worked out, groups in which all are alike, and
 * differences to an earlier snapshot that fewer people than that have made. Rules and what was weighed: decisions/coaching.md.
 */

import {fateOf} from './commitments.ts';
import {digestOf} from './digest.ts';
import type {Day} from './formats.ts';
import type {IndexEntry, Shown} from './loop-store.ts';
import type {SheetEntry, Sheets} from './sheets.ts';

/** One trait over the team: people by band, in the author's order of bands, and those who left it open. */
export interface Row {
  id: string;
  label: string;
  counts: number[];
  open: number;
}

/** One assessment over the team. */
export interface Table {
  sheet: string;
  title: string;
  people: number;
  bands: string[];
  /** The place of each band from the highest, which is 0. */
  ranks: number[];
  rows: Row[];
}

/** A row as it may leave; null for a number that stays, and no numbers where the whole row stays. */
export interface SafeRow {
  id: string;
  label: string;
  counts: (number | null)[] | null;
}

/** What may go upward: no names, no texts, no ids of people. */
export interface Snapshot {
  day: Day;
  team: string;
  least: number;
  people: number;
  sheets: {sheet: string; title: string; people: number; bands: string[]; bandIds: string[]; rows: SafeRow[]}[];
  commitments: {open: number; overdue: number; closed: number} | null;
  /** Sheets that fewer people than `least` gave back, or that changed for fewer. */
  left: {sheet: string; title: string}[];
}

/** The name of the commitments among the tables of `Shown`: no sheet can have it. */
const PROMISES = '*';

const later = (a: IndexEntry, b: IndexEntry): boolean =>
  a.day !== b.day ? a.day > b.day : a.seq !== b.seq ? a.seq > b.seq : a.digest > b.digest;

/** The newest finished return of each of `people`, by a key; what is on its way or declined says nothing yet. */
function newest(index: readonly IndexEntry[], people: ReadonlySet<string>, keyOf: (entry: IndexEntry) => string): IndexEntry[] {
  const found = new Map<string, IndexEntry>();
  for (const entry of index) {
    if (entry.state !== 'ready' || !people.has(entry.person)) continue;
    const known = found.get(keyOf(entry));
    if (!known || later(entry, known)) found.set(keyOf(entry), entry);
  }
  return [...found.values()];
}

const rowsOf = (sheet: SheetEntry, entries: readonly IndexEntry[]): Row[] =>
  sheet.traits.map(({id, label}) => {
    const counts = sheet.bands.map(band => entries.filter(({bands}) => bands[id] === band.id).length);
    return {id, label, counts, open: entries.length - counts.reduce((sum, n) => sum + n, 0)};
  });

const ranksOf = ({bands}: SheetEntry): number[] => bands.map(({least}) => bands.filter(other => other.least > least).length);

const assessments = (sheets: Sheets): SheetEntry[] =>
  [...sheets.values()].filter(sheet => sheet.return === 'ask' && sheet.traits.length && sheet.bands.length);

const ofSheet = (index: readonly IndexEntry[], sheet: string, people: ReadonlySet<string>): IndexEntry[] =>
  newest(
    index.filter(entry => entry.sheet === sheet),
    people,
    ({person}) => person,
  );

/** Every assessment of the site that somebody gave back, over `people`: for the coach alone. */
export function strengthsOf(index: readonly IndexEntry[], sheets: Sheets, people: ReadonlySet<string>): Table[] {
  return assessments(sheets).flatMap(sheet => {
    const entries = ofSheet(index, sheet.id, people);
    if (!entries.length) return [];
    return [
      {
        sheet: sheet.id,
        title: sheet.title,
        people: entries.length,
        bands: sheet.bands.map(({label}) => label),
        ranks: ranksOf(sheet),
        rows: rowsOf(sheet, entries),
      },
    ];
  });
}

const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);

/** Whether knowing a group is knowing its people: all of them, or all but one, are alike. */
const areAlike = (counts: readonly number[]): boolean => sum(counts) > 0 && Math.max(...counts) >= sum(counts) - 1;

/**
 * `counts` as they may leave; null where the whole row stays. Those who left the trait open are a number that is not shown:
 * while what is not shown comes to fewer than `least`, the next smallest group is not shown either.
 */
export function withheld(counts: readonly number[], open: number, least: number): (number | null)[] | null {
  const made = firstPass(counts, open, least);
  return made && !isWorkedOut(made, sum(counts) + open, least) ? made : null;
}

function firstPass(counts: readonly number[], open: number, least: number): (number | null)[] | null {
  if (sum(counts) < least || areAlike(counts)) return null;
  const left: (number | null)[] = [...counts];
  let hidden = open;
  while (hidden > 0 && hidden < least) {
    const next = left.reduce<number>((best, n, at) => (n && (best < 0 || n < left[best]!) ? at : best), -1);
    if (next < 0) return null;
    hidden += left[next]!;
    left[next] = null;
  }
  return left.some(n => n) ? left : null;
}

/** Whether somebody who knows this rule could tell a withheld number for certain: only one would lead to what is shown. */
function isWorkedOut(shown: readonly (number | null)[], all: number, least: number): boolean {
  const gaps = shown.flatMap((n, at) => (n === null ? [at] : []));
  if (!gaps.length || gaps.length > 3) return gaps.length > 0; // more would take too long to try, and shows next to nothing
  const rest = all - sum(shown.map(n => n ?? 0));
  const seen = new Map(gaps.map(at => [at, new Set<number>()]));
  for (const parts of splits(rest, gaps.length)) {
    const counts = shown.map((n, at) => n ?? parts[gaps.indexOf(at)]!);
    if (String(firstPass(counts, rest - sum(parts), least)) !== String(shown)) continue;
    for (const [n, at] of gaps.entries()) seen.get(at)!.add(parts[n]!);
  }
  return [...seen.values()].some(values => values.size < 2);
}

/** Every way to give `places` at least one each, and something between 1 and what is left to those that left it open. */
function* splits(rest: number, places: number): Generator<number[]> {
  if (!places) return void (yield []);
  for (let n = 1; n <= rest - places; n += 1) for (const others of splits(rest - n, places - 1)) yield [n, ...others];
}

/** A short digest of something that must be told apart and not be known. */
export const token = (text: string): string => digestOf(text).slice(0, 12);

/** The people of `now` that were not in `before` with the same return, and those of `before` that are gone. */
function changedPeople(before: readonly string[], now: readonly string[]): Set<string> {
  const [was, is] = [new Set(before), new Set(now)];
  return new Set([...now.filter(each => !was.has(each)), ...before.filter(each => !is.has(each))].map(each => each.split('.')[0]!));
}

interface Asked {
  index: readonly IndexEntry[];
  sheets: Sheets;
  /** Whose returns count, by their ids. */
  people: ReadonlySet<string>;
  /** Earlier snapshots. */
  shown: readonly Shown[];
  site: string;
  day: Day;
  team: string;
  least: number;
}

/** A snapshot with what has to be remembered of it once it leaves; null where it would speak of individuals. */
export function snapshotOf(asked: Asked): {snapshot: Snapshot; shown: Shown} | null {
  const {index, sheets, people, day, team, least} = asked;
  const everybody = new Set(newest(index, people, ({person}) => person).map(({person}) => person));
  if (everybody.size < least) return null;
  const snapshot: Snapshot = {day, team, least, people: everybody.size, sheets: [], commitments: null, left: []};
  const shown: Shown = {day, tables: {}};
  for (const sheet of assessments(sheets)) {
    const entries = ofSheet(index, sheet.id, people);
    if (!entries.length) continue;
    const safe = safeTable(asked, sheet, entries, shown);
    if (safe) snapshot.sheets.push(safe);
    else snapshot.left.push({sheet: sheet.id, title: sheet.title});
  }
  snapshot.commitments = safePromises(asked, shown);
  return snapshot.sheets.length || snapshot.commitments ? {snapshot, shown} : null;
}

/** The token of a person's part in a table. */
const partOf = ({site}: Asked, person: string, what: string): string => `${token(`${site} ${person}`)}.${token(`${site} ${what}`)}`;

/** Whether a table may follow the earlier ones: between each two, nobody has changed or `least` have. The largest change, or null. */
function mayFollow({shown, least}: Asked, table: string, parts: readonly string[]): Set<string>[] | null {
  const changes = shown.flatMap(({tables}) => (tables[table] ? [changedPeople(tables[table], parts)] : []));
  return changes.every(({size}) => size === 0 || size >= least) ? changes : null;
}

function safeTable(asked: Asked, sheet: SheetEntry, entries: readonly IndexEntry[], shown: Shown): Snapshot['sheets'][number] | null {
  const {least} = asked;
  const parts = entries.map(entry => partOf(asked, entry.person, entry.digest));
  const changes = entries.length < least ? null : mayFollow(asked, sheet.id, parts);
  if (!changes) return null;
  const groups = changes.map(changed => entries.filter((_, at) => changed.has(parts[at]!.split('.')[0]!)));
  const alike = new Set(
    groups.flatMap(group =>
      rowsOf(sheet, group)
        .filter(({counts}) => areAlike(counts))
        .map(({id}) => id),
    ),
  );
  const rows = rowsOf(sheet, entries).map(
    ({id, label, counts, open}): SafeRow => ({id, label, counts: alike.has(id) ? null : withheld(counts, open, least)}),
  );
  if (!rows.some(({counts}) => counts)) return null;
  shown.tables[sheet.id] = parts;
  const bands = sheet.bands.map(({label}) => label);
  return {sheet: sheet.id, title: sheet.title, people: entries.length, bands, bandIds: sheet.bands.map(({id}) => id), rows};
}

/** Commitments over the team, where enough people have any. */
function safePromises(asked: Asked, shown: Shown): Snapshot['commitments'] {
  const {index, people, day, least} = asked;
  const total = {open: 0, overdue: 0, closed: 0};
  const parts: string[] = [];
  const newestOf = newest(index, people, entry => `${entry.person} ${entry.sheet} ${entry.series || entry.copy}`);
  for (const person of people) {
    const own = newestOf.filter(entry => entry.person === person).flatMap(entry => entry.commitments);
    if (!own.length) continue;
    const closed = own.filter(({status}) => fateOf(status) !== 'open').length;
    const overdue = own.filter(({status, due}) => fateOf(status) === 'open' && due && due < day).length;
    total.closed += closed;
    total.overdue += overdue;
    total.open += own.length - closed;
    parts.push(partOf(asked, person, `${own.length} ${closed} ${overdue}`));
  }
  if (parts.length < least || !mayFollow(asked, PROMISES, parts)) return null;
  shown.tables[PROMISES] = parts;
  return total;
}
