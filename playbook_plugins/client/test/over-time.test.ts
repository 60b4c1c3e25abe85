import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assignmentsCsv, commitmentsCsv} from '../src/coaching/exports.ts';
import {readEnvelope} from '../src/coaching/gate.ts';
import {coursesOver, linesOver} from '../src/coaching/history.ts';
import {holdingsJson, holdingsMarkdown, holdingsOf} from '../src/coaching/holdings.ts';
import {indexEntry} from '../src/coaching/index-entry.ts';
import {ANSWER, type Piece, readInSlices} from '../src/coaching/intake.ts';
import type {IndexEntry, KeptReturn, Member} from '../src/coaching/loop-store.ts';
import {expired, monthsBefore} from '../src/coaching/retention.ts';
import {returnFile} from '../src/coaching/returned.ts';
import type {SheetEntry, SheetQuestion} from '../src/coaching/sheets.ts';
import {answerKey, type Copy, cellKey, markKey, newCopy} from '../src/model/response.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

Object.assign(globalThis, {document: {documentElement: {lang: 'en'}}});

const SITE = 'coach.example';
const T = '1790000000000-0-d1';
const leafOf = (v: string) => ({v, t: T, b: T});
const member = (id: string, name: string, next = ''): Member => ({
  id,
  name: {v: name, t: T},
  also: leafOf(''),
  mail: {v: '', t: T},
  left: {v: false, t: T},
  next: {v: next, t: T},
});
const question = (id: string, more: Partial<SheetQuestion> = {}): SheetQuestion => ({
  id,
  label: `What about ${id}?`,
  type: 'text',
  section: '',
  private: false,
  coach: '',
  choices: [],
  trait: '',
  reverse: false,
  ...more,
});
const SURE: [string, string][] = [
  ['little', 'A little sure'],
  ['quite', 'Quite sure'],
  ['very', 'Very sure'],
];
const column = (id: string, role = id) => ({id, label: id, type: 'text', role, choices: [] as [string, string][]});
const SHEET: SheetEntry = {
  id: 'one-to-one',
  title: 'One-to-one review',
  kind: 'review',
  version: 1,
  url: '',
  return: 'ask',
  blind: false,
  every: 0,
  questions: [
    question('client', {coach: 'client-manager'}),
    question('client-manager'),
    question('sure', {type: 'scale', choices: SURE}),
    question('health', {private: true, type: 'scale', choices: SURE}),
    ...[1, 2, 3, 4].map(n => question(`s${n}`, {type: 'scale', trait: 'closing', reverse: n === 4})),
  ],
  tables: [
    {
      id: 'promises',
      label: 'Promises',
      section: '',
      private: false,
      commitments: true,
      columns: ['text', 'owner', 'due', 'status'].map(id => column(id)),
    },
    {id: 'own', label: 'Own', section: '', private: true, commitments: true, columns: [column('text')]},
  ],
  traits: [{id: 'closing', label: 'Closing'}],
  bands: [
    {id: 'partner', label: 'Find a partner', least: 0, most: 49},
    {id: 'strength', label: 'A strength', least: 50, most: 100},
  ],
  points: 5,
};
const SHEETS = new Map([[SHEET.id, SHEET]]);
const PEOPLE = [member('p-ana', 'Ana Berg'), member('p-ben', 'Ben')];
const AROUND = {sheets: SHEETS, me: {id: 'k-marta', name: 'Marta', mail: ''}, members: PEOPLE};

function copyOf(answers: Record<string, string>, rows: Record<string, Record<string, string>> = {}, name = 'c-one'): Copy {
  const copy = {...newCopy(SITE, SHEET.id, 1, new Date('2026-11-01T09:00:00Z')), copy: name};
  for (const [id, v] of Object.entries(answers)) copy.leaves.set(answerKey(id), leafOf(v));
  for (const [row, cells] of Object.entries(rows)) {
    const [table, id] = row.split('/') as [string, string];
    for (const [cell, v] of Object.entries(cells)) copy.leaves.set(cellKey(table, id, cell), leafOf(v));
  }
  return copy;
}

