import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Ticker} from '../src/model/clock.ts';
import {canMerge, Refusal, readRecord, readText} from '../src/model/gate.ts';
import {mergeCopies, writeLeaf} from '../src/model/merge.ts';
import {answerKey, type Copy, type Leaf, newCopy, toRecord} from '../src/model/response.ts';

// A copy that the page stores must open again at the next start, whatever file a reader brought in.

const note = answerKey('one', 'note');

function file(leaves: [string, Leaf][]): Copy {
  return readText(JSON.stringify(toRecord({...newCopy('s', 'w', 1, new Date(0)), copy: 'c1', leaves: new Map(leaves)})));
}

function manySeen(letter: string): Copy {
  const seen = Array.from({length: 399}, (_, n) => `${n + 1}-0-${letter}${n}`).join(' ');
  return file([[note, {v: letter, t: `9000-0-${letter}x`, b: `9000-0-${letter}x ${seen}`}]]);
}

function manyVersions(letter: string): Copy {
  const also = Array.from({length: 90}, (_, n) => ({v: `${letter}${n}`, t: `${n + 1}-0-${letter}${n}`}));
  return file([[note, {v: 'x', t: `9000-0-${letter}x`, b: `9000-0-${letter}x`, also}]]);
}

function manyAnswers(letter: string): Copy {
  return file(Array.from({length: 15_000}, (_, n) => [answerKey(`${letter}${n}`), {v: true, t: `1-0-${letter}x`}] as [string, Leaf]));
}

test('two files that fit, and together have too many answers, are not merged', () => {
  assert.equal(canMerge(manyAnswers('a'), manyAnswers('b')), false);
  assert.equal(canMerge(manyAnswers('a'), manyAnswers('a')), true);
});

for (const [name, make] of [
  ['devices seen', manySeen],
  ['versions of a text', manyVersions],
] as const) {
  test(`two files with many ${name} are merged, open again, and keep every version`, () => {
    const [a, b] = [make('a'), make('b')];
    assert.equal(canMerge(a, b), true);
    const texts = (copy: Copy): string[] => [copy.leaves.get(note)!, ...(copy.leaves.get(note)!.also ?? [])].map(({v}) => String(v));
    const opened = texts(readText(JSON.stringify(toRecord(mergeCopies(a, b)))));
    assert.deepEqual(
      [...texts(a), ...texts(b)].filter(text => !opened.includes(text)),
      [],
    );
  });
}

test('what may be merged opens again', () => {
  const [a, b] = [file([[note, {v: 'a', t: '1-0-aa', b: ''}]]), file([[note, {v: 'b', t: '2-0-bb', b: ''}]])];
  assert.equal(canMerge(a, b), true);
  readRecord(JSON.parse(JSON.stringify(toRecord(mergeCopies(a, b)))));
});

test('a file whose clock leaves no room for a later edit is refused', () => {
  assert.throws(() => file([[answerKey('one'), {v: true, t: '32503680000000-99999999-zz'}]]), Refusal);
});

test('the farthest clock that a file may bring can be edited over and read again', () => {
  const copy = file([[answerKey('one'), {v: true, t: '32503593599999-99999999-zz'}]]);
  const ticker = new Ticker('d7', () => 1);
  for (const value of [false, true, false])
    copy.leaves.set(answerKey('one'), writeLeaf(copy.leaves.get(answerKey('one')), value, false, ticker));
  assert.equal(readRecord(JSON.parse(JSON.stringify(toRecord(copy)))).leaves.get(answerKey('one'))!.v, false);
});
