import assert from 'node:assert/strict';
import {test} from 'node:test';

import {compactReturn, expandReturn} from '../src/coaching/compact.ts';
import {loopFileName} from '../src/coaching/file.ts';
import type {Returned} from '../src/coaching/formats.ts';
import {readEnvelope} from '../src/coaching/gate.ts';
import {fragmentIn, readEnvelopeLink, returnLink} from '../src/coaching/links.ts';
import type {SentReturn} from '../src/coaching/loop-store.ts';
import {type GivenBack, newReturn, returnFile} from '../src/coaching/returned.ts';
import {mergeCopies} from '../src/model/merge.ts';
import {answerKey, type Copy, cellKey, newCopy, ownerOf, toRecord} from '../src/model/response.ts';
import {fits} from '../src/travel/link.ts';
import {outgoing} from '../src/travel/outgoing.ts';
import {OPEN, randomReturn, SITE} from './enveloped.ts';
import {randomCopy} from './random.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

Object.assign(globalThis, {document: {documentElement: {lang: 'en'}}});

const canonical = (copy: Copy): string => JSON.stringify(toRecord(copy));
const values = (copy: Copy | null): unknown =>
  copy && [
    [...copy.leaves].map(([key, {v}]) => [key, v]).sort(),
    copy.worksheet,
    copy.copy,
    copy.version,
    copy.start,
    [...copy.retired].sort(),
  ];
const ana = {id: 'p4f8z2m1k7d3', name: 'Ana Berg'};
const given = (copy: Copy, more: Partial<GivenBack> = {}): GivenBack => ({
  site: SITE,
  from: ana,
  copy,
  page: OPEN,
  wanted: {notes: true, privates: false},
  before: [],
  ...more,
});

async function returnedIn(text: string): Promise<{returned: Returned; digest: string}> {
  const envelope = await readEnvelope(text, SITE);
  assert.ok(envelope.kind === 'return');
  return envelope;
}

test('a file and a link say the same of a return, and are one by their digest', async () => {
  const random = seeded(51);
  for (let round = 0; round < rounds(500); round += 1) {
    const made = randomReturn(random, randomCopy(random), 1 + round);
    const file = returnFile(made);
    const fromFile = await returnedIn(file.text);
    const fromLink = await readEnvelopeLink(fragmentIn(await returnLink(made, 'https://playbook.example/')), SITE);
    assert.ok(fromLink.kind === 'return');
    assert.equal(fromFile.digest, file.digest);
    assert.equal(fromLink.digest, file.digest);
    for (const {returned} of [fromFile, fromLink]) {
      assert.deepEqual(values(returned.copy), values(made.copy));
      assert.deepEqual({...returned, copy: null, replies: null}, {...made, copy: null, replies: null});
      assert.deepEqual(
        [...returned.replies].map(([id, {v}]) => [id, v]),
        [...made.replies].map(([id, {v}]) => [id, v]),
      );
    }
    assert.deepEqual(compactReturn(expandReturn(compactReturn(made))), compactReturn(made));
  }
});

test('a return says what goes to someone else, and no more', async () => {
  const random = seeded(52);
  for (let round = 0; round < rounds(1000); round += 1) {
    const copy = randomCopy(random);
    const hidden = random() < 0.5 ? 'a/metrics' : 'r/plan/site';
    const page = {privacy: (owner: string) => ({private: owner === hidden})};
    const wanted = {notes: random() < 0.5, privates: false};
    const made = newReturn(given(copy, {page, wanted}));
    assert.deepEqual(values(made.copy), values(outgoing(copy, page, wanted)));
    assert.ok([...made.copy!.leaves.keys()].every(key => ownerOf(key) !== hidden));
    assert.deepEqual(made.copy!.extra, Object.create(null));
    for (const text of [returnFile(made).text, JSON.stringify(compactReturn(made))])
      assert.doesNotMatch(text, /person|1[67]\d{8}[1-9]\d\d-/);
  }
});

