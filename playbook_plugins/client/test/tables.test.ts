import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

import {dayIn} from '../src/model/dates.ts';
import {Refusal} from '../src/model/gate.ts';
import {toRecord} from '../src/model/response.ts';
import {isCsv, readCsv, toCsv} from '../src/travel/csv.ts';
import {decoded} from '../src/travel/decode.ts';
import {isPeople, toPeople} from '../src/travel/people.ts';
import {readTable, separatorOf, yesNo} from '../src/travel/table.ts';
import {randomCopy} from './random.ts';
import {risky} from './risky.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

const EXAMPLES = new URL('../../../tests/examples/tables/', import.meta.url);
const canonical = (copy: Parameters<typeof toRecord>[0]): string => JSON.stringify(toRecord(copy));
const example = (name: string): string => decoded(new Uint8Array(readFileSync(new URL(name, EXAMPLES))).buffer);

test('a table that a spreadsheet has saved again comes back as it went out', () => {
  const names = readdirSync(EXAMPLES).filter(name => /\.(?:csv|txt)$/.test(name));
  assert.ok(names.length >= 6);
  for (const name of names) {
    const text = example(name);
    assert.ok(isCsv(text), name);
    assert.equal(canonical(readCsv(text, name.split('.')[0]!)), canonical(risky()), name);
  }
});

test('tables that are saved with another separator, without quotes or in an old code page are read', () => {
  const copy = risky();
  for (const separator of [',', ';'] as const) {
    assert.equal(canonical(readCsv(toCsv(copy, undefined, undefined, separator))), canonical(copy));
  }
  const random = seeded(41);
  for (let round = 0; round < rounds(300); round += 1) {
    const made = randomCopy(random);
    assert.equal(canonical(readCsv(toCsv(made, undefined, undefined, ';'))), canonical(made), `round ${round}`);
    const tabs = readTable(toCsv(made), ',')
      .map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join('\t'))
      .join('\n');
    assert.equal(canonical(readCsv(`sep=\t\n${tabs}`)), canonical(made), `tabs, round ${round}`);
  }
  const latin = Uint8Array.from([...'question;Müller'].map(sign => sign.charCodeAt(0)));
  assert.equal(decoded(latin.buffer), 'question;Müller');
  assert.equal(decoded(Uint8Array.from([0xff, 0xfe, 0x71, 0]).buffer), '\uFEFFq'.slice(1));
  assert.equal(decoded(new TextEncoder().encode('Łódź').buffer), 'Łódź');
});

test('a table of an older page, whose cells a spreadsheet has changed, is read as what it meant', () => {
  const heads = 'question;answer;value;key;type;clock;seen;others';
  const row = (value: string, type: string): string => `;;${value};a/one/v;${type};1700000000000-1-d7;;`;
  const about = ['site;s', 'worksheet;land', 'version;1', 'copy;c1', 'created;2026-10-01T08:00:00Z', 'updated;2026-10-01T08:00:00Z'].map(
    each => `;;${each.split(';')[1]};${each.split(';')[0]};record;;;`,
  );
  const read = (value: string, type: string, language: string): string | boolean =>
    readCsv([heads, row(value, type), ...about].join('\r\n'), language).leaves.get('a/one/v')!.v;
  assert.equal(read('WAHR', 'yes-no', 'de'), true);
  assert.equal(read('FAUX', 'yes-no', 'fr'), false);
  assert.equal(read('ONWAAR', 'yes-no', 'nl'), false);
  assert.throws(() => read('vielleicht', 'yes-no', 'de'), Refusal);
  assert.equal(read('08.12.2026', 'plain', 'de'), '2026-12-08');
  assert.equal(read('8-12-2026', 'plain', 'nl'), '2026-12-08');
  assert.equal(read('08/12/2026', 'plain', 'fr'), '2026-12-08');
  assert.equal(read('25/12/2026', 'plain', 'en'), '2026-12-25');
  assert.equal(read('08/12/2026', 'plain', 'en'), '08/12/2026', 'two readings: it stays as it stands');
});

test('days as spreadsheets write them', () => {
  assert.equal(dayIn('2026/12/8', 'en'), '2026-12-08');
  assert.equal(dayIn('31.11.2026', 'de'), '31.11.2026', 'no such day');
  assert.equal(dayIn('12/8/2026', 'en-US'), '2026-12-08');
  assert.equal(dayIn('1.5', 'de'), '1.5');
  assert.equal(yesNo('Verdadeiro'), true);
  assert.equal(yesNo('oui'), null);
});

test("the separator is the one that spreadsheets expect where the page's language is spoken", () => {
  assert.deepEqual(['en', 'en-GB', 'de', 'fr', 'nl', 'es', 'pt'].map(separatorOf), [',', ',', ';', ';', ';', ';', ';']);
});

test('the table for people has one line an item, open ones included', () => {
  const csv = toPeople(
    {
      title: 'Land',
      label: 'Acme',
      pieces: [
        {kind: 'heading', level: 3, text: 'Think smart'},
        {kind: 'item', depth: 0, label: 'Pick one region', done: true, apart: false, note: 'Lyon', reason: ''},
        {kind: 'item', depth: 0, label: 'Name the site', done: false, apart: false, note: '', reason: ''},
        {kind: 'item', depth: 0, label: 'Paper', done: false, apart: true, note: '', reason: 'They have none'},
        {kind: 'text', text: 'Prose is not an item.'},
        {kind: 'answer', label: 'First visit', value: '8 Dec 2026', note: '', day: '2026-12-08'},
        {
          kind: 'table',
          heads: ['Area', 'Goal', 'Action', 'Owner', 'Due', 'Status'],
          columns: [
            {id: 'area', type: 'choice'},
            {id: 'goal', type: 'text'},
            {id: 'action', type: 'text'},
            {id: 'owner', type: 'person'},
            {id: 'due', type: 'date'},
            {id: 'status', type: 'choice'},
          ],
          rows: [
            ['Sales', 'Five pilots', '=Call', 'Ana', '8 Dec 2026', 'To do'],
            ['', '', '', '', '', ''],
          ],
          days: [
            ['', '', '', '', '2026-12-08', ''],
            ['', '', '', '', '', ''],
          ],
        },
        {kind: 'table', heads: ['Talent', 'Score'], rows: [['Closing', '4 of 5']]},
      ],
    },
    ',',
  );
  assert.deepEqual(
    readTable(csv, ',').map(row => row.join('|')),
    [
      'Section|Item|State|Answer|Note|Owner|Due',
      'Think smart|Pick one region|done||Lyon||',
      'Think smart|Name the site|not done||||',
      'Think smart|Paper|Not applicable||They have none||',
      'Think smart|First visit||8 Dec 2026|||2026-12-08',
      "Think smart|'=Call|To do|Area: Sales; Goal: Five pilots||Ana|2026-12-08",
      'Think smart|Closing||Score: 4 of 5|||',
    ],
  );
  assert.ok(isPeople(csv) && !isCsv(csv), 'and it is known again, to say which file to choose instead');
});
