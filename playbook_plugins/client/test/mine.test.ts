import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {SheetEntry} from '../src/coaching/sheets.ts';
import {readAbout, type StoredCopy} from '../src/keep/site-store.ts';
import {dueOf, matches, ordered} from '../src/mine/list.ts';
import {aboutOf, whoIs} from '../src/mine/owed.ts';
import {Ticker} from '../src/model/clock.ts';
import {Refusal, readMany} from '../src/model/gate.ts';
import {gathered, type Incoming, plansFor, withoutBrought} from '../src/model/incoming.ts';
import {mergeCopies, writeLeaf} from '../src/model/merge.ts';
import {
  ARCHIVED,
  answerKey,
  type Copy,
  cellKey,
  GONE,
  isGone,
  LABEL,
  newCopy,
  otherVersions,
  rowKey,
  textOf,
  toRecord,
} from '../src/model/response.ts';
import {siteFile} from '../src/travel/site-file.ts';
import {randomCopy} from './random.ts';
import {seeded} from './seeded.ts';

let wall = 1_790_000_000_000;
const [here, there] = [new Ticker('here', () => (wall += 1)), new Ticker('there', () => (wall += 1))];
const isText = (key: string): boolean => key.endsWith('note');

/** A copy called `label` with the given leaves. */
function named(label: string, values: Record<string, string | boolean> = {}, ids: Partial<Copy> = {}): Copy {
  return typed({...newCopy('coach.example', 'land', 1), ...ids}, {[LABEL]: label, ...values});
}

function typed(copy: Copy, values: Record<string, string | boolean>, ticker = here): Copy {
  const leaves = new Map(copy.leaves);
  for (const [key, value] of Object.entries(values)) leaves.set(key, writeLeaf(leaves.get(key), value, isText(key), ticker));
  return {...copy, leaves};
}

const shelved = (copy: Copy, ...days: string[]): StoredCopy => ({
  copy,
  about: {title: 'Land', done: 1, all: 2, dues: days.map(day => ({day, label: 'Call'}))},
});
const file = (copy: Copy, name = 'a.json'): {name: string; text: string} => ({name, text: JSON.stringify(toRecord(copy))});
const labels = (list: StoredCopy[]): string[] => list.map(({copy}) => textOf(copy, LABEL));
const values = (copy: Copy): [string, unknown][] => [...copy.leaves].map(([key, {v}]): [string, unknown] => [key, v]).sort();

test('a copy that was brought in counts at once, as its page would count it', () => {
  const question = (id: string, type: string, more = {}) => ({id, type, label: id, ...more});
  const column = (id: string, type: string, role: string, choices: [string, string][] = []) => ({id, label: id, type, role, choices});
  const entry = {
    id: 'land',
    title: 'Land and expand',
    questions: [
      question('start-date', 'date'),
      question('both', 'item', {group: true}),
      ...['one', 'two', 'three'].map(id => question(id, 'item')),
      question('who', 'text'),
      question('meet', 'date'),
    ],
    tables: [
      {
        id: 'plan',
        commitments: true,
        columns: [column('action', 'long', 'text'), column('due', 'date', 'due'), column('status', 'choice', 'status', [['done', 'Done']])],
      },
    ],
  } as unknown as SheetEntry;
  const row = (id: string, action: string, due: string, status: string): Record<string, string> => ({
    [rowKey('plan', id, 'pos')]: id,
    [cellKey('plan', id, 'action')]: action,
    [cellKey('plan', id, 'due')]: due,
    [cellKey('plan', id, 'status')]: status,
  });
  const copy = named('Acme', {
    [answerKey('one')]: true,
    [answerKey('two')]: 'na',
    [answerKey('who')]: 'Ana',
    [answerKey('meet')]: '2099-01-02',
    ...row('r1', 'Ring', '2020-01-01', ''),
    ...row('r2', 'Write', '2020-01-01', 'done'),
  });
  // What another page once said of it does not count any more.
  const stored = {copy, about: {title: 'Old', done: 40, all: 44, dues: []}};
  assert.deepEqual(aboutOf(stored, entry, whoIs(null, [])), {
    title: 'Land and expand',
    done: 4, // one, who, meet, r2
    all: 6, // one, three, who, meet, two rows: no group, and not what does not apply
    dues: [
      {day: '2020-01-01', label: 'Ring'},
      {day: '2099-01-02', label: 'meet'},
    ],
  });
  assert.deepEqual(aboutOf(stored, undefined, null), stored.about, 'a sheet that has left the site');
});

