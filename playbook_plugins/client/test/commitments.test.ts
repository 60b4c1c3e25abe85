import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Closing, nextId, nextReview, planIn, timesSeen} from '../src/coaching/closing.ts';
import {birthOf, chainsOf, commitmentsIn, ownerOf, type Reviewed, rowsIn, type Who} from '../src/coaching/commitments.ts';
import type {SheetEntry} from '../src/coaching/sheets.ts';
import {Ticker} from '../src/model/clock.ts';
import {readText} from '../src/model/gate.ts';
import {mergeCopies, writeLeaf} from '../src/model/merge.ts';
import {type Copy, cellKey, isMetadata, newCopy, rowKey, toRecord} from '../src/model/response.ts';
import {numbered, readTold, toCalendar} from '../src/travel/calendar.ts';
import {outgoing} from '../src/travel/outgoing.ts';
import {seeded} from './seeded.ts';

const COLUMNS = [
  {id: 'commitment', label: 'Commitment', type: 'long', role: 'text', choices: [] as [string, string][]},
  {id: 'owner', label: 'Owner', type: 'person', role: 'owner', choices: [] as [string, string][]},
  {id: 'due', label: 'Due', type: 'date', role: 'due', choices: [] as [string, string][]},
  {
    id: 'status',
    label: 'Status',
    type: 'choice',
    role: 'status',
    choices: [
      ['to-do', 'To do'],
      ['done', 'Done'],
      ['dropped', 'Dropped'],
    ] as [string, string][],
  },
];
const table = (id: string): SheetEntry['tables'][number] => ({
  id,
  label: id,
  section: '',
  private: false,
  commitments: true,
  columns: COLUMNS,
});
const ENTRY = {tables: [table('one-to-one-before'), table('one-to-one')]};
const ANA: Who = {whose: {id: 'ana', names: ['Ana Berg']}, coach: {id: 'marta', names: ['Marta Lind', 'Marta']}};
let wall = 1_790_000_000_000;
const ticker = new Ticker('here', () => (wall += 1));

const write = (copy: Copy, name: string, row: string, cells: Record<string, string>): void => {
  copy.leaves.set(rowKey(name, row, 'gone'), writeLeaf(undefined, false, false, ticker));
  for (const [column, value] of Object.entries(cells)) {
    const key = cellKey(name, row, column);
    copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, column === 'commitment', ticker));
  }
};
const closing = (copy: Copy): Closing => ({
  copy,
  before: planIn(copy, {name: 'one-to-one-before', columns: COLUMNS}),
  now: planIn(copy, {name: 'one-to-one', columns: COLUMNS}),
  isPrivate: () => false,
});
const review = (copy: Copy, no: number): Reviewed => ({
  copy: copy.copy,
  no,
  day: copy.created.slice(0, 10),
  commitments: commitmentsIn(copy, ENTRY, ANA),
});

test('chains of eight reviews: each commitment is traced to its birth, and none vanishes unsaid', () => {
  const chains = Number(process.env['CHAINS'] ?? 60);
  for (let seed = 1; seed <= chains; seed += 1) {
    const random = seeded(seed);
    const pick = (n: number): number => Math.floor(random() * n);
    let copy = newCopy('site', 'one-to-one', 1, new Date(1_790_000_000_000));
    const reviews: Reviewed[] = [];
    /** What must be told: by birth, the text as it is now, and what has become of it. */
    const truth = new Map<string, {text: string; fate: string}>();
    for (let no = 1; no <= 8; no += 1) {
      for (let n = 0; n <= pick(3); n += 1) {
        // The author renames the rows of the page now and then; all reviews call their first row the same.
        const row = seed % 3 || no < 5 ? ['commitment-one', 'commitment-two', 'commitment-three'][n]! : `promise-${n}`;
        write(copy, 'one-to-one', row, {commitment: `Promise ${no}.${n}`, owner: 'me', due: '2026-12-08'});
        truth.set(`${copy.copy}.${row}`, {text: `Promise ${no}.${n}`, fate: 'open'});
      }
      for (const {id: birth, row: at} of commitmentsIn(copy, ENTRY, ANA)) {
        const [, name, row] = at.split('/') as [string, string, string];
        const what = pick(6);
        const told = truth.get(birth)!;
        if (what === 0) [told.fate] = ['done', write(copy, name, row, {status: 'done'})];
        else if (what === 1) [told.fate] = ['dropped', write(copy, name, row, {status: 'dropped'})];
        else if (what === 2) [told.text] = [`${told.text}, smaller`, write(copy, name, row, {commitment: `${told.text}, smaller`})];
        else if (what === 3 && no > 1 && name.endsWith('-before')) {
          copy.leaves.set(rowKey(name, row, 'gone'), writeLeaf(copy.leaves.get(rowKey(name, row, 'gone')), true, false, ticker));
          told.fate = 'lost';
        }
      }
      copy = readText(JSON.stringify(toRecord(copy)));
      reviews.push(review(copy, no));
      if (no < 8) copy = nextReview(closing(copy), `Ana ${no + 1}`, ticker, undefined, new Date(1_790_000_000_000 + no * 86_400_000)).next;
    }
    const lives = new Map(chainsOf([...reviews].sort(() => random() - 0.5)).map(life => [life.id, life]));
    for (const [birth, {text, fate}] of truth) {
      const life = lives.get(birth);
      assert.ok(life, `${seed}: ${birth} vanished`);
      assert.equal(life.fate, fate, `${seed}: ${birth}`);
      assert.equal(life.text, text);
      assert.equal(life.born.copy, birth.split('.')[0]);
    }
    assert.equal(lives.size, truth.size, `${seed}: nothing was made up`);
  }
});

