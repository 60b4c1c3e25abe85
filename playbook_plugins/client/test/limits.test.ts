import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Store} from '../src/keep/store.ts';
import {asFile, readText} from '../src/model/gate.ts';
import {excess, LIMITS, nameOf} from '../src/model/limits.ts';
import {answerKey, type Copy, cellKey, LABEL, newCopy, randomId, rowKey, textOf, toRecord} from '../src/model/response.ts';
import {browser, newPage} from './browser.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

// Whatever is called saved is there after a reload, and comes in again as a file, at, one below and one above every limit.
// A thousand random sheets and more: `python3 dev.py campaign generated`.

const SITE = 'coach.example';
const around = (limit: number): number[] => [limit - 1, limit, limit + 1];
const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

async function page(): Promise<Store> {
  newPage();
  const store = new Store(SITE, 'land', 1, randomId('v', 8));
  await store.open();
  return store;
}

/** An edit of any kind, as long as a limit allows, a little less, or a little more. */
function edit(store: Store, random: () => number): void {
  const length = pick(random, [0, 1, 40, 40, 40, ...around(LIMITS.text)]);
  const text = pick(random, ['x', 'ü', '🙂', '"', '\\', '\n']).repeat(length).slice(0, length);
  const id = `q${Math.floor(random() * 20)}`;
  if (!store.copy.leaves.size) store.begin('My copy');
  const kind = Math.floor(random() * 7);
  if (kind === 0) store.edit([{key: answerKey(id), value: random() < 0.5}]);
  else if (kind === 1) store.edit([{key: answerKey(id), value: text}]);
  else if (kind === 2) store.edit([{key: answerKey(id, 'note'), value: text, text: true}]);
  else if (kind === 3) store.edit([{key: answerKey(id, 'na'), value: text, text: true}]);
  else if (kind === 4) store.edit([{key: cellKey('plan', id, 'goal'), value: text, text: true}]);
  else if (kind === 5) store.edit([{key: rowKey('plan', id, 'pos'), value: 'V'.repeat(pick(random, [1, 2, ...around(200)]))}]);
  else store.edit([{key: LABEL, value: text.slice(0, pick(random, around(LIMITS.name)))}]);
}

/** A file as somebody else's page, or a program, might have made it. */
function brought(random: () => number, copy: string): Copy {
  const made = {...newCopy(SITE, 'land', 1, new Date(0)), copy};
  const versions = pick(random, [1, ...around(100)]);
  const seen = Array.from({length: pick(random, [1, ...around(LIMITS.seen)])}, (_, n) => `${n + 1}-0-d${n}`).join(' ');
  made.leaves.set(answerKey('q1', 'note'), {
    v: 'there',
    t: '9000-0-zz',
    b: `9000-0-zz ${seen}`,
    also: Array.from({length: versions}, (_, n) => ({v: `version ${n}`, t: `${n + 5000}-0-y${n}`})),
  });
  let deep: unknown = 1;
  for (let level = pick(random, around(LIMITS.depth)) - 2; level > 0; level -= 1) deep = random() < 0.5 ? [deep] : {a: deep};
  return readText(JSON.stringify({...toRecord(made), later: deep}));
}

/** Fill the copy with answers until its file has `signs` colons and commas. */
function fillSigns(store: Store, signs: number): void {
  const count = (): number =>
    asFile(toRecord(store.copy))
      .replace(/"(?:[^"\\]|\\.)*"/g, '')
      .match(/[:,]/g)!.length;
  store.edit(Array.from({length: 15_000}, (_, n) => ({key: answerKey(`a${n}`), value: true})));
  const each = 5; // the answer's colon and comma, and those of its value and clock
  const missing = signs - count();
  store.edit(Array.from({length: Math.floor(missing / each)}, (_, n) => ({key: answerKey(`b${n}`), value: true})));
  for (let n = 0; count() < signs; n += 1) store.copy.labels.set(`l${n}`, 'x'); // two at a time
}

/** Fill the copy with texts until its file has `bytes`. */
function fillBytes(store: Store, bytes: number): void {
  const size = (): number => new TextEncoder().encode(asFile(toRecord(store.copy))).length;
  const texts = Math.floor(bytes / LIMITS.text) - 2;
  store.edit(Array.from({length: texts}, (_, n) => ({key: answerKey(`q${n}`, 'note'), value: 'x'.repeat(LIMITS.text), text: true})));
  for (let tries = 0; tries < 9 && size() !== bytes; tries += 1) {
    const now = textOf(store.copy, answerKey('last', 'note')).length;
    store.edit([{key: answerKey('last', 'note'), value: 'x'.repeat(Math.max(0, now + bytes - size())), text: true}]);
  }
  assert.equal(size(), bytes);
}

const values = (copy: Copy): string => JSON.stringify(toRecord({...copy, updated: '', extra: {}}));

async function check(store: Store, may: boolean): Promise<void> {
  await store.flush();
  assert.ok(['saved', 'full'].includes(store.standing), store.standing);
  if (may) assert.equal(store.standing, 'saved');
  if (store.standing !== 'saved') return;
  const file = asFile(toRecord(store.copy));
  assert.equal(values(readText(file)), values(store.copy), 'as a file');
  assert.equal(values((await page()).copy), values(store.copy), 'after a reload');
}

test('random sheets at every limit: whatever is called saved is there after a reload', async () => {
  for (let round = 0; round < rounds(100); round += 1) {
    const random = seeded(round + 1);
    browser();
    const store = await page();
    for (let n = 1 + Math.floor(random() * 6); n > 0; n -= 1) edit(store, random);
    if (random() < 0.3) await store.merge(brought(random, store.copy.copy));
    if (random() < 0.1)
      await store.start(
        nameOf(textOf(store.copy, LABEL), label => `${label}, copy`),
        store.copy,
      );
    await check(store, true);
  }
});

for (const [what, fill, limit] of [
  ['signs', fillSigns, LIMITS.signs],
  ['bytes', fillBytes, LIMITS.record],
] as const) {
  for (const [n, size] of around(limit).entries()) {
    test(`a copy of ${size} ${what} is ${n < 2 ? 'saved' : 'never called saved'}`, async () => {
      browser();
      const store = await page();
      store.begin('My copy');
      fill(store, size);
      await check(store, n < 2 && what === 'bytes');
      if (n === 2) assert.equal(store.standing, 'full');
      if (n === 0) assert.equal(store.standing, 'saved');
    });
  }
}

test('a text is too long by as many characters as it has more', () => {
  assert.deepEqual(
    around(LIMITS.text).map(length => excess('x'.repeat(length))),
    [0, 0, 1],
  );
});

test('a name that a press makes is shortened visibly, and never inside a character', () => {
  for (const length of [0, 1, 70, ...around(LIMITS.name), 500]) {
    for (const letter of ['n', '🙂', 'ü']) {
      const label = letter.repeat(length);
      const made = nameOf(label, each => `${each}, copy`);
      assert.ok(made.length <= LIMITS.name, String(made.length));
      assert.ok(made === `${label}, copy` || made.endsWith('…, copy'), made);
      assert.doesNotMatch(made, /\p{Surrogate}/u);
    }
  }
});
