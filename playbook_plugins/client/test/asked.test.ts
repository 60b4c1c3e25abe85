/** What a request means where it is opened, and what leaves when it is given back. */

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {newAssignment} from '../src/coaching/assignment.ts';
import {birthOf} from '../src/coaching/commitments.ts';
import {compactReturn, expandReturn} from '../src/coaching/compact.ts';
import type {Assignment} from '../src/coaching/formats.ts';
import type {Asked, Me, SentReturn} from '../src/coaching/loop-store.ts';
import {answered, changesIn, coachesOf, copyFor, fillIn, isForMe, isNewCoach, isOld, lastOf} from '../src/coaching/request.ts';
import {newReturn, returnFile} from '../src/coaching/returned.ts';
import {letter} from '../src/desk/hand-over.ts';
import {type Copy, GONE, LABEL, newCopy, toRecord} from '../src/model/response.ts';
import {nameFrom, senderOf, sentBy, withoutSender} from '../src/travel/sender.ts';
import {seeded} from './seeded.ts';

const MARTA = {id: 'k9x2c7b5n4w1', name: 'Marta Lind', mail: 'marta@coach.example'};
const ANA = {id: 'p4f8z2m1k7d3', name: 'Ana Berg'};
const asks = (parts: Partial<Assignment> = {}): Assignment =>
  newAssignment({site: 's', sheet: 'one', sheetVersion: 1, to: ANA, from: MARTA, made: '2026-11-30', ...parts});
const taken = (assignment: Assignment, parts: Partial<Asked> = {}): Asked => ({
  assignment,
  text: '',
  taken: '2026-12-01',
  copy: '',
  declined: null,
  ...parts,
});
const me = (name: string, id = 'p1'): Me => ({id, name, mail: ''});
const copyWith = (extra: Record<string, unknown> = {}, gone = false): Copy => {
  const copy = newCopy('s', 'one', 1);
  Object.assign(copy.extra, extra);
  copy.leaves.set(LABEL, {v: 'x', t: '1-0-d1'});
  if (gone) copy.leaves.set(GONE, {v: true, t: '2-0-d1'});
  return copy;
};

test('a request is for whoever bears the name, has its id, or has said so before; and for anybody where nobody is known', () => {
  assert.ok(isForMe(ANA, null, []));
  assert.ok(isForMe(ANA, me('ana  BERG'), []));
  assert.ok(isForMe(ANA, me('Somebody', ANA.id), []));
  assert.ok(!isForMe(ANA, me('Ben Huber'), []));
  assert.ok(isForMe(ANA, me('Ben Huber'), [taken(asks())]));
  assert.ok(isForMe({id: 'p9', name: ''}, me('Ben Huber'), []));
});

test('a coach is new until something of theirs was here', () => {
  const first = asks();
  assert.ok(isNewCoach(first, [], null));
  assert.ok(isNewCoach(first, [taken(first)], null), 'the same request does not make its coach known');
  assert.ok(!isNewCoach(asks(), [taken(first)], null));
  assert.ok(!isNewCoach(first, [], me('Marta Lind', MARTA.id)), 'a coach is not new to herself');
});

test('the copy of a request is found by either end, never when deleted, and no duplicate answers it', () => {
  const assignment = asks();
  const mark = {loop: {a: assignment.id, s: 's1', no: 1}};
  const [begun, duplicate, deleted] = [copyWith(mark), copyWith(mark), copyWith(mark, true)];
  assert.equal(copyFor(assignment.id, '', [begun]).copy, begun);
  assert.equal(copyFor(assignment.id, begun.copy, [duplicate, begun]).copy, begun);
  assert.deepEqual(copyFor(assignment.id, deleted.copy, [deleted]), {copy: null, deleted: true});
  assert.deepEqual(copyFor(assignment.id, 'cgone', []), {copy: null, deleted: false});
  const all = [taken(assignment, {copy: begun.copy})];
  const find = (id: string): Copy | undefined => [begun, duplicate].find(({copy}) => copy === id);
  assert.equal(answered(begun, all, find), all[0]);
  assert.equal(answered(duplicate, all, find), null);
  assert.equal(answered(duplicate, [taken(assignment, {copy: 'celsewhere'})], find)?.assignment.id, assignment.id, 'a copy from a backup');
  assert.equal(answered(copyWith(), all, find), null);
  for (const loop of [null, 'x', [], {a: 1}, {a: 'constructor', s: 's', no: 1}, {a: assignment.id, s: 's', no: 0}])
    assert.equal(answered(copyWith({loop}), all, find), null);
});

test('what a later version says otherwise is told, and nothing else', () => {
  const before = asks({due: '2026-12-04', say: 'a', label: 'L', focus: ['x']});
  assert.equal(changesIn(before, {...before, made: '2026-12-01'}), null);
  assert.deepEqual(changesIn(before, {...before, due: '', say: 'b', focus: []}), {
    due: {before: '2026-12-04', now: ''},
    say: 'b',
    label: null,
    focus: [],
  });
  assert.ok(isOld(asks({until: '2026-12-01'}), '2026-12-02'));
  assert.ok(!isOld(asks({until: '2026-12-01'}), '2026-12-01') && !isOld(asks(), '2999-01-01'));
});

const PAGE = {
  asks: (owner: string) => ['a/text', 'a/tick', 'a/pick', 'a/mine'].includes(owner),
  shows: (key: string, value: string | boolean) => key !== 'a/pick/v' || value === 'one',
  privacy: (owner: string) => ({private: owner === 'a/mine' || owner.startsWith('r/t/mine')}),
};
const kindOf = (id: string): 'tick' | 'text' | 'plain' => (id === 'text' ? 'text' : id === 'tick' ? 'tick' : 'plain');