test('search finds names, titles and answers, whatever the accents and the case, and every word counts', () => {
  const one = {copy: named('Müller, Lyon', {[answerKey('site', 'note')]: 'The pump house'}), about: null};
  for (const wanted of ['muller', 'PUMP', 'lyon house', 'expand pump', '', '  '])
    assert.ok(matches(one, 'Land and expand', wanted), wanted);
  for (const wanted of ['turin', 'pump turin', 'pumphouse']) assert.ok(!matches(one, 'Land and expand', wanted), wanted);
});

test('search does not find a row’s place, and finds both texts that were written apart', () => {
  const start = named('Acme', {[rowKey('plan', 'r1', 'pos')]: 'v5'});
  const note = answerKey('site', 'note');
  const both = mergeCopies(typed(start, {[note]: 'left'}, here), typed(start, {[note]: 'right'}, there));
  assert.ok(!matches({copy: both, about: null}, 'Land', 'v5'));
  for (const wanted of ['left', 'right']) assert.ok(matches({copy: both, about: null}, 'Land', wanted), wanted);
});

test('sorting by last change, by name and by the earliest open day; the archive is last in each', () => {
  const list = [
    shelved(named('Plan 10', {}, {updated: '2026-11-03T00:00:00Z'}), '2026-12-01'),
    shelved(named('plan 9', {}, {updated: '2026-11-05T00:00:00Z'})),
    shelved(named('Äcme', {}, {updated: '2026-11-04T00:00:00Z'}), '2026-12-24', '2026-11-01'),
    shelved(named('Aardvark', {[ARCHIVED]: true}, {updated: '2026-11-09T00:00:00Z'}), '2026-01-01'),
  ];
  assert.deepEqual(labels(ordered(list, 'updated')), ['plan 9', 'Äcme', 'Plan 10', 'Aardvark']);
  assert.deepEqual(labels(ordered(list, 'name')), ['Äcme', 'plan 9', 'Plan 10', 'Aardvark']);
  assert.deepEqual(labels(ordered(list, 'due')), ['Äcme', 'Plan 10', 'plan 9', 'Aardvark']);
});

test('the order is total: the same copies in any order give one list', () => {
  const same = Array.from({length: 20}, () => shelved(named('Same', {}, {updated: '2026-11-03T00:00:00Z'}), '2026-12-01'));
  const random = seeded(7);
  for (const order of ['updated', 'due', 'name'] as const) {
    const expected = ordered(same, order).map(({copy}) => copy.copy);
    for (let round = 0; round < 20; round += 1) {
      const mixed = same
        .map(each => [random(), each] as const)
        .sort(([a], [b]) => a - b)
        .map(([, each]) => each);
      assert.deepEqual(
        ordered(mixed, order).map(({copy}) => copy.copy),
        expected,
      );
    }
  }
});

test('today is not overdue; the next day is the nearest that has not passed', () => {
  const due = dueOf(shelved(named('A'), '2026-12-24', '2026-11-24', '2026-11-23'), '2026-11-24');
  assert.equal(due.next?.day, '2026-11-24');
  assert.equal(due.overdue, 1);
  assert.deepEqual(dueOf({copy: named('A'), about: null}, '2026-11-24'), {next: null, overdue: 0});
});

