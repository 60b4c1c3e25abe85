import assert from 'node:assert/strict';
import {test} from 'node:test';
import {keepPoint, pointsOf} from '../src/keep/points.ts';
import {SiteStore} from '../src/keep/site-store.ts';
import {Store} from '../src/keep/store.ts';
import {readMany, readText} from '../src/model/gate.ts';
import {LIMITS} from '../src/model/limits.ts';
import {
  answerKey,
  cellKey,
  GONE,
  LABEL,
  type Leaf,
  newCopy,
  otherVersions,
  randomId,
  rowKey,
  textOf,
  toRecord,
} from '../src/model/response.ts';
import {browser, newPage} from './browser.ts';

const SITE = 'coach.example';
const note = answerKey('one', 'note');

/** A page that begins to open, in a tab of its own. */
function begun(worksheet = 'land'): Store {
  newPage();
  return new Store(SITE, worksheet, 1, randomId('v', 8));
}

async function page(worksheet = 'land'): Promise<Store> {
  const store = begun(worksheet);
  await store.open();
  return store;
}

/** What the page does with the first thing that is typed. */
function type(store: Store, key: string, value: string | boolean, text = false): void {
  if (!store.copy.leaves.size) store.begin('My copy');
  store.edit([{key, value, ...(text && {text: true})}]);
}

const standing = (store: Store): string[] =>
  store
    .list()
    .filter(copy => !copy.gone)
    .map(({label}) => label);
const stored = (databases: ReturnType<typeof browser>['databases']): Record<string, unknown>[] =>
  (databases.rows(`playbook:${SITE}`, 'copies') as {record: Record<string, unknown>}[]).map(({record}) => record);

test('a text of any length that was stored opens with all the rest', async () => {
  const {databases} = browser();
  const copy = newCopy(SITE, 'land', 1, new Date(0));
  copy.leaves.set(note, {v: 'x'.repeat(LIMITS.text + 1), t: '1790000000000-0-d7', b: '1790000000000-0-d7'});
  copy.leaves.set(answerKey('two'), {v: true, t: '1790000000000-0-d7'});
  databases.put(`playbook:${SITE}`, 'copies', ['land', copy.copy], {record: toRecord(copy)});
  const store = await page();
  assert.equal(store.copies.unreadable.length + store.copies.partly.length, 0);
  assert.equal(textOf(store.copy, note).length, LIMITS.text + 1);
  assert.equal(store.copy.leaves.get(answerKey('two'))!.v, true);
  assert.equal(textOf(readText(JSON.stringify(toRecord(copy))), note).length, LIMITS.text + 1, 'as a file, too');
});

for (const [what, spoil] of [
  [
    'a clock of letters',
    (record: Record<string, unknown>) => {
      (record['answers'] as Record<string, Leaf>)['two']!.t = 'x';
    },
  ],
  [
    'a number for an answer',
    (record: Record<string, unknown>) => {
      (record['answers'] as Record<string, unknown>)['two'] = 7;
    },
  ],
  [
    'an id that is none',
    (record: Record<string, unknown>) => {
      (record['answers'] as Record<string, unknown>)['Two!'] = {v: true, t: '1790000000000-0-d7'};
    },
  ],
  [
    'an unknown key without end',
    (record: Record<string, unknown>) => {
      let deep: unknown = 1;
      for (let level = 0; level < 300; level += 1) deep = [deep];
      record['later'] = deep;
    },
  ],
  [
    'rows that are a list',
    (record: Record<string, unknown>) => {
      record['rows'] = [];
    },
  ],
] as const) {
  test(`a stored copy with ${what} opens but for that, which is kept as it is`, async () => {
    const {databases} = browser();
    const copy = newCopy(SITE, 'land', 1, new Date(0));
    for (const id of ['one', 'two']) copy.leaves.set(answerKey(id), {v: true, t: '1790000000000-0-d7'});
    const record = JSON.parse(JSON.stringify(toRecord(copy))) as Record<string, unknown>;
    spoil(record);
    databases.put(`playbook:${SITE}`, 'copies', ['land', copy.copy], {record});
    const store = await page();
    assert.equal(store.copy.leaves.get(answerKey('one'))!.v, true);
    assert.deepEqual(store.copies.partly, [record]);
    type(store, answerKey('three'), true);
    await store.flush();
    assert.equal(store.standing, 'saved');
    assert.deepEqual(
      (databases.rows(`playbook:${SITE}`, 'quarantine') as {record: unknown}[]).map(each => each.record),
      [record],
    );
    const again = await page();
    assert.deepEqual(
      ['one', 'three'].map(id => again.copy.leaves.get(answerKey(id))?.v),
      [true, true],
    );
    assert.equal(again.copies.partly.length, 0);
  });
}

