import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deflateRawSync} from 'node:zlib';

import {Refusal, readText} from '../src/model/gate.ts';
import {toRecord} from '../src/model/response.ts';
import {toCalendar} from '../src/travel/calendar.ts';
import {readCsv, toCsv} from '../src/travel/csv.ts';
import {crc32, fits, readLink, toLink} from '../src/travel/link.ts';
import {toMarkdown} from '../src/travel/markdown.ts';
import {randomCopy, randomText} from './random.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

const canonical = (copy: Parameters<typeof toRecord>[0]): string => JSON.stringify(toRecord(copy));
const data = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const hash = (link: string): string => link.slice(link.indexOf('#'));

test('a copy comes back the same through JSON, CSV and a link', async () => {
  const random = seeded(11);
  for (let round = 0; round < rounds(1000); round += 1) {
    const copy = randomCopy(random);
    const whole = canonical(copy);
    assert.equal(canonical(readText(whole)), whole, `JSON, round ${round}`);
    assert.equal(canonical(readCsv(toCsv(copy))), whole, `CSV, round ${round}`);
    assert.equal(canonical(await readLink(hash(await toLink(toRecord(copy), 'https://coach.example/p/')))), whole, `link, round ${round}`);
  }
});

test('no cell of a table is one that a spreadsheet would execute', () => {
  const random = seeded(12);
  for (let round = 0; round < rounds(1000); round += 1) {
    const copy = randomCopy(random);
    const csv = toCsv(
      copy,
      () => randomText(random),
      () => randomText(random),
    ).slice(1);
    // Every cell as a spreadsheet splits it, quotes removed.
    for (const [, quoted, plain] of csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?=,|\r\n|$)/g)) {
      const cell = quoted?.replaceAll('""', '"') ?? plain!;
      assert.doesNotMatch(cell.replace(/^[\s\uFEFF]+/, ''), /^[=+\-@|%＝＋－＠]/, JSON.stringify(cell));
    }
  }
});

test('a link that was cut says so, and a newer one too', async () => {
  const link = hash(await toLink(toRecord(randomCopy(seeded(3))), ''));
  for (let length = 6; length < link.length; length += 1) {
    await assert.rejects(readLink(link.slice(0, length)), (error: Refusal) => error.reason === 'cut');
  }
  // In plain data a changed letter would still be a record, of another reader's words.
  const text = new TextEncoder().encode(JSON.stringify(toRecord(randomCopy(seeded(3)))));
  const plain = `#pb1.j.${crc32(text)}.${data(text)}`;
  await readLink(plain);
  await assert.rejects(
    readLink(plain.replace(/.{9}$/, data(new TextEncoder().encode('"x"}}}')).slice(0, 9))),
    (error: Refusal) => error.reason === 'cut',
  );
  await assert.rejects(readLink(`#pb1.j.${crc32(text.slice(1))}.${data(text)}`), (error: Refusal) => error.reason === 'cut');
  await assert.rejects(readLink('#pb2.z.00000000.AAAA'), (error: Refusal) => error.reason === 'newer');
  await assert.rejects(readLink('#elsewhere'), (error: Refusal) => error.reason === 'notOurs');
  assert.ok(fits('x'.repeat(1800)) && !fits('x'.repeat(1801)));
});

test('a bomb is refused before it goes off', async () => {
  const bomb = deflateRawSync(Buffer.alloc(256 * 1024 * 1024), {level: 9});
  // The largest that still fits a link; the whole one is refused by its length alone.
  const small = deflateRawSync(Buffer.alloc(40 * 1024 * 1024), {level: 9});
  const before = process.memoryUsage().rss;
  const at = process.cpuUsage(); // our own time, whatever else the machine does
  await assert.rejects(readLink(`#pb1.z.${crc32(bomb)}.${data(bomb)}`), (error: Refusal) => error.reason === 'tooLarge');
  await assert.rejects(readLink(`#pb1.z.${crc32(small)}.${data(small)}`), (error: Refusal) => error.reason === 'tooLarge');
  const {user, system} = process.cpuUsage(at);
  assert.ok((user + system) / 1000 < 250, `${(user + system) / 1000} ms`);
  assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024);
});

