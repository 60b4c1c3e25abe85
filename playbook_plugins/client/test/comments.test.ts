import assert from 'node:assert/strict';
import {test} from 'node:test';

import {lineFor, questionFor, shownCount, type Words, wordsFrom} from '../src/comments/counting.ts';
import {widgetFrom} from '../src/comments/widget.ts';

const URL = 'https://talk.example';
const words: Words = {none: 'No comments', one: '1 comment', other: '{n} comments', closed: 'Comments closed'};

test('each provider is asked in its own way, once for all threads', () => {
  const isso = questionFor('isso', `${URL}/`, '', ['/a', '/b'])!;
  assert.deepEqual([isso.url, isso.type, isso.body], [`${URL}/count`, 'text/plain', '["/a","/b"]']);
  const remark = questionFor('remark42', URL, 'a&b', ['u'])!;
  assert.equal(remark.url, `${URL}/api/v1/counts?site=a%26b`);
  const comentario = questionFor(
    'comentario',
    URL,
    'coach.example',
    Array.from({length: 40}, (_, n) => `/${n}`),
  )!;
  assert.equal((JSON.parse(comentario.body) as {paths: string[]}).paths.length, 32);
  assert.equal(questionFor('giscus', URL, '', ['a']), undefined);
  assert.equal(questionFor('isso', URL, '', []), undefined);
  for (const bad of ['', 'javascript:alert(1)', '//x', 'https://', 'file:///x'])
    assert.equal(questionFor('isso', bad, '', ['a']), undefined);
});

test('answers become counts, and everything else is nothing', () => {
  const isso = questionFor('isso', URL, '', ['/a', '/b'])!;
  assert.deepEqual(
    [...isso.read([3, 0])],
    [
      ['/a', 3],
      ['/b', 0],
    ],
  );
  for (const wrong of [null, {}, [1], [1, 2, 3], 'x', [{}, []], [-1, 1.5], ['1', true], [NaN, 1e9]]) assert.equal(isso.read(wrong).size, 0);
  const remark = questionFor('remark42', URL, 's', ['u', 'v'])!;
  assert.deepEqual([...remark.read([{url: 'u', count: 2}, {url: 'z', count: 9}, null, {url: 'v'}])], [['u', 2]]);
  const comentario = questionFor('comentario', URL, 'h', ['/a', '__proto__', 'toString'])!;
  assert.deepEqual([...comentario.read({commentCounts: {'/a': 1, '/z': 4}})], [['/a', 1]]);
  assert.deepEqual([...comentario.read(JSON.parse('{"commentCounts": {"__proto__": 7}}'))], [['__proto__', 7]]);
  for (const wrong of [null, [], {}, {commentCounts: []}, {commentCounts: null}]) assert.equal(comentario.read(wrong).size, 0);
});

test('lines read as the build writes them', () => {
  assert.equal(lineFor(0, false, words, 'en'), 'No comments');
  assert.equal(lineFor(0, true, words, 'en'), 'Comments closed');
  assert.equal(lineFor(2, true, words, 'en'), '2 comments');
  assert.equal(lineFor(1, false, words, 'en'), '1 comment');
  assert.equal(lineFor(1234, false, words, 'not a language'), '1234 comments');
  const arabic: Words = {none: 'لا تعليقات', two: 'تعليقان', few: '{n} تعليقات', other: '{n} تعليق'};
  assert.equal(lineFor(2, false, arabic, 'ar'), 'تعليقان');
  assert.equal(lineFor(5, false, arabic, 'ar'), '5 تعليقات');
  assert.equal(lineFor(0, false, {none: '', other: '{n}'}, 'fr'), '');
});

test('words that are not whole are no words', () => {
  for (const wrong of [null, '', '[]', '{}', '{"none": 1, "other": "x"}', '{"none": "x"}', '{']) assert.equal(wordsFrom(wrong), undefined);
  assert.deepEqual(wordsFrom('{"none": "0", "other": "{n}", "one": 5}'), {none: '0', other: '{n}'});
});

test('a page’s own comments are added, hidden ones taken off', () => {
  assert.equal(shownCount(3, '2'), 5);
  assert.equal(shownCount(3, '-1'), 2);
  assert.equal(shownCount(0, '-4'), 0);
  for (const odd of [null, '', 'x', '1e3', '999999999999']) assert.equal(shownCount(3, odd), 3);
});

const good = {
  provider: 'isso',
  script: `${URL}/js/embed.min.js`,
  module: false,
  attributes: {'data-isso': `${URL}/`},
  place: {tag: 'section', attributes: {id: 'isso-thread', 'data-isso-id': '/a'}},
  settings: {},
};

test('a widget is taken whole or not at all', () => {
  assert.equal(widgetFrom(JSON.stringify(good), 'talk.example')?.script, good.script);
  const wrong: unknown[] = [
    null,
    [],
    3,
    {...good, script: 'https://evil.example/x.js'},
    {...good, script: 'javascript:alert(1)//talk.example'},
    {...good, script: `data:text/javascript,alert(1)`},
    {...good, script: '/js/x.js'},
    {...good, script: 'https://talk.example@evil.example/x'},
    {...good, attributes: {onload: 'alert(1)'}},
    {...good, attributes: {src: 'x'}},
    {...good, attributes: {'data-x': 1}},
    {...good, place: {tag: 'iframe', attributes: {}}},
    {...good, place: {tag: 'div', attributes: {onclick: 'x'}}},
    {...good, place: {tag: 'div', attributes: {style: 'x'}}},
    {...good, place: null},
    {...good, settings: {location: {href: 'x'}}},
    {...good, settings: {remark_config: {a: {}}}},
  ];
  for (const each of wrong) assert.equal(widgetFrom(JSON.stringify(each), 'talk.example'), undefined, JSON.stringify(each));
  assert.equal(widgetFrom('{', 'talk.example'), undefined);
  assert.equal(widgetFrom(JSON.stringify(good), ''), undefined);
});
