import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

import {arrivalWords} from '../src/words/arrival.ts';
import {askedWords} from '../src/words/asked.ts';
import {copyWords} from '../src/words/copies.ts';
import {catalogue, coreWords, type Word} from '../src/words/core.ts';
import {deskWords} from '../src/words/desk.ts';
import {sheetWords} from '../src/words/kinds.ts';
import {loopWords} from '../src/words/loop.ts';
import {mineWords} from '../src/words/mine.ts';
import {mineLateWords} from '../src/words/mine-late.ts';
import {outWords} from '../src/words/out.ts';
import {overTimeWords} from '../src/words/over-time.ts';
import {resultWords} from '../src/words/result.ts';
import {sampleWords} from '../src/words/sample.ts';
import {teamWords} from '../src/words/team.ts';
import {teamMoreWords} from '../src/words/team-more.ts';

const catalogues: Record<string, Word>[] = [
  deskWords,
  coreWords,
  sheetWords,
  outWords,
  copyWords,
  mineWords,
  mineLateWords,
  loopWords,
  askedWords,
  arrivalWords,
  teamWords,
  teamMoreWords,
  sampleWords,
  resultWords,
  overTimeWords,
];
const english: Record<string, Word> = Object.assign({}, ...catalogues);
const folder = '../languages/';
const languages = readdirSync(folder).map(
  name => [name.replace('.json', ''), JSON.parse(readFileSync(folder + name, 'utf8')).client as Record<string, Word>] as const,
);
const places = (text: string): string => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
const forms = (word: Word): string[] => (typeof word === 'string' ? [word] : Object.values(word));

test('no two catalogues use one key', () => {
  const all = catalogues.flatMap(words => Object.keys(words));
  // `sentence` and the like belong to the page's words as well, which are another catalogue.
  assert.equal(new Set(all).size, all.length);
});

for (const [code, words] of languages) {
  test(`${code} has every word, with the same places and the plural forms of its language`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories.slice().sort().join();
    for (const [key, word] of Object.entries(words)) {
      assert.equal(typeof word, typeof english[key], key);
      if (typeof word !== 'string') assert.equal(Object.keys(word).sort().join(), categories, key);
      for (const form of forms(word)) {
        assert.ok(form.trim(), key);
        assert.equal(places(form), places(forms(english[key]!)[0]!), `${key}: ${form}`);
      }
    }
  });
}

test('a page speaks its language, counts by its rules, and falls back to English', () => {
  const say = catalogue({rows: {one: '{n} row', other: '{n} rows'}, only: 'Only here'});
  const page = {documentElement: {lang: 'en'}};
  Object.assign(globalThis, {document: page, playbookWords: Object.fromEntries(languages)});
  assert.equal(say('rows', {n: 1}), '1 row');
  page.documentElement.lang = 'ar';
  assert.equal(say('rows', {n: 3}), '3 صفوف');
  assert.equal(say('rows', {n: 11}), '11 صفًا');
  page.documentElement.lang = 'de-AT';
  assert.equal(say('rows', {n: 2}), '2 Zeilen');
  assert.equal(say('only'), 'Only here');
  page.documentElement.lang = 'xx';
  assert.equal(say('rows', {n: 2}), '2 rows');
});