test('two presses, and two tabs, make one next review; a row that is done stays behind', () => {
  const copy = newCopy('site', 'one-to-one', 1);
  copy.extra['loop'] = {a: 'a1', s: 's1', no: 4};
  write(copy, 'one-to-one', 'commitment-one', {commitment: 'Ring', owner: 'Marta'});
  write(copy, 'one-to-one', 'commitment-two', {commitment: 'Write', status: 'done'});
  const [one, two] = [nextReview(closing(copy), 'Next', ticker), nextReview(closing(copy), 'Next', new Ticker('there', () => (wall += 1)))];
  assert.equal(one.next.copy, two.next.copy);
  assert.equal(one.next.copy, nextId(copy));
  const both = mergeCopies(one.next, two.next);
  assert.deepEqual(rowsIn(both, 'one-to-one-before'), ['commitment-one']);
  assert.deepEqual(both.extra['loop'], {a: '', s: 's1', no: 5});
  assert.equal(commitmentsIn(both, ENTRY, ANA)[0]?.id, `${copy.copy}.commitment-one`);
  assert.equal(commitmentsIn(both, ENTRY, ANA)[0]?.owner, 'marta');
  assert.equal(
    timesSeen([copy, both], both, ['one-to-one', 'one-to-one-before']).get(birthOf(both, 'one-to-one-before', 'commitment-one')),
    2,
  );
});

test('an owner is a name or another name exactly, me, or the coach; never by likeness', () => {
  for (const [written, owner] of [
    ['ANA  berg', 'ana'],
    ['ich', 'ana'],
    ['Me', 'ana'],
    ['märta', 'marta'],
    ['Coach', 'marta'],
    ['Ana', ''],
    ['An Berg', ''],
    ['', ''],
    ['Martha', ''],
  ])
    assert.equal(ownerOf(written!, ANA), owner, written);
  assert.equal(ownerOf('Ana Berg', {...ANA, others: [{id: 'other', names: ['Ana Berg']}]}), '', 'two are called so');
});

test('where a row comes from is no answer, and stays here with a private row', () => {
  const copy = newCopy('site', 'one-to-one', 1);
  write(copy, 'one-to-one', 'commitment-one', {commitment: 'Secret'});
  const {next} = nextReview({...closing(copy), isPrivate: () => true}, 'Next', ticker);
  const from = cellKey('one-to-one-before', 'commitment-one', 'pb-from');
  assert.ok(next.leaves.has(from) && isMetadata(from));
  const sent = outgoing(next, {privacy: () => ({private: false})}, {notes: true, privates: false});
  assert.ok(!JSON.stringify(toRecord(sent)).includes(copy.copy), 'not even where it was born');
});

test('a calendar counts changes, keeps its ids, and cancels what is done', () => {
  const event = {uid: 'c1.r1@site', day: '2026-12-08', title: 'Playbook: a commitment is due', text: '', url: '', every: 14};
  const first = numbered([event], {}, {open: new Set([event.uid]), title: 'Playbook: done'});
  const again = numbered([event], first.told, {open: new Set([event.uid]), title: 'Playbook: done'});
  const moved = numbered([{...event, day: '2026-12-15'}], again.told, null);
  const gone = numbered([], readTold(JSON.stringify(moved.told)), {open: new Set(), title: 'Playbook: done'});
  assert.deepEqual(
    [first, again, moved, gone].map(({events}) => events[0]?.sequence),
    [0, 0, 1, 2],
  );
  const text = toCalendar(gone.events);
  for (const line of ['UID:c1.r1@site', 'STATUS:CANCELLED', 'SEQUENCE:2', 'CLASS:PRIVATE']) assert.ok(text.includes(`${line}\r\n`), line);
  assert.ok(!text.includes('VALARM') && toCalendar(first.events).includes('RRULE:FREQ=DAILY;INTERVAL=14\r\n'));
  assert.ok(toCalendar(first.events).includes('TRIGGER:-PT15H\r\n'));
  assert.deepEqual(Object.keys(readTold('{"x": {"n": -1}, "y": 3}')), []);
});
