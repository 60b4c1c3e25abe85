import assert from 'node:assert/strict';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {test} from 'node:test';

import {parseHTML} from 'linkedom';

import {suspect} from '../../contract/script.json';
import {mistakesIn, nameMistakes} from '../src/desk/mistakes.ts';
import {hasLost} from '../src/sheet/suspect.ts';

const EXAMPLES = '../../tests/examples/';
const files = (folder: string): string[] =>
  readdirSync(EXAMPLES + folder)
    .filter(name => name.endsWith('.html'))
    .map(name => `${EXAMPLES}${folder}/${name}`);
const sheetsOf = (html: string): Element[] => [
  ...parseHTML(`<!doctype html><body>${html}`).document.querySelectorAll('playbook-worksheet'),
];

/** What the console says of a file. */
function consoleOf(file: string): string {
  const lines: string[] = [];
  const {warn} = console;
  console.warn = (text: string) => {
    lines.push(`${text}\n`);
  };
  try {
    for (const sheet of sheetsOf(readFileSync(file, 'utf8'))) nameMistakes(sheet);
  } finally {
    console.warn = warn;
  }
  return lines.join('');
}

for (const file of files('markup')) {
  test(`${file.slice(EXAMPLES.length)}: what is wrong is named, with its element and what to do`, () => {
    const expected = file.replace('.html', '.txt');
    const said = consoleOf(file);
    if (process.env['PLAYBOOK_UPDATE']) writeFileSync(expected, said);
    assert.notEqual(said, '');
    assert.equal(said, readFileSync(expected, 'utf8'));
  });

  test(`${file.slice(EXAMPLES.length)}: the page asks for it to be named`, () => {
    for (const sheet of sheetsOf(readFileSync(file, 'utf8'))) {
      const form = sheet.querySelector<HTMLFormElement>('form.pb-sheet');
      if (!form) continue; // then there is nothing to ask
      const read = new Set(
        [...form.querySelectorAll('.pb-line > input, .pb-field input')]
          .map(box => box.closest('li[data-item], .pb-field[data-field]'))
          .map(line => `a/${line?.getAttribute('data-item') ?? line?.getAttribute('data-field')}`),
      );
      if (file.includes('gate-')) continue; // the gates themselves say so
      assert.ok(sheet.matches(suspect) || form.querySelector(suspect) || hasLost(form, owner => read.has(owner)));
    }
  });
}

for (const file of files('worksheets')) {
  test(`${file.slice(EXAMPLES.length)}: what Markdown makes is never called wrong`, () => {
    for (const sheet of sheetsOf(readFileSync(file, 'utf8'))) {
      assert.deepEqual(
        mistakesIn(sheet).map(({text}) => text),
        [],
      );
      const form = sheet.querySelector('form')!;
      assert.equal(sheet.matches(suspect) || form.querySelector(suspect) !== null || hasLost(form, () => true), false);
    }
  });
}

test('a sheet is told of once', () => {
  const [sheet] = sheetsOf('<playbook-worksheet worksheet-id="a"></playbook-worksheet>');
  const {warn} = console;
  let told = 0;
  console.warn = () => {
    told += 1;
  };
  nameMistakes(sheet!);
  const once = told;
  nameMistakes(sheet!);
  console.warn = warn;
  assert.ok(once > 0);
  assert.equal(told, once);
});
