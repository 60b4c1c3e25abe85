import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {shardOf} from '../src/search/lookup.ts';
import {queryOf} from '../src/search/ranking.ts';
import {itemsOf, marked, spansIn, teaser} from '../src/search/results.ts';
import {termsIn} from '../src/search/terms.ts';

const cases = JSON.parse(readFileSync('../../tests/examples/search/terms.json', 'utf8')) as [string, string[]][];

test('text comes down to the same terms as in the index', () => {
  for (const [text, terms] of cases) assert.deepEqual(termsIn(text), terms, text);
});

test('a query is words, each once, and words that are not wanted', () => {
  assert.deepEqual(queryOf(' Pilot pilot "land" -region pre-sales '), {
    words: [
      {typed: 'Pilot', folded: 'pilot'},
      {typed: 'land', folded: 'land'},
      {typed: 'pre', folded: 'pre'},
      {typed: 'sales', folded: 'sales'},
    ],
    without: ['region'],
  });
  assert.equal(queryOf('w '.repeat(10_000)).words.length, 1);
  assert.ok(queryOf(Array.from({length: 500}, (_, at) => `w${at}`).join(' ')).words.length <= 12);
});

test('a term stands in the last shard that begins no later', () => {
  const shards: [string, string][] = [
    ['', 'a'],
    ['c', 'b'],
    ['co', 'c'],
    ['cp', 'd'],
  ];
  assert.deepEqual(
    ['a', 'c', 'ca', 'co', 'coach', 'cz', 'zz'].map(term => shards[shardOf(shards, term)]![1]),
    ['a', 'b', 'b', 'c', 'c', 'd', 'd'],
  );
});

test('nothing of a title, text or tag is markup in a result', () => {
  const evil = '<img src=x onerror=alert(1)> "\' & </mark><script>pump</script>';
  const document = {
    url: 'a/',
    title: evil,
    tags: [evil],
    sections: [
      ['', evil, evil],
      ['"><b>', evil, evil],
    ] as [string, string, string][],
  };
  const hit = {page: 0, score: 3, holds: [true]};
  for (const item of itemsOf(document, hit, queryOf('pump'), ['pump'])) {
    for (const html of [item.title, item.text, ...(item.tags ?? [])]) {
      assert.doesNotMatch(html.replaceAll(/<\/?mark>/g, ''), /[<>"']/);
    }
    assert.match(item.title, /<mark>pump<\/mark>/);
    assert.doesNotMatch(item.location, /["'<>]/);
  }
});

test('marks stand around whole words, whatever their accents, and around pairs in scripts without spaces', () => {
  const mark = (text: string, beginning: string) => marked(text, spansIn(text, [beginning]));
  assert.equal(mark('A Café & cafés', 'cafe'), 'A <mark>Café</mark> &amp; <mark>cafés</mark>');
  assert.equal(mark('他的销售计划', '销售'), '他的<mark>销售</mark>计划');
});

test('a teaser shows where most of the query stands, cut between words', () => {
  const text = `pump ${'filler word '.repeat(60)}the pump in the house ${'more words '.repeat(60)}`;
  const made = teaser(text, spansIn(text, ['pump', 'house']));
  assert.match(made, /^… .*<mark>pump<\/mark> in the <mark>house<\/mark>.* …$/);
  assert.ok(made.length < 260);
  assert.equal(teaser('short', []), 'short');
  assert.ok(teaser(`x${'y'.repeat(5000)}`, []).length < 200);
});

test('the part that answers best comes first, and the page itself is always there', () => {
  const document = {
    url: 'a/',
    title: 'Page',
    tags: [],
    sections: [
      ['', 'Page', 'nothing'],
      ['x', 'X', 'a pump'],
      ['y', 'Pump house', 'pump house'],
    ] as [string, string, string][],
  };
  const items = itemsOf(document, {page: 0, score: 2, holds: [true, true]}, queryOf('pump house'), ['pump', 'house']);
  assert.deepEqual(
    items.map(item => item.location),
    ['./a/#y', './a/#x', './a/'],
  );
  assert.deepEqual(items[0]!.terms, {pump: true, house: true});
});
