import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Ticker} from '../src/model/clock.ts';
import {mergeCopies, writeLeaf} from '../src/model/merge.ts';
import {answerKey, type Copy, newCopy, otherVersions, toRecord} from '../src/model/response.ts';
import {randomCopy} from './random.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

const KEYS = ['a/one/v', 'a/one/note', 'a/two/v', 'r/plan/r1/=goal', 'r/plan/r1/gone', 'l'];
const isText = (key: string): boolean => key.endsWith('note') || key.endsWith('=goal');
const canonical = (copy: Copy): string => JSON.stringify(toRecord(copy));

/** Copies that share a past and were then edited apart by several devices, some meeting on the way. */
function related(random: () => number): Copy[] {
  const base = {...newCopy('s', 'w', 1, new Date(0)), copy: 'c1'};
  const tickers = ['da', 'db', 'dc'].map(device => new Ticker(device, () => Math.floor(random() * 4)));
  const copies = tickers.map(() => ({...base, leaves: new Map(base.leaves), labels: new Map<string, string>()}) as Copy);
  for (let step = 0; step < 12; step += 1) {
    const at = Math.floor(random() * 3);
    if (random() < 0.25) copies[at] = mergeCopies(copies[at]!, copies[Math.floor(random() * 3)]!);
    else {
      const key = KEYS[Math.floor(random() * KEYS.length)]!;
      const value = isText(key) || key === 'l' ? `t${Math.floor(random() * 3)}` : random() < 0.5;
      copies[at]!.leaves.set(key, writeLeaf(copies[at]!.leaves.get(key), value, isText(key), tickers[at]!));
    }
  }
  return copies;
}

test('merging is commutative, associative and idempotent over thousands of histories', () => {
  const random = seeded(7);
  for (let round = 0; round < rounds(10_000); round += 1) {
    const [a, b, c] = related(random) as [Copy, Copy, Copy];
    assert.equal(canonical(mergeCopies(a, b)), canonical(mergeCopies(b, a)));
    assert.equal(canonical(mergeCopies(mergeCopies(a, b), c)), canonical(mergeCopies(a, mergeCopies(b, c))));
    assert.equal(canonical(mergeCopies(a, a)), canonical(a));
  }
});

test('two notes written apart are both kept, also after a reload on one side', () => {
  const past = new Ticker('d0', () => 1);
  const start = {...newCopy('s', 'w', 1, new Date(0)), copy: 'c1'};
  const note = answerKey('one', 'note');
  start.leaves.set(note, writeLeaf(undefined, 'N0', true, past));
  const fork = (): Copy => ({...start, leaves: new Map(start.leaves)});
  const [phone, laptop] = [fork(), fork()];
  phone.leaves.set(note, writeLeaf(phone.leaves.get(note), 'phone', true, new Ticker('da', () => 10)));
  laptop.leaves.set(note, writeLeaf(laptop.leaves.get(note), 'laptop', true, new Ticker('db', () => 11)));
  // A reload is a new device: it had seen the laptop's text, and never the phone's.
  laptop.leaves.set(note, writeLeaf(laptop.leaves.get(note), 'laptop, again', true, new Ticker('dc', () => 12)));
  const merged = mergeCopies(phone, laptop).leaves.get(note)!;
  assert.equal(merged.v, 'laptop, again');
  assert.deepEqual(
    otherVersions(merged).map(version => version.v),
    ['phone'],
  );
});

test('a text that was written over a seen one replaces it without asking', () => {
  const note = answerKey('one', 'note');
  const first = {...newCopy('s', 'w', 1, new Date(0)), copy: 'c1'};
  first.leaves.set(note, writeLeaf(undefined, 'draft', true, new Ticker('da', () => 10)));
  const second = {...first, leaves: new Map(first.leaves)};
  second.leaves.set(note, writeLeaf(second.leaves.get(note), 'final', true, new Ticker('db', () => 5)));
  const merged = mergeCopies(first, second).leaves.get(note)!;
  assert.equal(merged.v, 'final', 'although the second clock runs behind');
  assert.equal(otherVersions(merged).length, 0);
});

test('a tick and a note changed apart both arrive', () => {
  const [a, b] = [newCopy('s', 'w', 1, new Date(0)), newCopy('s', 'w', 1, new Date(0))];
  a.leaves.set(answerKey('one'), writeLeaf(undefined, true, false, new Ticker('da', () => 1)));
  b.leaves.set(answerKey('one', 'note'), writeLeaf(undefined, 'n', true, new Ticker('db', () => 2)));
  const merged = mergeCopies(a, b);
  assert.equal(merged.leaves.get(answerKey('one'))!.v, true);
  assert.equal(merged.leaves.get(answerKey('one', 'note'))!.v, 'n');
});

test('ten exports give the same copy in whatever order they are merged', () => {
  const random = seeded(21);
  for (let round = 0; round < rounds(100); round += 1) {
    const files = Array.from({length: 10}, () => randomCopy(random));
    const merged = (order: Copy[]): string => canonical(order.reduce(mergeCopies));
    const shuffled = [...files].sort(() => random() - 0.5);
    const pairs = [...files].reverse();
    assert.equal(merged(shuffled), merged(files));
    assert.equal(merged(pairs), merged(files));
  }
});
