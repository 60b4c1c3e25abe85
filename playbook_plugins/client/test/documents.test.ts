import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {readText} from '../src/model/gate.ts';
import {answerKey, cellKey, rowKey} from '../src/model/response.ts';

test('the example in the response format’s own page passes the gate', () => {
  const page = readFileSync('../../docs/contributing/response-format.md', 'utf8');
  const example = /```json\n([\s\S]*?)```/.exec(page)![1]!.replaceAll('"…"', '"1790000000700-0-d7"');
  const copy = readText(example);
  assert.equal(copy.leaves.get(answerKey('one-region'))!.v, true);
  assert.equal(copy.leaves.get(answerKey('metrics', 'note'))!.v, 'Two drafts');
  assert.equal(copy.leaves.get(cellKey('plan-90', 'five-pilots', 'goal'))!.v, 'Six pilots');
  assert.equal(copy.leaves.get(rowKey('plan-90', 'r9zz04', 'gone'))!.v, true);
});
