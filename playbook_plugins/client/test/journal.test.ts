import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {journalKey, readJournals, writeJournal} from '../src/keep/journal.ts';
import {Ticker} from '../src/model/clock.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {answerKey, type Copy, newCopy, otherVersions} from '../src/model/response.ts';
import {Area, browser} from './browser.ts';

let area = new Area();

beforeEach(() => {
  ({area} = browser());
});

function typed(device: string, at: number, values: Record<string, string | boolean>, copy = newCopy('s', 'land', 1, new Date(0))): Copy {
  const ticker = new Ticker(device, () => at);
  const made = {...copy, leaves: new Map(copy.leaves)};
  for (const [key, value] of Object.entries(values))
    made.leaves.set(key, writeLeaf(made.leaves.get(key), value, key.endsWith('note'), ticker));
  return made;
}

const keysOf = (copy: Copy): Set<string> => new Set(copy.leaves.keys());

test('a journal holds what the database does not have yet, and nothing else', () => {
  const copy = typed('va', 1, {[answerKey('one')]: true, [answerKey('two')]: true});
  assert.equal(writeJournal(copy, new Set([answerKey('two')]), 'va'), true);
  const found = readJournals('s', 'land').copies.get(copy.copy)!;
  assert.deepEqual([...found.leaves.keys()], [answerKey('two')]);
  writeJournal(copy, new Set(), 'va');
  assert.equal(area.length, 0, 'once all is saved there is no journal');
});

test('the journals of two dead tabs come back merged, a note written in both kept twice', () => {
  const start = typed('v0', 1, {});
  const note = answerKey('one', 'note');
  const [left, right] = [typed('va', 5, {[note]: 'left', [answerKey('one')]: true}, start), typed('vb', 6, {[note]: 'right'}, start)];
  writeJournal(left, keysOf(left), 'va');
  writeJournal(right, keysOf(right), 'vb');
  const found = readJournals('s', 'land').copies.get(start.copy)!;
  assert.equal(found.leaves.get(answerKey('one'))!.v, true);
  assert.equal(found.leaves.get(note)!.v, 'right');
  assert.deepEqual(
    otherVersions(found.leaves.get(note)).map(version => version.v),
    ['left'],
  );
});

test('settling forgets what was read and keeps what a living tab wrote since', () => {
  const [dead, living] = [typed('va', 1, {[answerKey('one')]: true}), typed('vb', 1, {[answerKey('two')]: true})];
  writeJournal(dead, keysOf(dead), 'va');
  writeJournal(living, keysOf(living), 'vb');
  const journals = readJournals('s', 'land');
  const later = typed('vb', 9, {[answerKey('three')]: true}, living);
  writeJournal(later, keysOf(later), 'vb');
  journals.settle();
  assert.deepEqual([...area.kept.keys()], [journalKey(living, 'vb')]);
});

test('other sheets and other sites keep their journals to themselves', () => {
  const mine = typed('va', 1, {[answerKey('one')]: true});
  for (const copy of [
    {...mine, worksheet: 'land-two'},
    {...mine, site: 's2'},
  ])
    writeJournal(copy, keysOf(copy), 'va');
  const journals = readJournals('s', 'land');
  journals.settle();
  assert.equal(journals.copies.size, 0);
  assert.equal(area.length, 2);
});

test('a journal cut at any character is set aside whole, never erased, and the next one is still read', () => {
  const [cut, whole] = [typed('va', 1, {[answerKey('one', 'note')]: 'x “y” \\ z'}), typed('vb', 1, {[answerKey('two')]: true})];
  writeJournal(cut, keysOf(cut), 'va');
  const text = area.getItem(journalKey(cut, 'va'))!;
  for (let at = 0; at < text.length; at += 1) {
    area.kept.clear();
    area.setItem(journalKey(cut, 'va'), text.slice(0, at));
    writeJournal(whole, keysOf(whole), 'vb');
    assert.deepEqual([...readJournals('s', 'land').copies.keys()], [whole.copy]);
    assert.equal(area.getItem(journalKey(cut, 'va').replace(':journal:', ':unreadable:')), text.slice(0, at));
  }
});

test('an unreadable journal stays where it is when there is no room, and does not hide the next', () => {
  const whole = typed('vb', 1, {[answerKey('two')]: true});
  const bad = journalKey(whole, 'va');
  area.setItem(bad, '{"broken');
  writeJournal(whole, keysOf(whole), 'vb');
  area.room = 1;
  assert.equal(readJournals('s', 'land').copies.size, 1);
  assert.equal(area.getItem(bad), '{"broken');
});

test('full or refused storage is told, not thrown', () => {
  const copy = typed('va', 1, {[answerKey('one')]: true});
  area.room = 10;
  assert.equal(writeJournal(copy, keysOf(copy), 'va'), false);
  area.refused = true;
  assert.equal(writeJournal(copy, keysOf(copy), 'va'), false);
  assert.equal(readJournals('s', 'land').copies.size, 0);
});
