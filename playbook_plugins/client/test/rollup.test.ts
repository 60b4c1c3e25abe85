import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {IndexEntry, Shown} from '../src/coaching/loop-store.ts';
import {type Snapshot, snapshotOf, strengthsOf, token, withheld} from '../src/coaching/rollup.ts';
import type {SheetEntry} from '../src/coaching/sheets.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

const BANDS = ['partner', 'fair', 'strength'];
const TRAITS = ['closing', 'listening'];

const sheet = (more: Partial<SheetEntry> = {}): SheetEntry => ({
  id: 'talent',
  title: 'Talent snapshot',
  kind: 'assessment',
  version: 1,
  url: 'talent/',
  return: 'ask',
  blind: false,
  every: 0,
  questions: [],
  tables: [],
  traits: TRAITS.map(id => ({id, label: id})),
  bands: BANDS.map((id, at) => ({id, label: id, least: at * 33, most: at * 33 + 32})),
  points: 5,
  ...more,
});
const SHEETS = new Map([['talent', sheet()]]);

let made = 0;
const entry = (person: string, more: Partial<IndexEntry> = {}): IndexEntry => ({
  digest: `d${(made += 1)}`,
  person,
  copy: `c-${person}`,
  sheet: 'talent',
  label: '',
  assignment: '',
  series: '',
  no: 0,
  seq: 1,
  day: '2026-11-30',
  state: 'ready',
  replies: 0,
  done: 0,
  all: 0,
  bands: {},
  scales: {},
  commitments: [],
  ...more,
});

const take = (index: IndexEntry[], people: Iterable<string>, shown: Shown[] = [], day = '2026-12-01') =>
  snapshotOf({index, sheets: SHEETS, people: new Set(people), shown, site: 's', day, team: 'North', least: 5});

const team = (bands: string[]): IndexEntry[] => bands.map((closing, n) => entry(`p${n}`, {bands: closing ? {closing} : {}}));
const PEOPLE = Array.from({length: 60}, (_, n) => `p${n}`);
const rowOf = (snapshot: Snapshot | undefined, trait = 'closing') => snapshot?.sheets[0]?.rows.find(({id}) => id === trait)?.counts;

test('strengths count the newest finished return of each person, in the order of traits and bands', () => {
  const index = [
    entry('p0', {bands: {closing: 'fair'}}),
    entry('p0', {bands: {closing: 'strength'}, day: '2026-12-01'}),
    entry('p0', {bands: {closing: 'partner'}, day: '2026-12-02', state: 'draft'}),
    entry('p1', {bands: {listening: 'fair'}}),
    entry('gone', {bands: {closing: 'fair'}}),
  ];
  assert.deepEqual(strengthsOf(index, SHEETS, new Set(['p0', 'p1'])), [
    {
      sheet: 'talent',
      title: 'Talent snapshot',
      people: 2,
      bands: BANDS,
      ranks: [2, 1, 0],
      rows: [
        {id: 'closing', label: 'closing', counts: [0, 0, 1], open: 1},
        {id: 'listening', label: 'listening', counts: [0, 1, 0], open: 1},
      ],
    },
  ]);
});

test('a sheet whose answers are never asked for enters no roll-up', () => {
  const never = new Map([['talent', sheet({return: 'never'})]]);
  assert.deepEqual(strengthsOf(team(['fair']), never, new Set(PEOPLE)), []);
});

test('six people make a snapshot, four do not', () => {
  const six = team(['strength', 'strength', 'strength', 'fair', 'fair', 'partner']);
  const {snapshot} = take(six, PEOPLE)!;
  assert.equal(snapshot.people, 6);
  assert.deepEqual(rowOf(snapshot), [1, 2, 3]);
  assert.equal(take(six.slice(0, 4), PEOPLE), null);
});

