import assert from 'node:assert/strict';
import {test} from 'node:test';

import {isClock, Ticker} from '../src/model/clock.ts';
import {Refusal, readRecord, readText} from '../src/model/gate.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {answerKey, cellKey, newCopy, rowKey, toRecord} from '../src/model/response.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';
import {work} from './work.ts';

const ticker = new Ticker('d7', () => 1_790_000_000_000);

function sample(): ReturnType<typeof newCopy> {
  const copy = newCopy('coach.example', 'land', 3, new Date('2026-10-01T08:00:00Z'));
  copy.leaves.set(answerKey('one'), writeLeaf(undefined, true, false, ticker));
  copy.leaves.set(answerKey('one', 'note'), writeLeaf(undefined, 'Two “drafts”\n✓', true, ticker));
  copy.leaves.set(rowKey('plan', 'r8k2', 'pos'), writeLeaf(undefined, 'V5', false, ticker));
  copy.leaves.set(cellKey('plan', 'r8k2', 'goal'), writeLeaf(undefined, 'Five', true, ticker));
  copy.labels.set('one', 'Pick one');
  copy.leaves.set(answerKey('old'), writeLeaf(undefined, true, false, ticker));
  copy.retired.add('a/old');
  return copy;
}

test('what goes out comes in the same', () => {
  const text = JSON.stringify(toRecord(sample()));
  assert.equal(JSON.stringify(toRecord(readText(text))), text);
});

test('unknown keys survive', () => {
  const record = {...toRecord(sample()), person: {name: 'Ana'}};
  assert.deepEqual(JSON.parse(JSON.stringify(toRecord(readText(JSON.stringify(record)))))['extra'], {person: {name: 'Ana'}});
});

test('a plain note stands at the answer’s clock', () => {
  const record = toRecord(sample()) as {answers: Record<string, Record<string, unknown>>};
  record.answers['one']!['note'] = 'Plain';
  const leaf = readRecord(record).leaves.get(answerKey('one', 'note'))!;
  assert.equal(leaf.v, 'Plain');
  assert.ok(isClock(leaf.t));
});

const refused: [string, string][] = [
  ['no json', '{"format": '],
  ['another format', '{"format": "other"}'],
  ['a newer format', '{"format": "playbook-response", "formatVersion": 2}'],
  ['a bomb of brackets', '['.repeat(5_000_000)],
  ['too many keys', `{${'"a":1,'.repeat(100_000)}"b":1}`],
  ['too many bytes', `"${'x'.repeat(9 * 1024 * 1024)}"`],
  ['an id of a prototype', JSON.stringify(toRecord(sample())).replace('"one":{', '"constructor":{')],
  ['an id with __proto__', JSON.stringify(toRecord(sample())).replace('"one":{', '"__proto__":{')],
  ['a clock of letters', JSON.stringify(toRecord(sample())).replaceAll('1790000000000-', 'x-')],
  ['a clock after the year 3000', JSON.stringify(toRecord(sample())).replaceAll('1790000000000-', '99999999999999-')],
  ['a clock with a full counter', JSON.stringify(toRecord(sample())).replace(/1790000000000-\d+-/g, '1790000000000-999999999-')],
  ['a place of odd letters', JSON.stringify(toRecord(sample())).replace('"V5"', '"<b>"')],
];

for (const [name, text] of refused) {
  test(`refused in time: ${name}`, () => {
    assert.ok(work(() => assert.throws(() => readText(text), Refusal)) < 500);
  });
}

test('damaged files by the thousand: refused or read, never anything else, and no prototype changes', () => {
  const random = seeded(3);
  const text = JSON.stringify(toRecord(sample()));
  for (let round = 0; round < rounds(20_000); round += 1) {
    const at = Math.floor(random() * text.length);
    const cut =
      text.slice(0, at)
      + ['', '{', '"', '__proto__', '1e999', ']', '\\u0000'][Math.floor(random() * 7)]!
      + text.slice(at + Math.floor(random() * 6));
    try {
      toRecord(readText(cut));
    } catch (error) {
      assert.ok(error instanceof Refusal, `${String(error)} for ${cut.slice(Math.max(0, at - 20), at + 20)}`);
    }
  }
  assert.equal(({} as Record<string, unknown>)['x'], undefined);
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test('a clock made after a far one can be read again', () => {
  const far = new Ticker('dz', () => 0);
  let clock = far.tick('32503680000000-99999998-aa');
  assert.ok(isClock(clock), clock);
  clock = far.tick('1790000000000-99999999-aa');
  assert.ok(isClock(clock), clock);
});

test('a record damaged at any one byte is refused or read, and never more than that', () => {
  const text = JSON.stringify(toRecord(sample()));
  let refused = 0;
  for (let at = 0; at < text.length; at += 1) {
    for (const sign of ['', '\u0000', '"', '9', '}']) {
      try {
        readText(text.slice(0, at) + sign + text.slice(at + 1));
      } catch (error) {
        assert.ok(error instanceof Refusal, `${at}: ${String(error)}`);
        refused += 1;
      }
    }
    assert.throws(() => readText(text.slice(0, at)), Refusal);
  }
  assert.ok(refused > text.length);
});
