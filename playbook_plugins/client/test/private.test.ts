import assert from 'node:assert/strict';
import {test} from 'node:test';

import {isClock, Ticker} from '../src/model/clock.ts';
import {readRecord, readText} from '../src/model/gate.ts';
import {mergeCopies, writeLeaf} from '../src/model/merge.ts';
import {isPrivate, mark, type Privacy, withoutOpening} from '../src/model/privacy.ts';
import {answerKey, type Copy, cellKey, LABEL, markKey, newCopy, ownerOf, rowKey, toRecord} from '../src/model/response.ts';
import {dimmed, sentNow} from '../src/travel/dim.ts';
import {cut, outgoing} from '../src/travel/outgoing.ts';
import {randomCopy} from './random.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

const canonical = (copy: Copy): string => JSON.stringify(toRecord(copy));
const NOTHING = {notes: false, privates: false};
const page = (known: Record<string, Privacy>): {privacy(owner: string): Privacy | null} => ({privacy: owner => known[owner] ?? null});
const open: Privacy = {private: false};
const shut: Privacy = {private: true};

/** A copy with one answer `x`, written on a page that says `said` of it. */
function answered(said: Privacy | null, value = 'secret'): {copy: Copy; ticker: Ticker} {
  let now = 1_790_000_000_000;
  const ticker = new Ticker('d1', () => (now += 1000));
  const copy = newCopy('s', 'w', 1);
  copy.leaves.set(answerKey('x'), writeLeaf(undefined, value, true, ticker));
  mark(copy, {privacy: () => said});
  return {copy, ticker};
}

test('what nothing is known about is private, and what was open when it was written stays open', () => {
  const gone = page({});
  assert.equal(isPrivate(answered(null).copy, answerKey('x'), gone), true);
  assert.equal(isPrivate(answered(shut).copy, answerKey('x'), gone), true);
  assert.equal(isPrivate(answered(open).copy, answerKey('x'), gone), false);
  assert.equal(isPrivate(answered(null).copy, answerKey('x'), page({'a/x': open})), false, 'the page decides of what has no mark');
  assert.equal(isPrivate(answered(open).copy, answerKey('x'), page({'a/x': shut})), true);
  assert.equal(isPrivate(newCopy('s', 'w', 1), LABEL, gone), false);
  assert.equal(isPrivate(newCopy('s', 'w', 1), 'f', gone), true);
});

test('what was written as private stays so on a page that calls it open, until nothing of it is left', () => {
  const {copy, ticker} = answered(shut);
  copy.leaves.set(answerKey('x', 'note'), writeLeaf(undefined, 'also secret', true, ticker));
  mark(copy, page({'a/x': shut}));
  const opened = page({'a/x': open});
  mark(copy, opened);
  assert.equal(isPrivate(copy, answerKey('x'), opened), true);
  copy.leaves.set(answerKey('x'), writeLeaf(copy.leaves.get(answerKey('x')), 'said aloud', true, ticker));
  mark(copy, opened);
  assert.equal(isPrivate(copy, answerKey('x'), opened), true, 'its note is still there');
  copy.leaves.set(answerKey('x', 'note'), writeLeaf(copy.leaves.get(answerKey('x', 'note')), '', true, ticker));
  mark(copy, opened);
  assert.equal(isPrivate(copy, answerKey('x'), opened), false);
});

test('a reader who chooses anew what decides of a row opens it; its author does not', () => {
  let now = 1_790_000_000_000;
  const ticker = new Ticker('d1', () => (now += 1000));
  const copy = newCopy('s', 'w', 1);
  const area = cellKey('p', 'r1', 'area');
  copy.leaves.set(cellKey('p', 'r1', 'goal'), writeLeaf(undefined, 'secret', true, ticker));
  copy.leaves.set(area, writeLeaf(undefined, 'health', false, ticker));
  mark(copy, page({'r/p/r1': shut}));
  const opened = page({'r/p/r1': {private: false, by: [area]}});
  mark(copy, opened);
  assert.equal(isPrivate(copy, area, opened), true, 'another rule, and the same choice');
  copy.leaves.set(area, writeLeaf(copy.leaves.get(area), 'sales', false, ticker));
  mark(copy, opened);
  assert.equal(isPrivate(copy, area, opened), false);
});

test('of two marks the later counts, and of two of one moment the private one, in any order', () => {
  const [a, b] = [answered(shut).copy, answered(open).copy];
  for (const merged of [mergeCopies(a, b), mergeCopies(b, a)]) assert.equal(isPrivate(merged, answerKey('x'), page({})), true);
});

test('a file from elsewhere opens nothing here', () => {
  const mine = answered(shut).copy;
  const theirs = {...mine, leaves: new Map(mine.leaves).set(markKey('a/x'), {v: false, t: '1799999999999-0-zz'})};
  assert.equal(isPrivate(mergeCopies(mine, theirs), answerKey('x'), page({})), false, 'so that this test can fail');
  assert.equal(isPrivate(mergeCopies(mine, withoutOpening(theirs, mine)), answerKey('x'), page({})), true);
  const unmarked = {...mine, leaves: new Map([...mine.leaves].filter(([key]) => key !== markKey('a/x')))};
  assert.equal(isPrivate(mergeCopies(unmarked, withoutOpening(theirs, unmarked)), answerKey('x'), page({})), true);
});