test('nothing in a snapshot names a person, a copy or a text', () => {
  const index = team(['strength', 'strength', 'strength', 'fair', 'fair', 'partner']).map(each => ({
    ...each,
    label: 'secret-label',
    commitments: [{id: 'secret-id', text: 'secret-text', owner: each.person, due: '', status: 'to-do', born: 'secret-copy', row: 'r/a/b'}],
  }));
  const {snapshot, shown} = take(index, PEOPLE)!;
  assert.equal(snapshot.commitments?.open, 6);
  assert.doesNotMatch(JSON.stringify([snapshot, shown]), /secret|"p\d|c-p/);
});

test('a group in which all, or all but one, are alike speaks of individuals', () => {
  assert.equal(withheld([0, 0, 6], 0, 5), null);
  assert.equal(withheld([0, 1, 5], 0, 5), null);
  assert.deepEqual(withheld([0, 2, 4], 0, 5), [0, 2, 4]);
});

test('what is left over is never fewer than the least number', () => {
  assert.equal(withheld([1, 2, 3], 1, 5), null, 'three groups and a rest of one: all of it stays');
  assert.deepEqual(withheld([4, 6, 9], 2, 5), [null, 6, 9]);
  assert.deepEqual(withheld([4, 6, 9], 5, 5), [4, 6, 9]);
});

test('one return more than last time shows nothing new; five more do', () => {
  const bands = ['strength', 'strength', 'fair', 'fair', 'partner', 'partner'];
  const index = team(bands);
  const first = take(index, PEOPLE)!;
  const again = take(index, PEOPLE, [first.shown])!;
  assert.deepEqual(again.snapshot.sheets, first.snapshot.sheets, 'the same people and returns: the same page');
  const redone = (n: number): IndexEntry[] => [
    ...index,
    ...bands.slice(0, n).map((_, at) => entry(`p${at}`, {day: '2026-12-02', bands: {closing: BANDS[at % 3]!}})),
  ];
  assert.equal(take(redone(1), PEOPLE, [first.shown]), null);
  assert.equal(take(redone(4), PEOPLE, [first.shown]), null);
  assert.ok(take(redone(5), PEOPLE, [first.shown]));
  assert.equal(take(index.slice(0, 5), PEOPLE, [first.shown]), null, 'one left');
});

test('an erased person is missed without being remembered', () => {
  const index = team(['strength', 'strength', 'fair', 'fair', 'partner', 'partner']);
  const {shown} = take(index, PEOPLE)!;
  assert.equal(take(index.slice(1), PEOPLE, [shown]), null);
  assert.ok(!JSON.stringify(shown).includes(index[0]!.digest) && token('s p0') !== 'p0');
});

test('commitments are counted where enough people have some', () => {
  const promises = (n: number): IndexEntry[] =>
    PEOPLE.slice(0, 6).map((person, at) =>
      entry(person, {
        sheet: 'one-to-one',
        commitments: at < n ? [{id: 'x', text: '', owner: '', due: '2026-11-01', status: at ? 'to-do' : 'done', born: '', row: ''}] : [],
      }),
    );
  assert.deepEqual(take(promises(5), PEOPLE)!.snapshot.commitments, {open: 4, overdue: 4, closed: 1});
  assert.equal(take(promises(4), PEOPLE), null);
});

/** Every way to share `all` among `places`. */
function* shares(all: number, places: number): Generator<number[]> {
  if (places === 1) return void (yield [all]);
  for (let n = 0; n <= all; n += 1) for (const rest of shares(all - n, places - 1)) yield [n, ...rest];
}

type Output = (number | null)[] | null;

const known = new Map<number, Map<string, number[][]>>();

/** What somebody who knows the rule and how many people there are can make of a row: every state that leads to it, by what is shown. */
function statesBy(people: number): Map<string, number[][]> {
  const found = known.get(people) ?? new Map<string, number[][]>();
  if (known.has(people)) return found;
  known.set(people, found);
  for (const [open, ...counts] of shares(people, BANDS.length + 1) as Generator<[number, ...number[]]>) {
    const key = JSON.stringify(withheld(counts, open, 5));
    found.set(key, [...(found.get(key) ?? []), [...counts, open]]);
  }
  return found;
}

const statesOf = (output: Output, people: number): number[][] => statesBy(people).get(JSON.stringify(output)) ?? [];

/** The places of what an output does not show: its groups, and those who left it open. */
const gapsOf = (output: Output): number[] => [
  ...BANDS.flatMap((_, at) => (output === null || output[at] === null ? [at] : [])),
  ...(output === null || output.includes(null) ? [BANDS.length] : []),
];

const certain = (states: number[][], output: Output): number[] =>
  gapsOf(output).filter(at => new Set(states.map(state => state[at])).size < 2);

test('what one table withholds cannot be told from the table and its total', () => {
  let outputs = 0;
  for (let people = 5; people <= 18; people += 1) {
    for (const [key, states] of statesBy(people)) {
      outputs += 1;
      const output = JSON.parse(key) as Output;
      assert.deepEqual(certain(states, output), [], `${people}: ${key}`);
    }
  }
  assert.ok(outputs > 200);
});

test('what random teams withhold cannot be told from two snapshots, by somebody who knows how many changed', () => {
  let pairs = 0;
  for (let run = 0; run < rounds(250); run += 1) {
    const random = seeded(4100 + run);
    const bandOf = (): string => (random() < 0.12 ? '' : BANDS[Math.floor(random() ** 1.5 * 3)]!);
    const size = 5 + Math.floor(random() * 8);
    const now = new Map(PEOPLE.slice(0, size).map(person => [person, entry(person, {bands: {closing: bandOf()}})]));
    const states: {index: IndexEntry[]; taken: NonNullable<ReturnType<typeof take>>}[] = [];
    for (let step = 0; step < 4; step += 1) {
      const index = [...now.values()];
      const taken = take(
        index,
        now.keys(),
        states.map(({taken: {shown}}) => shown),
      );
      if (taken) states.push({index, taken});
      for (let change = Math.floor(random() * 9); change > 0; change -= 1) {
        const person = PEOPLE[Math.floor(random() * 13)]!;
        if (random() < 0.15) now.delete(person);
        else now.set(person, entry(person, {bands: {closing: bandOf()}}));
      }
    }
    for (const [at, first] of states.entries()) {
      for (const second of states.slice(at + 1)) {
        const [a, b] = [rowOf(first.taken.snapshot), rowOf(second.taken.snapshot)];
        if (a === undefined || b === undefined) continue;
        const same = first.index.filter(each => second.index.includes(each)).length;
        const changed = new Set(
          [...first.index, ...second.index]
            .filter(each => !first.index.includes(each) || !second.index.includes(each))
            .map(({person}) => person),
        );
        assert.ok(changed.size === 0 || changed.size >= 5, `run ${run}: ${changed.size} changed`);
        pairs += 1;
        const [before, after] = [statesOf(a, first.index.length), statesOf(b, second.index.length)];
        const fit = (x: number[], y: number[]): boolean => x.reduce((sum, n, place) => sum + Math.min(n, y[place]!), 0) >= same;
        const possible = before.filter(x => after.some(y => fit(x, y)));
        assert.deepEqual(certain(possible, a), [], `run ${run}: ${JSON.stringify([a, b])}`);
        assert.deepEqual(
          certain(
            after.filter(y => before.some(x => fit(x, y))),
            b,
          ),
          [],
          `run ${run}: ${JSON.stringify([a, b])}`,
        );
      }
    }
  }
  assert.ok(pairs > 5);
});
