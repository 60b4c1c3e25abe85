import assert from 'node:assert/strict';
import {test} from 'node:test';

import {assignmentRecord, newAssignment} from '../src/coaching/assignment.ts';
import {readEnvelope} from '../src/coaching/gate.ts';
import {envelopeLink, fragmentIn, readEnvelopeLink, returnLink} from '../src/coaching/links.ts';
import {openLoop} from '../src/coaching/loop.ts';
import {newReturn, returnFile} from '../src/coaching/returned.ts';
import {browser} from './browser.ts';
import {randomCopy} from './random.ts';
import {seeded} from './seeded.ts';

test('quick', async () => {
  browser();
  const a = newAssignment({
    site: 's',
    sheet: 'one',
    sheetVersion: 1,
    to: {id: 'p1', name: 'Ana'},
    from: {id: 'k1', name: 'Marta', mail: ''},
  });
  const link = await envelopeLink(assignmentRecord(a), 'a', 'https://x.example/go/one/');
  const env = await readEnvelopeLink(fragmentIn(`Hi\n${link}\nBye`), 's');
  assert.equal(env.kind, 'assignment');
  assert.deepEqual(env.kind === 'assignment' && env.assignment, a);
  const loop = openLoop('s');
  assert.equal(env.kind === 'assignment' && (await loop.takeUp(env)).copy, '');
  assert.equal((await loop.asked()).length, 1);
  assert.equal(loop.inMemory, false);
  const r = newReturn({
    site: 's',
    from: {id: 'p1', name: 'Ana'},
    copy: randomCopy(seeded(1)),
    page: {privacy: () => ({private: false})},
    wanted: {notes: true, privates: false},
    before: [],
  });
  const file = returnFile(r);
  const e = await readEnvelope(file.text, 's');
  const l = await readEnvelopeLink(fragmentIn(await returnLink(r, 'https://x.example/go/one/')), 's');
  assert.ok(e.kind === 'return' && l.kind === 'return');
  assert.equal(e.digest, file.digest);
  assert.equal(l.digest, file.digest);
  const entry = {
    digest: e.digest,
    person: 'p1',
    copy: 'c',
    sheet: 'one',
    label: '',
    assignment: '',
    series: '',
    no: 1,
    seq: 1,
    day: '',
    state: 'ready',
    replies: 0,
    done: 0,
    all: 0,
    bands: {},
    scales: {},
    commitments: [],
  } as const;
  const marta = await loop.addMember('Ana', 'p1');
  assert.equal(marta.name.v, 'Ana');
  assert.deepEqual(await loop.keepReturns([{envelope: e, person: 'p1', entry: {...entry, commitments: []}}]), ['new']);
  assert.deepEqual(await loop.keepReturns([{envelope: l, person: 'p1', entry: {...entry, commitments: []}}]), ['have']);
  assert.equal((await loop.index()).length, 1);
  assert.equal((await loop.returns('p1')).length, 1);
  await loop.erase('p1');
  assert.equal((await loop.index()).length, 0);
  assert.equal((await loop.members()).length, 0);
  assert.deepEqual(await loop.keepReturns([{envelope: l, person: 'p1', entry: {...entry, commitments: []}}]), ['erased']);
});
