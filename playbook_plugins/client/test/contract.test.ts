import assert from 'node:assert/strict';
import {test} from 'node:test';

import shared from '../../contract/shared.json';
import {isId, Refusal, readText} from '../src/model/gate.ts';
import {LIMITS} from '../src/model/limits.ts';
import {answerKey} from '../src/model/response.ts';

// What this script and Python must agree on stands in one file, made of the Python models: playbook_plugins/contract/.

test('the limits are those of the contract', () => {
  const own: Record<keyof typeof shared.limits, number> = {
    text: LIMITS.text,
    name: LIMITS.name,
    record: LIMITS.record,
    table: LIMITS.table,
    whole: LIMITS.whole,
    signs: LIMITS.signs,
    depth: LIMITS.depth,
    bomb: LIMITS.bomb,
    seen: LIMITS.seen,
    choices: LIMITS.choices,
    short: LIMITS.short,
  };
  assert.deepEqual(own, shared.limits);
});

test('what may come in is refused for the reasons of the contract, and no other', () => {
  const own: Record<Refusal['reason'], true> = {
    tooLarge: true,
    notJson: true,
    notOurs: true,
    newer: true,
    damaged: true,
    cut: true,
    forReading: true,
    otherSite: true,
  };
  assert.deepEqual(Object.keys(own).sort(), Object.keys(shared.refusals).sort());
});

test('an id is what the contract calls one', () => {
  const {pattern, refused} = shared.id;
  for (const name of ['a', 'first-call', 'a'.repeat(64), 'a'.repeat(65), '', '1st', 'A', 'a_b', 'ä', ...refused]) {
    assert.equal(isId(name), new RegExp(pattern).test(name) && !refused.includes(name), name);
  }
});

const record = (more: object): string =>
  JSON.stringify({
    format: 'playbook-response',
    formatVersion: 1,
    site: 's',
    worksheet: 'w',
    version: 1,
    copy: 'c1',
    created: '2026-11-30T10:00:00Z',
    updated: '2026-11-30T10:00:00Z',
    ...more,
  });

test('the gate reads every type of value that the contract names, and refuses others', () => {
  for (const [type, {type: shape}] of Object.entries(shared.values)) {
    const v = shape === 'boolean' ? true : 'words';
    assert.equal(readText(record({answers: {one: {v, t: '1-0-d7'}}})).leaves.get(answerKey('one'))!.v, v, type);
  }
  assert.throws(() => readText(record({answers: {one: {v: 3, t: '1-0-d7'}}})), Refusal);
});

test('the highest version of a sheet is the contract’s', () => {
  assert.equal(readText(record({version: shared.version})).version, shared.version);
  assert.throws(() => readText(record({version: shared.version + 1})), Refusal);
});