function returnOf(copy: Copy, seq = 1, day = '2026-11-30', person = 'p-ana'): KeptReturn {
  const from = {id: person, name: person === 'p-ana' ? 'Ana Berg' : 'Ben'};
  const returned = {
    site: SITE,
    id: `r-${copy.copy}-${seq}`,
    assignment: '',
    seq,
    before: '',
    day,
    from,
    state: 'ready' as const,
    say: '',
    copy,
    replies: new Map(),
  };
  const {text, digest} = returnFile(returned);
  return {returned, text, digest, person, taken: day};
}
const entryOf = (kept: KeptReturn): IndexEntry => indexEntry(kept, AROUND);

test('the index of a return counts, bands and lists what is open, and nothing private', () => {
  const copy = copyOf(
    {client: 'Hartmann', 'client-manager': 'Weber', sure: 'quite', health: 'little', s1: '5', s2: '5', s3: '4', s4: '1'},
    {
      'promises/a': {text: 'Ring', owner: 'me', due: '2026-12-08', status: 'to-do'},
      'promises/b': {text: 'Price', owner: 'marta'},
      'own/c': {text: 'secret'},
    },
  );
  const entry = entryOf(returnOf(copy));
  assert.deepEqual([entry.done, entry.all], [6, 6]);
  assert.deepEqual(entry.scales, {sure: 'quite'});
  assert.deepEqual(entry.bands, {closing: 'strength'});
  assert.deepEqual(
    entry.commitments.map(({text, owner, due}) => [text, owner, due]),
    [
      ['Ring', 'p-ana', '2026-12-08'],
      ['Price', 'k-marta', ''],
    ],
  );
  copy.leaves.set(markKey('a/sure'), {v: true, t: T});
  copy.leaves.set(markKey('r/promises/a'), {v: true, t: T});
  const marked = entryOf(returnOf(copy));
  assert.deepEqual([marked.all, marked.scales, marked.commitments.length], [5, {}, 1]);
});

test('a sheet that is never given back, and one that nobody knows, say nothing in the index', () => {
  const kept = returnOf(copyOf({sure: 'quite', s1: '5', s2: '5', s3: '4', s4: '1'}, {'promises/a': {text: 'Ring'}}));
  for (const sheets of [new Map([[SHEET.id, {...SHEET, return: 'never' as const}]]), new Map()]) {
    const entry = indexEntry(kept, {...AROUND, sheets});
    assert.deepEqual([entry.all, entry.scales, entry.bands, entry.commitments], [0, {}, {}, []]);
  }
});

const review = (n: number, sure: string, due: string, status: string): KeptReturn => {
  const from = n > 1 ? {'pb-from': 'c-1.a'} : {};
  return returnOf(copyOf({sure}, {'promises/a': {text: 'Ring', owner: 'me', due, status, ...from}}, `c-${n}`), 1, `2026-0${n}-10`);
};

test('history tells what became of promises, oldest first, whatever order the returns came in', () => {
  const entries = [
    review(3, 'very', '2026-03-01', 'done'),
    review(1, 'little', '2026-02-01', 'to-do'),
    review(2, 'quite', '2026-03-01', 'to-do'),
  ].map(entryOf);
  assert.deepEqual(
    linesOver(entries).map(({fate}) => fate),
    [
      {kept: 0, moved: 0, dropped: 0},
      {kept: 0, moved: 1, dropped: 0},
      {kept: 1, moved: 0, dropped: 0},
    ],
  );
  assert.deepEqual(coursesOver(entries, SHEET), [
    {
      id: 'sure',
      label: 'What about sure?',
      steps: SURE,
      points: [
        {day: '2026-01-10', step: 'little'},
        {day: '2026-02-10', step: 'quite'},
        {day: '2026-03-10', step: 'very'},
      ],
    },
  ]);
});

test('returns older than the months that are kept may go; without months, those that were talked about', () => {
  assert.equal(monthsBefore('2026-03-31', 1), '2026-02-28');
  assert.equal(monthsBefore('2026-12-01', 13), '2025-11-01');
  const [old, fresh] = [
    {...entryOf(returnOf(copyOf({}))), day: '2025-10-31'},
    {...entryOf(returnOf(copyOf({}))), day: '2025-11-01'},
  ];
  assert.deepEqual(expired([old, fresh], PEOPLE, {keep: 13}, '2026-12-01'), [old]);
  const talked = [member('p-ana', 'Ana', '2026-11-30')];
  const [before, after] = [
    {...fresh, day: '2026-11-30'},
    {...fresh, day: '2026-12-01'},
  ];
  assert.deepEqual(expired([before, after], talked, {keep: 0}, '2026-12-02'), [before]);
  assert.deepEqual(expired([before], talked, {keep: 0}, '2026-11-30'), [], 'the talk is today');
});