test('a file whose unknown key lies too deep comes in but for that, which is kept', async () => {
  const {databases} = browser();
  const copy = newCopy(SITE, 'land', 1, new Date(0));
  copy.leaves.set(answerKey('one'), {v: true, t: '1790000000000-0-d7'});
  const deep = JSON.parse(`${'['.repeat(40)}1${']'.repeat(40)}`) as unknown;
  const brought = readText(JSON.stringify({...toRecord(copy), later: deep, person: {name: 'Ana'}}));
  assert.deepEqual(JSON.parse(JSON.stringify(brought.extra)), {person: {name: 'Ana'}});
  const store = await page();
  await store.start('Ana', brought);
  await store.merge(brought);
  const rows = (): {record: {later: unknown}}[] => databases.rows(`playbook:${SITE}`, 'quarantine') as {record: {later: unknown}}[];
  while (rows().length < 2) await new Promise(done => setTimeout(done));
  const kept = rows();
  assert.equal(kept.length, 2);
  assert.deepEqual(kept[0]!.record.later, deep);
  assert.equal(textOf((await page()).copy, LABEL), 'Ana');
});

test('what goes out comes in, however often: no level of an unknown key is lost on the way', () => {
  for (let levels = 1; levels <= 20; levels += 1) {
    const copy = newCopy(SITE, 'land', 1, new Date(0));
    const deep = JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`) as unknown;
    let read = readText(JSON.stringify({...toRecord(copy), later: deep}));
    if (read.aside !== undefined) continue;
    for (let round = 0; round < 3; round += 1) read = readText(JSON.stringify(toRecord(read)));
    assert.deepEqual(read.extra['later'], deep);
    assert.ok(levels > 10 || read.aside === undefined);
  }
});

test('a copy that grew past what can be read is never called saved, and shrinks again', async () => {
  const {databases} = browser();
  const store = await page();
  const big = 'ü'.repeat(LIMITS.text);
  const most = Math.floor(LIMITS.record / 2 / LIMITS.text);
  for (let n = 0; n <= most; n += 1) type(store, answerKey(`q${n}`, 'note'), big, true);
  await store.flush();
  assert.equal(store.standing, 'full');
  assert.equal(stored(databases).length, 0);
  const reopened = await page();
  assert.equal(textOf(reopened.copy, answerKey('q0', 'note')), big, 'the journal has it');
  assert.equal(reopened.standing, 'full');
  reopened.edit([{key: answerKey('q0', 'note'), value: '', text: true}]);
  await reopened.flush();
  assert.equal(reopened.standing, 'saved');
  readText(JSON.stringify(toRecord(reopened.copy), null, 1));
  assert.equal(textOf((await page()).copy, answerKey('q1', 'note')), big);
});

test('what an older page stored larger than a file may be can still be written over by less', async () => {
  const {databases} = browser();
  const copy = newCopy(SITE, 'land', 1, new Date(0));
  for (let n = 0; n < 90; n += 1)
    copy.leaves.set(answerKey(`q${n}`, 'note'), {v: 'x'.repeat(LIMITS.text), t: '1790000000000-0-d7', b: '1790000000000-0-d7'});
  databases.put(`playbook:${SITE}`, 'copies', ['land', copy.copy], {record: toRecord(copy)});
  const store = await page();
  store.edit([{key: answerKey('q0', 'note'), value: 'short', text: true}]);
  await store.flush();
  assert.equal(store.standing, 'saved');
  assert.equal(textOf((await page()).copy, answerKey('q0', 'note')), 'short');
});

test('a hand-written id that the gate refuses is not called saved', async () => {
  browser();
  const store = await page();
  type(store, answerKey('Not An Id'), true);
  await store.flush();
  assert.equal(store.standing, 'unkept');
});

test('a tick in a box that was a text field stays ticked', async () => {
  browser();
  const store = await page();
  type(store, answerKey('one'), 'a text', true);
  await store.flush();
  store.edit([{key: answerKey('one'), value: true}]);
  await store.flush();
  assert.equal(String((await page()).copy.leaves.get(answerKey('one'))!.v), 'true');
});

for (const gap of [0, 1, 5, 30]) {
  test(`first edits in two tabs of a fresh sheet, ${gap} turns apart: one copy, and nothing typed is lost`, async () => {
    const {databases} = browser();
    const [left, right] = [await page(), await page()];
    type(left, answerKey('one'), true);
    type(left, note, 'left', true);
    type(right, answerKey('two'), true);
    const first = left.flush();
    for (let turn = 0; turn < gap; turn += 1) await new Promise(setImmediate);
    type(right, note, 'right', true);
    await Promise.all([first, right.flush()]);
    await left.refresh();
    assert.equal(stored(databases).length, 1);
    for (const store of [await page(), left, right]) {
      assert.deepEqual([standing(store), store.standing], [['My copy'], 'saved']);
      assert.equal(store.copy.copy, left.copy.copy);
      if (store === right || store === left) await store.refresh();
      assert.deepEqual(
        ['one', 'two'].map(id => store.copy.leaves.get(answerKey(id))?.v),
        [true, true],
      );
      assert.deepEqual([textOf(store.copy, note), ...otherVersions(store.copy.leaves.get(note)).map(({v}) => v)].sort(), ['left', 'right']);
    }
  });
}

test('a tab that died before its first copy was stored leaves no second one', async () => {
  const {databases} = browser();
  const dead = await page();
  const living = await page();
  type(dead, answerKey('one'), true); // in the journal, and the tab is gone
  dead.rest = () => undefined;
  type(living, answerKey('two'), true);
  await living.flush();
  await dead.flush();
  const next = await page();
  assert.equal(stored(databases).length, 1);
  assert.deepEqual(
    ['one', 'two'].map(id => next.copy.leaves.get(answerKey(id))?.v),
    [true, true],
  );
});

test('a copy that the reader has named stays a copy of its own', async () => {
  const {databases} = browser();
  const [left, right] = [await page(), await page()];
  type(left, answerKey('one'), true);
  type(right, answerKey('two'), true);
  right.edit([{key: LABEL, value: 'Acme'}]);
  await left.flush();
  await right.flush();
  assert.equal(stored(databases).length, 2);
});

test('deleting a copy that gives way deletes no other', async () => {
  browser();
  const [left, right] = [await page(), await page()];
  type(left, answerKey('one'), true);
  await left.flush();
  type(right, answerKey('two'), true);
  right.edit([{key: GONE, value: true}]);
  await right.flush();
  assert.deepEqual(standing(await page()), ['My copy']);
});

test('a database that does not answer ends in memory, and what it held comes to what was typed', {timeout: 60_000}, async t => {
  const {databases} = browser();
  const before = await page();
  type(before, note, 'from before', true);
  before.edit([
    {key: LABEL, value: 'Acme'},
    {key: answerKey('one'), value: true},
  ]);
  await before.flush();
  t.mock.timers.enable({apis: ['setTimeout']});
  databases.silent = true;
  const store = begun();
  const opened = store.open();
  await turns();
  t.mock.timers.tick(60_000);
  await opened;
  assert.equal(store.standing, 'unkept');
  type(store, answerKey('two'), true);
  type(store, note, 'typed meanwhile', true);
  void store.flush();
  await turns();
  assert.equal(store.standing, 'unkept');
  databases.silent = false;
  await turns(400);
  assert.equal(store.standing, 'saved');
  t.mock.timers.reset();
  const next = await page();
  for (const each of [store, next]) {
    assert.deepEqual(standing(each), ['Acme']);
    assert.deepEqual(
      ['one', 'two'].map(id => each.copy.leaves.get(answerKey(id))?.v),
      [true, true],
    );
    assert.deepEqual([textOf(each.copy, note), ...otherVersions(each.copy.leaves.get(note)).map(({v}) => v)].sort(), [
      'from before',
      'typed meanwhile',
    ]);
  }
});

test('a page closed while the database did not answer leaves no second copy in front of the first', {timeout: 60_000}, async t => {
  const {databases} = browser();
  const before = await page();
  type(before, answerKey('one'), true);
  await before.flush();
  t.mock.timers.enable({apis: ['setTimeout']});
  databases.silent = true;
  const store = begun();
  const opened = store.open();
  await turns();
  t.mock.timers.tick(60_000);
  await opened;
  type(store, answerKey('two'), true);
  store.rest();
  t.mock.timers.reset();
  browserAgain(databases);
  const site = await new SiteStore(SITE).read();
  assert.equal(site.copies.length, 1, 'on My worksheets');
  const next = await page();
  assert.deepEqual(standing(next), ['My copy']);
  assert.equal(stored(databases).length, 1);
  assert.deepEqual(
    ['one', 'two'].map(id => next.copy.leaves.get(answerKey(id))?.v),
    [true, true],
  );
});

test('a copy that the reader starts while the database is silent stays a copy of its own', {timeout: 60_000}, async t => {
  const {databases} = browser();
  const before = await page();
  type(before, answerKey('one'), true);
  await before.flush();
  t.mock.timers.enable({apis: ['setTimeout']});
  databases.silent = true;
  const store = begun();
  const opened = store.open();
  await turns();
  t.mock.timers.tick(60_000);
  await opened;
  void store.start('Acme');
  type(store, answerKey('two'), true);
  databases.silent = false;
  await turns(400);
  t.mock.timers.reset();
  for (const each of [store, await page()]) {
    assert.deepEqual(standing(each).sort(), ['Acme', 'My copy']);
    assert.deepEqual(
      ['one', 'two'].map(id => each.copy.leaves.get(answerKey(id))?.v),
      [undefined, true],
    );
  }
});

test('a database that falls silent in the middle of a visit is said, and recovers', {timeout: 60_000}, async t => {
  const {databases} = browser();
  const store = await page();
  type(store, answerKey('one'), true);
  await store.flush();
  t.mock.timers.enable({apis: ['setTimeout']});
  databases.silent = true;
  type(store, answerKey('two'), true);
  const flushed = store.flush();
  await turns();
  t.mock.timers.tick(60_000);
  await flushed;
  assert.equal(store.standing, 'unkept');
  assert.deepEqual(await pointsOf(store), [], 'the other ways to the database do not wait either');
  await keepPoint(store, 'kept');
  databases.silent = false;
  await turns(400);
  assert.equal(store.standing, 'saved');
  t.mock.timers.reset();
  assert.equal((await page()).copy.leaves.get(answerKey('two'))!.v, true);
});

test('what is typed before the database answers does not rename the copy, nor replace a text unseen', async () => {
  browser();
  const before = await page();
  type(before, note, 'long before', true);
  before.edit([{key: LABEL, value: 'Acme'}]);
  await before.flush();
  const store = begun();
  const opened = store.open();
  type(store, note, 'h', true);
  type(store, answerKey('one'), true);
  await opened;
  await store.flush();
  assert.deepEqual(standing(store), ['Acme']);
  assert.equal(store.copy.leaves.get(answerKey('one'))!.v, true);
  assert.deepEqual([textOf(store.copy, note), ...otherVersions(store.copy.leaves.get(note)).map(({v}) => v)].sort(), ['h', 'long before']);
});

test('the start day stays when the reader travels, and goes with files and copies', async () => {
  browser();
  const zone = process.env['TZ'];
  try {
    process.env['TZ'] = 'Pacific/Auckland';
    const store = await page();
    type(store, cellKey('plan', 'r1', 'goal'), 'x', true);
    await store.flush();
    const day = store.begunOn();
    for (const elsewhere of ['Pacific/Honolulu', 'Europe/Berlin', 'UTC']) {
      process.env['TZ'] = elsewhere;
      const next = await page();
      assert.equal(next.begunOn(), day, elsewhere);
      assert.equal(readMany(JSON.stringify(toRecord(next.copy)))[0]!.start, day);
    }
    const twin = await page();
    await twin.start('Twin', twin.copy);
    assert.equal(twin.begunOn(), day);
  } finally {
    process.env['TZ'] = zone;
  }
});

test('the start day of a copy from before is kept from the first time it is shown', async () => {
  const {databases} = browser();
  const zone = process.env['TZ'];
  const copy = newCopy(SITE, 'land', 1, new Date('2026-10-01T23:30:00Z'));
  copy.leaves.set(rowKey('plan', 'r1', 'gone'), {v: false, t: '1790000000000-0-d7'});
  databases.put(`playbook:${SITE}`, 'copies', ['land', copy.copy], {record: toRecord(copy)});
  try {
    process.env['TZ'] = 'Europe/Berlin';
    const shown = await page();
    assert.equal(shown.begunOn(), '2026-10-02');
    await shown.flush();
    assert.equal(shown.standing, 'saved');
    process.env['TZ'] = 'America/Los_Angeles';
    const next = await page();
    assert.equal(next.begunOn(), '2026-10-02');
    assert.equal(next.copy.updated, copy.updated, 'looking is no change');
  } finally {
    process.env['TZ'] = zone;
  }
});

/** Let everything happen that waits for nothing but its turn. */
async function turns(n = 60): Promise<void> {
  for (let turn = 0; turn < n; turn += 1) await new Promise(setImmediate);
}

/** The same browser, started again: what did not answer answers. */
function browserAgain(databases: ReturnType<typeof browser>['databases']): void {
  databases.silent = false;
  newPage();
}
