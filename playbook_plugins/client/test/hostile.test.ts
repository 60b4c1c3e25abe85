import assert from 'node:assert/strict';
import {test} from 'node:test';

import {isDay} from '../src/model/dates.ts';
import {Refusal, readText} from '../src/model/gate.ts';
import {newCopy, toRecord} from '../src/model/response.ts';
import {toCalendar} from '../src/travel/calendar.ts';
import {readCsv, toCsv} from '../src/travel/csv.ts';
import {readLink} from '../src/travel/link.ts';
import {toMarkdown} from '../src/travel/markdown.ts';
import {work} from './work.ts';

const CLOCK = '1790000000000-0-d7';
const table = (row: string): string => `${toCsv(newCopy('s', 'land', 1, new Date(0)))}${row}\r\n`;
const refusedAs =
  (reason: string) =>
  (error: unknown): boolean =>
    error instanceof Refusal && error.reason === reason;

for (const key of [
  'a/constructor/v',
  'r/constructor/prototype/gone',
  'r/constructor/prototype/pos',
  'r/constructor/prototype/=x',
  'r/plan/constructor/gone',
  'r/plan/r1/=constructor',
]) {
  test(`a table that names ${key} is refused and changes nothing`, () => {
    const names = (): string => [Object, Object.prototype, Function.prototype].map(each => Object.getOwnPropertyNames(each).join()).join();
    const before = names();
    assert.throws(() => readCsv(table(`,,true,${key},yes-no,${CLOCK},,`)), refusedAs('damaged'));
    assert.equal(names(), before);
  });
}

test('a table passes what a file passes, and no more', () => {
  assert.throws(() => readCsv(table(',,true,a/one/v,yes-no,32503680000000-0-zz,,')), refusedAs('damaged'), 'no room for later edits');
  const copy = newCopy('s', 'land', 1, new Date(0));
  for (let n = 0; n < 15_000; n += 1) copy.labels.set(`l${n}`, 'x');
  for (let n = 0; n < 9_000; n += 1) copy.leaves.set(`a/q${n}/v`, {v: true, t: CLOCK});
  const whole = JSON.stringify(toRecord(copy));
  assert.equal(JSON.stringify(toRecord(readText(whole))), whole);
  assert.equal(JSON.stringify(toRecord(readCsv(toCsv(copy)))), whole);
});

test('a tick that a spreadsheet wrote again is still a tick, and nothing else is guessed', () => {
  assert.equal(readCsv(table(`,,TRUE,a/one/v,yes-no,${CLOCK},,`)).leaves.get('a/one/v')!.v, true);
  assert.equal(readCsv(table(`,,FALSE,a/one/v,yes-no,${CLOCK},,`)).leaves.get('a/one/v')!.v, false);
  assert.throws(() => readCsv(table(`,,maybe,a/one/v,yes-no,${CLOCK},,`)), refusedAs('damaged'));
});

test('a hundred thousand empty lines take no longer than other texts', () => {
  const workOn = (text: string): number => {
    const copy = newCopy('s', 'land', 1, new Date(0));
    copy.leaves.set('a/one/note', {v: text, t: CLOCK, b: CLOCK});
    return work(() => assert.equal(readCsv(toCsv(copy)).leaves.get('a/one/note')!.v, text));
  };
  const usual = workOn(`${'words '.repeat(16_665)}x`);
  const took = workOn(`${'\n'.repeat(99_990)}x`);
  // Where each line costs the whole text again it is thousands of times as much; a machine under load is not.
  assert.ok(took < 40 * Math.max(usual, 25), `${took} ms, another text ${usual} ms`);
});

test('extras nested without end are refused', () => {
  assert.throws(() => readCsv(table(`,,"${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}",deep,extra,,,`)), Refusal);
});

test('a later kind of link is newer, whatever it looks like', async () => {
  for (const link of ['#pb2.z.0.AA', '#pb9.new', '#pb2.zz.0011223344556677.AAAA']) await assert.rejects(readLink(link), refusedAs('newer'));
  await assert.rejects(readLink('#pb0.z.00000000.AA'), refusedAs('notOurs'));
});

test('a day that no calendar has is left out, and the others stay', () => {
  assert.ok(isDay('2028-02-29') && !isDay('2026-02-29') && !isDay('2026-02-31') && !isDay('2026-13-01'));
  const days = ['2026-02-31', '', '9999-12-31', '2026-12-31'].map(day => ({uid: `u${day}`, day, title: 't', text: '', url: ''}));
  assert.deepEqual(toCalendar(days, new Date(0)).match(/^DT(START|END).*$/gm), [
    'DTSTART;VALUE=DATE:20261231',
    'DTEND;VALUE=DATE:20270101',
  ]);
});

test('an underlined line is no heading, and an address no link, in Markdown', () => {
  const made = toMarkdown({
    title: 'T',
    label: '',
    pieces: [{kind: 'answer', label: 'Q', value: 'Big\n===\na@b.example @ana', note: 'Head\n='}],
  });
  assert.doesNotMatch(made, /^(> )?=/m);
  assert.doesNotMatch(made, /@\w/);
});