test('starting values fill what the page asks and can show, never what is private, nor a box that has an answer', () => {
  const values = Object.entries({text: 'T', tick: 'true', pick: 'one', mine: 'planted', gone: 'x'});
  assert.deepEqual(fillIn(values, PAGE, kindOf), [
    {key: 'a/text/v', value: 'T', text: true},
    {key: 'a/tick/v', value: true},
    {key: 'a/pick/v', value: 'one'},
  ]);
  assert.deepEqual(
    fillIn(
      [
        ['pick', 'three'],
        ['tick', 'false'],
        ['tick', 'no'],
        ['text', ''],
      ],
      PAGE,
      kindOf,
    ),
    [],
  );
  const copy = copyWith();
  copy.leaves.set('a/text/v', {v: 'mine', t: '1-0-d1'});
  assert.deepEqual(
    fillIn(values, PAGE, kindOf, copy).map(({key}) => key),
    ['a/tick/v', 'a/pick/v'],
  );
});

test('coaches are known once each, with their address, and not oneself', () => {
  const sent = {day: '2026-12-03', to: {id: MARTA.id, name: 'Marta Lind'}, seq: 2} as SentReturn;
  const other = asks({from: {id: 'k2', name: 'Oskar', mail: ''}});
  assert.deepEqual(
    coachesOf([taken(asks()), taken(other)], [sent], me('Ana')).map(({name, mail}) => [name, mail]),
    [
      ['Marta Lind', MARTA.mail],
      ['Oskar', ''],
    ],
  );
  assert.deepEqual(coachesOf([taken(asks())], [], me('Marta Lind', MARTA.id)), []);
  assert.equal(lastOf([sent, {...sent, seq: 1}])?.seq, 2);
  assert.equal(lastOf([]), null);
});

test('a commitment is known by where it was born', () => {
  const copy = copyWith();
  assert.equal(birthOf(copy, 't', 'one'), `${copy.copy}.one`);
  copy.leaves.set('r/t/one/=pb-from', {v: 'c1.two', t: '1-0-d1'});
  assert.equal(birthOf(copy, 't', 'one'), 'c1.two');
  // What last time's table holds without a birth is not this time's row of the same name.
  assert.equal(birthOf(copy, 't-before', 'one'), `${copy.copy}.before-one`);
});

test('a sender travels in what leaves, as one clean line, and stays out of what is merged', () => {
  const copy = copyWith({loop: {a: 'x'}});
  assert.equal(senderOf(sentBy(copy, '  Ana\n\u202eBerg ')), 'Ana Berg');
  assert.equal(sentBy(copy, ' '), copy);
  assert.deepEqual({...withoutSender(sentBy(copy, 'Ana')).extra}, {loop: {a: 'x'}});
  for (const from of [null, 'Ana', 7, {}, {name: 7}, {name: 'x'.repeat(1000)}, Object.create({name: 'proto'})])
    assert.equal(senderOf(copyWith({from})), '');
  assert.equal([...nameFrom('😀'.repeat(90))].length, 80);
});

test('what is private leaves no trace in a file, its name, a link or a letter: of a thousand copies', () => {
  const words = ['SECRET-ONE', 'SECRET-TWO', 'SECRET-THREE'];
  const random = seeded(20);
  const maybe = (): boolean => random() < 0.5;
  for (let round = 0; round < 1000; round += 1) {
    const copy = copyWith({loop: {a: 'a1', s: 's1', no: 1}, other: 'SECRET-THREE'});
    const put = (key: string, v: string | boolean): void => void copy.leaves.set(key, {v, t: `${1_796_000_000_000 + round}-0-d1`});
    put('a/text/v', `open ${round}`);
    if (maybe()) put('a/mine/v', words[0]!);
    if (maybe()) put('a/mine/note', words[1]!);
    if (maybe()) put('r/t/mine-1/=what', words[2]!);
    if (maybe()) put('r/t/row/=what', 'open row');
    copy.labels.set('mine', 'SECRET label').set('text', 'Open label');
    const returned = newReturn({
      site: 's',
      from: ANA,
      copy,
      page: PAGE,
      wanted: {notes: maybe(), privates: false},
      before: [],
      assignment: 'a1',
    });
    const {name, text} = returnFile(returned, 'https://x.example/go/in/');
    const compact = JSON.stringify(compactReturn(returned));
    const {href} = letter({link: `https://x.example/#${compact}`, name, text, label: 'x', door: 'https://x.example/'}, MARTA.mail);
    for (const made of [name, text, compact, decodeURIComponent(href)]) assert.ok(!/SECRET|mine/.test(made), made);
    assert.ok(text.includes(`open ${round}`));
    assert.equal(JSON.stringify(toRecord(expandReturn(JSON.parse(compact)).copy!)).includes('SECRET'), false);
  }
});

test('a letter brings nobody else in, and says what to attach where no link fits', () => {
  const parcel = {
    link: 'https://x.example/#pb1.r.x',
    name: 'return.ana.one.1',
    text: '',
    label: 'L&cc=x',
    door: 'https://x.example/go/in/',
  };
  const {href, attach} = letter(parcel, 'a@b.example?bcc=c@d.example');
  assert.ok(href.startsWith('mailto:?subject=') && !/[?&](bcc|cc)=/.test(href.replace('mailto:', '')) && !attach);
  const long = letter({...parcel, link: `https://x.example/#${'x'.repeat(1600)}`}, MARTA.mail);
  assert.ok(long.attach && long.href.length <= 1500 && long.href.includes(encodeURIComponent('return.ana.one.1.playbook.txt')));
});