test('marks travel in a record, odd ones are none, and marking again changes nothing', () => {
  const {copy} = answered(open);
  assert.equal(canonical(readText(JSON.stringify(toRecord(copy)))), canonical(copy));
  const before = canonical(copy);
  mark(copy, page({'a/x': open}));
  assert.equal(canonical(copy), before);
  const record = JSON.parse(before) as {answers: Record<string, Record<string, unknown>>};
  for (const odd of [{v: 'no', t: '1-0-dd'}, {v: false, t: 'later'}, false, null, []]) {
    record.answers['x']!['private'] = odd;
    assert.equal(isPrivate(readRecord(record), answerKey('x'), page({})), true);
  }
});

test('a dimmed copy passes the gate, tells midnights only, and changes nothing in its owner’s', () => {
  const random = seeded(11);
  for (let round = 0; round < rounds(5000); round += 1) {
    const own = readText(JSON.stringify(toRecord(randomCopy(random))));
    const made = readText(JSON.stringify(toRecord(dimmed(own))));
    assert.equal(canonical(mergeCopies(own, made)), canonical(own));
    assert.equal(canonical(mergeCopies(made, own)), canonical(own));
    assert.equal(canonical(dimmed(made)), canonical(made), 'a dimmed copy is dim');
    for (const clock of canonical(made).match(/\b\d{13}-\d+-[a-z0-9]+/g) ?? []) assert.equal(Number.parseInt(clock, 10) % 86_400_000, 0);
    for (const {t} of made.leaves.values()) assert.ok(isClock(t));
    assert.match(made.created + made.updated, /^(?:\d{4}-\d\d-\d\dT00:00:00\.000Z){2}$/);
  }
});

test('what goes to someone else changes nothing in its owner’s copy, whatever is private', () => {
  const random = seeded(12);
  for (let round = 0; round < rounds(5000); round += 1) {
    const own = readText(JSON.stringify(toRecord(randomCopy(random))));
    const known = Object.fromEntries(
      [...own.leaves.keys()]
        .map(ownerOf)
        .filter(Boolean)
        .map(owner => [owner, random() < 0.5 ? open : shut]),
    );
    const some = page(random() < 0.8 ? known : {});
    mark(own, some);
    const sent = outgoing(own, some, {notes: random() < 0.5, privates: random() < 0.3});
    assert.equal(canonical(mergeCopies(own, readText(JSON.stringify(toRecord(sent))))), canonical(own));
  }
});

test('who is sent a copy twice in one day keeps what was written last', () => {
  const random = seeded(13);
  for (let round = 0; round < rounds(500); round += 1) {
    let now = 1_790_000_000_000 - (1_790_000_000_000 % 86_400_000) + 3_600_000;
    const copy = newCopy('s', 'w', 1, new Date(now));
    const all = page(Object.fromEntries(['a', 'b', 'c'].map(id => [`a/${id}`, open])));
    let last: ReturnType<typeof sentNow>;
    let other: Copy | undefined;
    for (let turn = 0; turn < 4; turn += 1) {
      const ticker = new Ticker(`d${turn}`, () => (now += 1000));
      for (const id of ['a', 'b', 'c']) {
        if (random() < 0.6)
          copy.leaves.set(answerKey(id), writeLeaf(copy.leaves.get(answerKey(id)), `${turn}${id}${random()}`, id === 'c', ticker));
      }
      const sent = outgoing(copy, all, NOTHING, last);
      last = sentNow(cut(copy, all, NOTHING), last);
      other = other ? mergeCopies(other, sent) : sent;
      for (const [key, leaf] of copy.leaves) {
        if (key.endsWith('/private')) continue;
        assert.equal(other.leaves.get(key)?.v, leaf.v);
        assert.equal(other.leaves.get(key)?.also, undefined, 'nobody is asked to choose');
      }
    }
  }
});

test('what was removed, put aside, or waits for a choice stays here, with the words of its question', () => {
  const ticker = new Ticker('d1', () => 1_790_000_000_000);
  const copy = newCopy('s', 'w', 1);
  const set = (key: string, value: string | boolean, text = false): void =>
    void copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, text, ticker));
  set(LABEL, 'Acme');
  set('f', true);
  set(cellKey('p', 'r1', 'goal'), 'thrown away', true);
  set(rowKey('p', 'r1', 'gone'), true);
  set(rowKey('p', 'r1', 'pos'), 'V');
  copy.leaves.set(answerKey('x'), {
    v: 'shown',
    t: '1790000000009-0-d1',
    b: '1790000000009-0-d1 1790000000008-0-d2',
    also: [{v: 'waiting', t: '1790000000008-0-d2'}],
  });
  set(answerKey('y'), true);
  for (const [id, label] of [
    ['x', 'Asked'],
    ['y', 'Something telling'],
    ['z', 'Never answered'],
    ['p.goal', 'Goal'],
    ['p.goal=thrown', 'Also'],
  ] as const)
    copy.labels.set(id, label);
  copy.extra['loop'] = {about: 'kept'};
  const text = canonical(outgoing(copy, page({'a/x': open, 'a/y': shut, 'r/p/r1': open}), NOTHING));
  assert.ok(text.includes('Acme') && text.includes('shown') && text.includes('Asked') && text.includes('"gone"'));
  for (const word of ['thrown away', 'waiting', 'telling', 'Never', '"y"', 'filed', 'loop', '"pos"', 'Goal', 'Also'])
    assert.ok(!text.includes(word), word);
});
