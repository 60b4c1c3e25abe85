import assert from 'node:assert/strict';
import {test} from 'node:test';

import {addDays, dueDay, today} from '../src/model/dates.ts';
import {authorPosition, between} from '../src/model/position.ts';
import {seeded} from './seeded.ts';

test('a place between two others is between them, 20,000 times in one list', () => {
  const random = seeded(11);
  const list = Array.from({length: 5}, (_, index) => authorPosition(index));
  for (let round = 0; round < 20_000; round += 1) {
    const at = Math.floor(random() * (list.length + 1));
    const [low, high] = [list[at - 1] ?? '', list[at] ?? null];
    const made = between(low, high);
    assert.ok(made > low && (high === null || made < high), `${low} < ${made} < ${high}`);
    list.splice(at, 0, made);
    if (list.length > 400) list.splice(5, 200);
  }
});

test('a thousand rows added at the end keep short places', () => {
  let last = authorPosition(9);
  for (let row = 0; row < 1000; row += 1) last = between(last, null);
  assert.ok(last.length < 40, `${last.length} characters`);
});

test('places that collide or make no sense still give an answer', () => {
  assert.ok(between('a', 'a') > 'a');
  assert.ok(between('', '0').length > 0);
});

test('relative dates count calendar days across months and clock changes', () => {
  assert.equal(dueDay('+30d', '2027-01-31'), '2027-03-02');
  assert.equal(addDays('2027-03-27', 2), '2027-03-29');
  assert.equal(dueDay('2027-05-01', '2020-01-01'), '2027-05-01');
  assert.equal(dueDay('soon', '2020-01-01'), '');
  assert.match(today(new Date(2026, 10, 24, 23, 59)), /^2026-11-24$/);
});