test('nothing but a refusal comes of damaged links, tables and files', async () => {
  const random = seeded(13);
  const untouched = Object.getOwnPropertyNames(Object.prototype).join();
  const sample = randomCopy(seeded(4));
  const good = [hash(await toLink(toRecord(sample), '')), toCsv(sample), canonical(sample)] as const;
  const plain = (text: string): string => `#pb1.j.${crc32(new TextEncoder().encode(text))}.${data(new TextEncoder().encode(text))}`;
  const readers = [readLink, readCsv, readText];
  let refused = 0;
  for (let round = 0; round < rounds(10_000); round += 1) {
    const which = round % 4;
    let text = damage(good[which % 3]!, random);
    if (which === 3) text = plain(damage(good[2], random)); // a right checksum over a wrong record
    try {
      await readers[which % 3]!(text);
    } catch (error) {
      assert.ok(error instanceof Refusal, `${which}: ${String(error)}`);
      refused += 1;
    }
  }
  assert.ok(refused > rounds(10_000) / 2);
  assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), untouched);
});

const NASTY = [
  '__proto__',
  '"',
  '{',
  '}',
  '[',
  ',',
  ':',
  '\\u0000',
  '1e999',
  'null',
  '\uD800',
  '=',
  '#',
  '.',
  '\r\n',
  '"constructor":{"prototype":{}}',
  '9'.repeat(30),
];

function damage(text: string, random: () => number): string {
  let made = text;
  for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
    const at = Math.floor(random() * made.length);
    const kind = Math.floor(random() * 4);
    if (kind === 0) made = made.slice(0, at);
    else if (kind === 1) made = made.slice(0, at) + NASTY[Math.floor(random() * NASTY.length)]! + made.slice(at);
    else if (kind === 2) made = made.slice(0, at) + made.slice(at + 1 + Math.floor(random() * 9));
    else made = made.slice(0, at) + String.fromCharCode(32 + Math.floor(random() * 95)) + made.slice(at + 1);
  }
  return made;
}

test('a calendar is folded at 75 octets and holds no text that could end an event', () => {
  const random = seeded(14);
  for (let round = 0; round < rounds(1000); round += 1) {
    const title = randomText(random);
    const calendar = toCalendar(
      [{uid: `c1.r${round}@coach.example`, day: '2026-12-31', title, text: randomText(random), url: 'https://coach.example/go/a/'}],
      new Date(0),
    );
    for (const line of calendar.split('\r\n')) {
      assert.ok(Buffer.byteLength(line) <= 75);
      assert.doesNotMatch(line, /[\n\r]/);
    }
    assert.equal(calendar.match(/^BEGIN:VEVENT\r$/gm)?.length, 1);
    assert.match(calendar, /DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101/);
  }
});

test('what was typed cannot become markup in Markdown', () => {
  const typed = '# no\n- [ ] no\n<b>no</b> [a](https://x.example) ![i](x) `c` | d\n1. one';
  const made = toMarkdown({
    title: 'Land',
    label: 'Acme',
    pieces: [
      {kind: 'item', depth: 0, label: 'Pick one', done: true, apart: false, note: typed, reason: ''},
      {kind: 'item', depth: 1, label: 'Not here', done: false, apart: true, note: '', reason: 'small | client'},
      {kind: 'answer', label: 'Why', value: typed, note: ''},
      {kind: 'table', heads: ['Goal'], rows: [[typed]]},
    ],
  });
  assert.match(made, /^- \[x\] Pick one$/m);
  assert.match(made, /^ {4}- \[ \] ~~Not here~~ \(small \\\| client\)$/m);
  assert.doesNotMatch(made, /<b>|\]\(https|^# no|^- \[ \] no|^1\. one/m);
  assert.equal(
    made.split('\n').filter(line => line.startsWith('| ')).length,
    3,
    'head, rule and one row: a typed line break stays in its cell',
  );
});