test('tables of the team execute nothing, and add nobody up', () => {
  const entries = [review(1, 'little', '2026-02-01', 'to-do'), review(2, 'quite', '2026-03-01', 'to-do')].map(entryOf);
  entries[1]!.commitments[0]!.text = '=HYPERLINK("x")';
  const team = {me: AROUND.me, members: PEOPLE, index: entries, given: [], titleOf: (id: string) => id};
  assert.equal(
    commitmentsCsv(team, ','),
    '\uFEFFOwner,Commitment,Due,Status,Since,Times moved\r\nAna Berg,"\'=HYPERLINK(""x"")",2026-03-01,open,2026-01-10,1\r\n',
  );
  assert.equal(assignmentsCsv(team, ';'), '\uFEFFPerson;Sheet;Due;State\r\n');
});

test('what is held of a person is all of it, and of nobody else', () => {
  const returns = [returnOf(copyOf({client: 'Hartmann'})), returnOf(copyOf({client: 'Other'}, {}, 'c-ben'), 1, '2026-11-30', 'p-ben')];
  const held = holdingsOf({members: PEOPLE, given: [], returns, remarks: []}, 'p-ana')!;
  const [words, json] = [holdingsMarkdown(held, SHEETS, '2026-12-01'), holdingsJson(held, SITE, '2026-12-01')];
  assert.match(words, /What about client\?[\s\S]*Hartmann/);
  assert.doesNotMatch(words + json, /Other|p-ben/);
  assert.match(json, /Hartmann/);
  assert.equal(holdingsOf({members: PEOPLE, given: [], returns, remarks: []}, 'nobody'), null);
});

const file = (name: string, text: string): File => new File([text], name);
async function readAll(files: File[]): Promise<Piece[]> {
  const all: Piece[] = [];
  await readInSlices(files, pieces => {
    assert.ok(pieces.length <= ANSWER);
    all.push(...pieces);
    return true;
  });
  return all;
}

test('files in any order, doubled and renamed make one index', async () => {
  const returns = [1, 2, 3].flatMap(n => [
    review(n, 'quite', '', 'to-do'),
    returnOf(copyOf({client: `x${n}`}, {}, `c-b${n}`), n, '2026-05-05', 'p-ben'),
  ]);
  const indexOf = async (order: KeptReturn[]): Promise<string> => {
    const pieces = await readAll(order.map(({text}, n) => file(`${n} (1).txt`, text)));
    const entries = new Map<string, IndexEntry>();
    for (const {envelopes} of pieces) {
      for (const envelope of envelopes) {
        if (envelope.kind === 'return') entries.set(envelope.digest, entryOf({...envelope, person: envelope.returned.from.id, taken: ''}));
      }
    }
    return JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const expected = await indexOf(returns);
  for (let run = 0; run < rounds(50); run += 1) {
    const random = seeded(900 + run);
    const order = [...returns, ...returns.filter(() => random() < 0.4)].map(each => [random(), each] as const).sort(([a], [b]) => a - b);
    assert.equal(await indexOf(order.map(([, each]) => each)), expected, `run ${run}`);
  }
});

test('a file that is none of ours is named, and the others are read all the same', async () => {
  const good = returnOf(copyOf({client: 'Hartmann'})).text;
  const files = [
    file('a.txt', good),
    file('b.txt', 'hello'),
    file('c.txt', good.slice(0, -9)),
    file('d.txt', ''),
    file('e.json', `\uFEFF${good}`),
  ];
  assert.deepEqual(
    (await readAll(files)).map(({name, refused, envelopes}) => [name, refused === null, envelopes.length]),
    [
      ['a.txt', true, 1],
      ['b.txt', false, 0],
      ['c.txt', false, 0],
      ['d.txt', false, 0],
      ['e.json', true, 1],
    ],
  );
  assert.equal((await readEnvelope(good)).kind, 'return');
});

test('reading ends as soon as it is told to', async () => {
  let read = 0;
  await readInSlices(
    Array.from({length: 40}, () => file('a', 'hello')),
    pieces => {
      read += pieces.length;
      return false;
    },
  );
  assert.equal(read, ANSWER);
});
