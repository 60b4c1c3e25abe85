import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseHTML} from 'linkedom';

const {document} = parseHTML('<!doctype html><html lang="en"><body></body></html>');
Object.assign(globalThis, {
  document,
  XMLSerializer: class {
    serializeToString = (node: {toString(): string}): string => node.toString();
  },
});

import {sentence} from '../src/desk/contents.ts';
import {richText} from '../src/desk/rich-text.ts';
import {adopted} from '../src/mine/adopted.ts';
import {Ticker} from '../src/model/clock.ts';
import {gathered, plansFor} from '../src/model/incoming.ts';
import {mergeCopies, writeLeaf} from '../src/model/merge.ts';
import {type Copy, LABEL, newCopy, textOf, toRecord} from '../src/model/response.ts';
import {sayDay} from '../src/page/days.ts';
import {nameFor} from '../src/page/received-name.ts';
import {dimmed} from '../src/travel/dim.ts';
import {asOwn} from '../src/travel/received.ts';
import {senderOf, sentBy} from '../src/travel/sender.ts';

const ticker = new Ticker('here', () => 1_790_000_000_000);
const copyOf = (label: string, values: Record<string, string>): Copy => {
  const copy = newCopy('coach.example', 'plan', 1);
  for (const [key, value] of Object.entries({[LABEL]: label, ...values})) copy.leaves.set(key, writeLeaf(undefined, value, false, ticker));
  return {...copy, created: '2026-11-30T09:12:00.000Z', updated: '2026-11-30T09:12:00.000Z'};
};
const file = (copy: Copy): {name: string; text: string} => ({name: 'a.playbook.txt', text: JSON.stringify(toRecord(copy))});
const titleOf = (): string => 'Plan';

test('the sentence tells who will see how much, and what stays here', () => {
  const copy = copyOf('Winter', {'a/one/v': 'x', 'a/two/v': 'y', 'a/one/note': 'n'});
  const kept = {notes: 3, privates: 3, rows: 2};
  assert.equal(
    sentence('Marta', copy, kept, {notes: true, privates: false}),
    'Marta will see 2 answers and 1 note. Stays here: 1 private answer and 2 private rows.',
  );
  assert.equal(
    sentence('', copy, kept, {notes: false, privates: true}),
    'The other person will see 2 answers and 1 note. Stays here: 3 notes.',
  );
  assert.equal(
    sentence('', copyOf('Winter', {}), {notes: 0, privates: 0, rows: 0}, {notes: false, privates: false}),
    'Nothing is written yet: what leaves is the empty sheet.',
  );
});

test('for a mail: headings, ticks, tables and notes, and what was typed is text whatever it says', () => {
  const evil = '<img src=x onerror="alert(1)"> & "so"';
  const {html, plain} = richText(
    {
      title: 'Land <b>',
      label: 'Acme & Co',
      pieces: [
        {kind: 'heading', level: 3, text: 'Think smart'},
        {kind: 'item', depth: 0, label: 'One region', done: true, apart: false, note: evil, reason: ''},
        {kind: 'item', depth: 1, label: evil, done: false, apart: false, note: '', reason: ''},
        {kind: 'item', depth: 0, label: 'Paper', done: false, apart: true, note: '', reason: 'none'},
        {kind: 'answer', label: 'Who?', value: 'Ana\nBen', note: ''},
        {kind: 'answer', label: 'When?', value: '', note: ''},
        {
          kind: 'table',
          heads: ['Action', 'Due'],
          rows: [
            [evil, '8 Dec'],
            ['', ''],
          ],
        }, // an empty row is noise in a mail
      ],
    },
    'de',
    'ltr',
  );
  const read = parseHTML(`<html><body>${html}</body></html>`).document;
  assert.deepEqual([...new Set([...read.querySelectorAll('body *')].map(each => each.tagName.toLowerCase()))].sort(), [
    'b',
    'br',
    'div',
    'h2',
    'h3',
    'i',
    'p',
    's',
    'table',
    'tbody',
    'td',
    'th',
    'thead',
    'tr',
  ]);
  assert.ok(read.querySelector('td')!.textContent === evil && read.querySelector('i:not(:first-child)')!.textContent.includes('onerror'));
  assert.equal(read.querySelectorAll('tbody tr').length, 1);
  assert.equal(read.querySelector('div')!.getAttribute('lang'), 'de');
  for (const line of ['☑ One region', '☐ Paper (none)', 'Who?\nAna\nBen', 'When?\n–', `• Action: ${evil}; Due: 8 Dec`])
    assert.ok(plain.includes(line), line);
});

test('the same file opened twice on “My worksheets” gives one copy; a later one goes into it, under the name it has here', () => {
  const theirs = copyOf('Winter', {'a/one/v': 'x'});
  const sent = sentBy(dimmed(theirs), 'Ana Berg');
  const named = `Ana Berg · ${sayDay('2026-11-30')} · Winter`;
  const bring = (came: Copy, known: readonly Copy[]) => gathered(plansFor([file(came)], known, adopted(titleOf)));
  const [first] = bring(sent, []);
  assert.ok(first && first.known === null && first.copy.copy !== theirs.copy, 'a copy of one’s own');
  assert.equal(textOf(first.copy, LABEL), named);
  assert.equal(senderOf(first.copy), '', 'that says nothing of who sent it');
  assert.deepEqual(bring(sent, [first.copy]), []);
  const both = gathered(plansFor([file(sent), file(sent)], [], adopted(titleOf)));
  assert.equal(both.length, 1, 'nor two of one choice of files');
  const later = sentBy(
    dimmed({...theirs, leaves: new Map(theirs.leaves).set('a/two/v', writeLeaf(undefined, 'y', false, ticker))}),
    'Ana Berg',
  );
  const [second] = bring(later, [first.copy]);
  assert.ok(second?.known === first.copy && second.changes === 1);
  const merged = mergeCopies(first.copy, second.copy);
  assert.equal(textOf(merged, LABEL), named);
  assert.equal(textOf(merged, 'a/two/v'), 'y');
});

test('a backup brings back the copies that it holds, also one that was kept from another', () => {
  const mine = copyOf('Winter', {'a/one/v': 'x'});
  const kept = asOwn(mine);
  const all = gathered(plansFor([file(mine), file(kept)], [], adopted(titleOf)));
  assert.deepEqual(all.map(({copy}) => copy.copy).sort(), [mine.copy, kept.copy].sort());
  assert.equal(textOf(all[0]!.copy, LABEL), 'Winter');
});

test('a name that is offered for a kept copy is no longer than a name may be', () => {
  assert.equal(nameFor(sentBy(copyOf('', {}), 'A'.repeat(60)), 'W'.repeat(60)).length, 80);
});