test('a remark beside a record is not trusted', () => {
  const good = {title: 'Land', done: 1, all: 2, dues: [{day: '2026-12-01', label: 'Call'}]};
  assert.deepEqual(readAbout(good), good);
  for (const bad of [
    undefined,
    null,
    7,
    'x',
    [],
    {},
    {...good, title: 1},
    {...good, done: -1},
    {...good, all: Infinity},
    {...good, all: 1.5},
    {...good, dues: {}},
  ]) {
    assert.equal(readAbout(bad), null, JSON.stringify(bad));
  }
  const odd = readAbout({
    ...good,
    title: 'x'.repeat(1999),
    dues: [null, 7, {day: 'soon', label: 'x'}, ...Array.from({length: 90}, () => good.dues[0])],
  });
  assert.equal(odd?.title.length, 120);
  assert.equal(odd?.dues.length, 47, 'fifty at most, less the three that are none');
});

test('looking at files tells new copies, merges and what is there already, and changes nothing', () => {
  const mine = named('Acme', {[answerKey('one')]: false});
  const theirs = typed(mine, {[answerKey('one')]: true, [answerKey('two')]: true}, there);
  const before = JSON.stringify(toRecord(mine));
  const plans = plansFor(
    [file(mine, 'same.json'), file(theirs, 'more.json'), file(named('New', {[answerKey('x')]: true}), 'new.json')],
    [mine],
  );
  assert.deepEqual(
    plans.map(({name, incoming: [each]}) => [name, each!.known !== null, each!.changes]),
    [
      ['same.json', true, 0],
      ['more.json', true, 2],
      ['new.json', false, 1],
    ],
  );
  assert.equal(JSON.stringify(toRecord(mine)), before);
  assert.equal(gathered(plans).length, 2, 'what would change nothing is not written');
});

test('the same copy in several files is written once, with all of it', () => {
  const start = named('Acme');
  const [one, two] = [typed(start, {[answerKey('one')]: true}, here), typed(start, {[answerKey('two')]: true}, there)];
  const plans = plansFor([file(one), file(two, 'b.json'), file(one, 'c.json')], []);
  assert.deepEqual(
    plans.map(plan => plan.incoming[0]!.changes),
    [1, 1, 0],
  );
  const [only, ...rest] = gathered(plans);
  assert.equal(rest.length, 0);
  assert.equal(only!.known, null);
  assert.deepEqual(values(only!.copy), values(mergeCopies(one, two)));
});

test('a copy of one id in two sheets is two copies', () => {
  const [land, visit] = [named('A', {}, {copy: 'csame'}), named('B', {}, {copy: 'csame', worksheet: 'visit'})];
  assert.equal(plansFor([file(visit)], [land])[0]!.incoming[0]!.known, null);
  assert.equal(gathered(plansFor([file(land), file(visit)], [])).length, 2);
});

test('a file that is refused says why and spoils no other', () => {
  const whole = siteFile('coach.example', [named('A'), named('B')]);
  const plans = plansFor(
    [
      {name: 'cut', text: whole.slice(0, -40)},
      {name: 'other', text: '{"format": "other"}'},
      {name: 'huge', text: new Refusal('tooLarge')},
      {name: 'newer', text: whole.replaceAll('"formatVersion": 1', '"formatVersion": 2')},
      {name: 'good', text: whole},
    ],
    [],
  );
  assert.deepEqual(
    plans.map(plan => plan.refused?.reason),
    ['notJson', 'notOurs', 'tooLarge', 'newer', undefined],
  );
  assert.equal(gathered(plans).length, 2);
});

test('a whole file with one damaged copy brings nothing, and counts as not read for the next file', () => {
  const good = named('A', {[answerKey('one')]: true});
  const text = siteFile('coach.example', [good, named('B')]).replace(/"worksheet": "land"(?![\s\S]*"worksheet")/, '"worksheet": 7');
  const plans = plansFor([{name: 'half', text}, file(good)], []);
  assert.equal(plans[0]!.refused?.reason, 'damaged');
  assert.equal(plans[1]!.incoming[0]!.known, null);
});

