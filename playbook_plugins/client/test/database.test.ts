import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Database} from '../src/keep/database.ts';
import {pointsOf} from '../src/keep/points.ts';
import {SiteDatabase} from '../src/keep/site-database.ts';
import {SiteStore} from '../src/keep/site-store.ts';
import {Store} from '../src/keep/store.ts';
import {STEPS, type Step} from '../src/keep/upgrades.ts';
import {answerKey, LABEL, randomId, textOf} from '../src/model/response.ts';
import {browser} from './browser.ts';

const SITE = 'coach.example';
const NAME = `playbook:${SITE}`;
const STORED = new URL('../test/stored/', import.meta.url);

type Rows = {key: IDBValidKey; value: {record?: unknown}}[];

/** What pages of a version stored, by the names of its stores. */
const storedBy = (version: number): Record<string, Rows> =>
  JSON.parse(readFileSync(new URL(`version-${version}.json`, STORED), 'utf8')) as Record<string, Rows>;

/** A browser whose database pages of `version` have made and filled. */
async function browserOf(version: number): Promise<ReturnType<typeof browser>> {
  const made = browser();
  await new SiteDatabase(SITE, undefined, STEPS.slice(0, version)).everything();
  for (const [table, rows] of Object.entries(storedBy(version)))
    for (const {key, value} of rows) made.databases.put(NAME, table, key, value);
  return made;
}

async function page(): Promise<Store> {
  const store = new Store(SITE, 'land', 1, randomId('v', 8));
  await store.open();
  return store;
}

test('every version of the database has an example of what its pages stored', () => {
  assert.deepEqual(readdirSync(STORED).sort(), STEPS.map((_, index) => `version-${index + 1}.json`).sort());
});

for (const version of STEPS.keys()) {
  test(`what pages of version ${version + 1} of the database stored opens, and stays when it is written on`, async () => {
    await browserOf(version + 1);
    const records = storedBy(version + 1)['copies']!.map(({value}) => value.record) as {label: {v: string}; copy: string}[];
    const store = await page();
    assert.deepEqual(
      store
        .list()
        .map(({label}) => label)
        .sort(),
      records.map(({label}) => label.v).sort(),
    );
    assert.deepEqual([store.copies.unreadable.length, store.copies.partly.length], [0, 0]);
    assert.equal((await pointsOf({database: store.database, worksheet: 'land'})).length, 1);
    for (const {copy} of records) {
      await store.change(copy);
      store.edit([{key: answerKey('new'), value: true}]);
      await store.flush();
      assert.equal(store.standing, 'saved');
    }
    const {copies, unreadable} = await new SiteStore(SITE).read();
    assert.equal(unreadable.length, 1, 'what was set aside stays so');
    for (const {copy} of copies) {
      const before = storedBy(version + 1)
        ['copies']!.map(({value}) => value.record as Record<string, unknown>)
        .find(record => record['copy'] === copy.copy)!;
      assert.equal(textOf(copy, LABEL), (before['label'] as {v: string}).v);
      assert.ok(copy.leaves.get(answerKey('new'))?.v);
      for (const id of Object.keys(before['answers'] as object))
        assert.ok(
          [...copy.leaves.keys()].some(key => key.startsWith(`a/${id}/`)),
          id,
        );
    }
  });
}

test('a database goes up step by step, each step once, and keeps what is in it', async () => {
  const {databases} = await browserOf(1);
  const before = databases.rows(NAME, 'copies');
  const taken: number[] = [];
  const step =
    (number: number): Step =>
    database => {
      taken.push(number);
      database.createObjectStore(`later-${number}`);
    };
  const later = [...STEPS.slice(0, 1), step(2), step(3)];
  for (const _ of ['once', 'again']) {
    const all = await new SiteDatabase(SITE, undefined, later).everything();
    assert.equal(all.length, before.length);
  }
  assert.deepEqual(taken, [2, 3]);
  assert.deepEqual(databases.rows(NAME, 'copies'), before);
  await new SiteDatabase(SITE, undefined, [...later, step(4)]).everything();
  assert.deepEqual(taken, [2, 3, 4]);
});

test('a database that a later page has changed is left as it is, and said to be newer; what is typed stays in the journal', async () => {
  const {databases, area} = await browserOf(1);
  const before = databases.rows(NAME, 'copies');
  await new Database(SITE, undefined, [...STEPS, () => undefined]).all('land');
  const store = await page();
  assert.equal(store.standing, 'newer');
  store.begin('My copy');
  store.edit([{key: answerKey('one'), value: true}]);
  await store.flush();
  assert.equal(store.standing, 'newer');
  assert.deepEqual(databases.rows(NAME, 'copies'), before);
  assert.equal([...area.kept.keys()].filter(key => key.includes(':journal:')).length, 1);
});
