import assert from 'node:assert/strict';
import {test} from 'node:test';

import {carried, unasked} from '../src/model/carry.ts';
import {Ticker} from '../src/model/clock.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {answerKey, cellKey, newCopy} from '../src/model/response.ts';

const ticker = new Ticker('d7', () => 1);
const page = (asked: string[], was: [string, string[]][] = []): Parameters<typeof carried>[1] => ({
  asks: owner => asked.includes(owner),
  renamed: () => new Map(was),
});

test('a renamed question takes answer and note along, once', () => {
  const copy = newCopy('s', 'w', 1);
  copy.leaves.set(answerKey('old'), writeLeaf(undefined, true, false, ticker));
  copy.leaves.set(answerKey('old', 'note'), writeLeaf(undefined, 'Why', true, ticker));
  const edits = carried(copy, page(['a/new'], [['new', ['old']]]));
  assert.deepEqual(edits, [
    {key: 'a/new/v', value: true},
    {key: 'a/new/note', value: 'Why', text: true},
  ]);
  for (const {key, value} of edits) copy.leaves.set(key, writeLeaf(undefined, value, false, ticker));
  assert.deepEqual(carried(copy, page(['a/new'], [['new', ['old']]])), []);
});

test('of two former names the later one counts', () => {
  const copy = newCopy('s', 'w', 1);
  copy.leaves.set(answerKey('first'), writeLeaf(undefined, 'A', false, ticker));
  copy.leaves.set(answerKey('second'), writeLeaf(undefined, 'B', false, ticker));
  assert.deepEqual(carried(copy, page(['a/third'], [['third', ['first', 'second']]])), [{key: 'a/third/v', value: 'B'}]);
});

test('a row moves with all its cells, and what nobody asks any more is set aside', () => {
  const copy = newCopy('s', 'w', 1);
  copy.leaves.set(cellKey('plan', 'old', 'goal'), writeLeaf(undefined, 'Five', true, ticker));
  copy.leaves.set(answerKey('gone'), writeLeaf(undefined, true, false, ticker));
  assert.deepEqual(carried(copy, page([], [['new', ['old']]])), [{key: 'r/plan/new/=goal', value: 'Five', text: true}]);
  assert.deepEqual([...unasked(copy, page(['r/plan/old']))], ['a/gone']);
});