test('bringing in never deletes, and brings back what was deleted here', () => {
  const copy = named('Acme', {[answerKey('one')]: true});
  const deleted = typed(copy, {[GONE]: true});
  const [gone] = plansFor([file(deleted)], [copy])[0]!.incoming;
  assert.equal(gone!.changes, 0);
  assert.ok(!isGone(mergeCopies(copy, gone!.copy)));
  const plans = plansFor([file(copy), file(copy, 'again.json')], [deleted]);
  assert.deepEqual(
    plans.map(plan => plan.incoming[0]!.back),
    [true, false],
  );
  assert.equal(gathered(plans).length, 1, 'though its answers are all here');
});

test('two files that each fit and not together are not merged into what could not be opened again', () => {
  const start = named('Acme');
  const full = (prefix: string, ticker: Ticker): Copy =>
    typed(start, Object.fromEntries(Array.from({length: 11_000}, (_, n) => [answerKey(`${prefix}${n}`), true])), ticker);
  const plans = plansFor([file(full('a', here)), file(full('b', there), 'b.json')], []);
  assert.deepEqual(
    plans.map(plan => plan.refused?.reason),
    [undefined, 'tooLarge'],
  );
});

test('everything in one file comes back the same, without what was deleted', () => {
  const random = seeded(11);
  for (let round = 0; round < 300; round += 1) {
    const copies = Array.from({length: 3}, (_, n) => randomCopy(random, `c000made${n}`));
    const read = readMany(siteFile('coach.example', [...copies, typed(named('Gone'), {[GONE]: true})]));
    assert.deepEqual(
      read.map(toRecord).map(each => JSON.stringify(each)),
      copies.map(toRecord).map(each => JSON.stringify(each)),
    );
  }
});

test('undo takes an import back, what was typed since stays', () => {
  const note = answerKey('one', 'note');
  const known = named('Acme', {[answerKey('one')]: false, [note]: 'mine', [answerKey('kept')]: true});
  const copy = typed(known, {[answerKey('one')]: true, [note]: 'theirs', [answerKey('new')]: true, [answerKey('later')]: true}, there);
  const incoming: Incoming = {copy, known, changes: 4, back: false};
  const merged = mergeCopies(known, copy);
  assert.deepEqual(values(withoutBrought(merged, incoming, here)), values(known));
  const since = typed(merged, {[answerKey('later')]: false, [answerKey('own')]: true});
  assert.deepEqual(
    values(withoutBrought(since, incoming, here)),
    values(typed(known, {[answerKey('later')]: false, [answerKey('own')]: true})),
  );
});

test('undo of an import wins over the file in every later merge where there was an answer before', () => {
  const known = named('Acme', {[answerKey('one')]: false});
  const copy = typed(known, {[answerKey('one')]: true}, there);
  const undone = withoutBrought(mergeCopies(known, copy), {copy, known, changes: 1, back: false}, here);
  assert.equal(mergeCopies(mergeCopies(known, copy), undone).leaves.get(answerKey('one'))!.v, false);
});

test('undo of a text written apart leaves one version; of one that was in doubt already, loses none', () => {
  const note = answerKey('one', 'note');
  const start = named('Acme');
  const [mine, theirs] = [typed(start, {[note]: 'mine'}, here), typed(start, {[note]: 'theirs'}, there)];
  const merged = mergeCopies(mine, theirs);
  assert.equal(otherVersions(merged.leaves.get(note)).length, 1);
  const undone = withoutBrought(merged, {copy: theirs, known: mine, changes: 1, back: false}, here).leaves.get(note)!;
  assert.deepEqual([undone.v, otherVersions(undone)], ['mine', []]);
  const third = typed(start, {[note]: 'third'}, new Ticker('third', () => (wall += 1)));
  const all = mergeCopies(merged, third);
  const doubtful = withoutBrought(all, {copy: third, known: merged, changes: 1, back: false}, here).leaves.get(note)!;
  assert.deepEqual(new Set([doubtful.v, ...otherVersions(doubtful).map(({v}) => v)]), new Set(['mine', 'theirs', 'third']));
});