test('what its owner brings in again of their return changes nothing, and tells midnights only', async () => {
  const random = seeded(53);
  for (let round = 0; round < rounds(1000); round += 1) {
    const own: Copy = {...randomCopy(random), site: SITE, extra: {loop: {a: 'a1', s: 's1', no: 2}}};
    const {returned} = await returnedIn(
      returnFile(newReturn(given(own, {wanted: {notes: random() < 0.5, privates: random() < 0.5}}))).text,
    );
    assert.equal(canonical(mergeCopies(own, returned.copy!)), canonical(mergeCopies(own, own)));
    for (const [key, {t}] of returned.copy!.leaves) assert.equal(Number(t.split('-')[0]) % 86_400_000, 0, key);
  }
});

test('returns of a copy are counted and chained; what is declined says why and holds nothing', () => {
  const copy = newCopy(SITE, 'one', 1);
  const sent = (seq: number, digest: string): SentReturn => ({
    id: `r${seq}`,
    copy: copy.copy,
    sheet: 'one',
    assignment: '',
    seq,
    digest,
    day: '2026-12-01',
    to: ana,
    clock: null,
  });
  const third = newReturn(given(copy, {before: [sent(2, 'b'.repeat(64)), sent(1, 'a'.repeat(64))]}));
  assert.deepEqual([third.seq, third.before], [3, 'b'.repeat(16)]);
  const none = newReturn(given(copy, {state: 'declined', say: 'on leave until the 14th'}));
  assert.deepEqual([none.copy, none.say, none.seq, none.before], [null, 'on leave until the 14th', 1, '']);
});

test('answers to remarks go along at the day of the return, and not at the hour they were typed', async () => {
  const replies = new Map([
    ['x1', {v: 'Mrs Weber signs', t: '1790000001234-7-d7', b: '1790000001234-7-d7'}],
    ['x2', {v: '', t: '1790000001234-8-d7', b: ''}],
  ]);
  const {returned} = await returnedIn(returnFile(newReturn(given(newCopy(SITE, 'one', 1), {replies, day: '2026-12-02'}))).text);
  assert.deepEqual([...returned.replies.keys()], ['x1']);
  assert.equal(returned.replies.get('x1')!.t, `${Date.parse('2026-12-02')}-0-r0`);
});

test('the name of a file is made of safe letters', () => {
  assert.equal(loopFileName('return', {id: 'p1', name: 'Ána  Bérg'}, 'one-to-one', 2), 'return.ana-berg.one-to-one.2.playbook.txt');
  assert.equal(loopFileName('return', {id: 'p4f8z2m1k7d3', name: '文 ../..'}, 'one', 1), 'return.p4f8z2m1k7d3.one.1.playbook.txt');
  assert.match(
    loopFileName('return', {id: 'p1', name: '../<b>\u202e'.repeat(90)}, 'one', 1),
    /^return\.[a-z-]{1,40}\.one\.1\.playbook\.txt$/,
  );
});

test('a filled one-to-one of 18 fields goes into a link', async () => {
  const ids = 'which-client one-number last-promise stuck next-step energy ask coach-ask'.split(' ');
  const copy = newCopy(SITE, 'one-to-one', 1);
  const words =
    'the client in Lyon asks for a second pilot before they sign, and Mrs Weber wants the figures of October first of all'.split(' ');
  const random = seeded(9);
  const said = (): string =>
    Array.from({length: 20}, () => words[Math.floor(random() * words.length)]!)
      .join(' ')
      .slice(0, 120);
  for (const id of ids) copy.leaves.set(answerKey(id), {v: said(), t: '1790000000000-0-d7', b: ''});
  for (let n = 0; n < 10; n += 1)
    copy.leaves.set(cellKey('commitments', `r${n}`, 'commitment'), {v: said(), t: '1790000000000-0-d7', b: ''});
  assert.ok(fits(await returnLink(newReturn(given(copy)), 'https://playbook.example/go/one-to-one/')));
});
