import assert from 'node:assert/strict';
import {mock, test} from 'node:test';

import {assignmentRecord} from '../src/coaching/assignment.ts';
import type {Assignment, Envelope, Returned} from '../src/coaching/formats.ts';
import {readEnvelope} from '../src/coaching/gate.ts';
import {openLoop} from '../src/coaching/loop.ts';
import type {LoopStore, SentReturn} from '../src/coaching/loop-store.ts';
import {newRemark, newRemarks, withReceipt} from '../src/coaching/remarks.ts';
import {returnFile} from '../src/coaching/returned.ts';
import {readTeam, teamText} from '../src/coaching/team-file.ts';
import {newCopy} from '../src/model/response.ts';
import {browser} from './browser.ts';
import {entryOf, randomAssignment, randomReturn, SITE} from './enveloped.ts';
import {randomCopy} from './random.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

type Came<K extends Envelope['kind']> = Extract<Envelope, {kind: K}>;
type Brought = Parameters<LoopStore['keepReturns']>[0][number];
const NAME = `playbook-loop:${SITE}`;

async function asking(change: Partial<Assignment> = {}): Promise<Came<'assignment'>> {
  const assignment = {...randomAssignment(seeded(1)), id: 'a1', ...change};
  return (await readEnvelope(JSON.stringify(assignmentRecord(assignment)))) as Came<'assignment'>;
}

/** The return `seq` of somebody, as it would be taken in. */
async function brought(seed: number, person: string, seq = 1, from = person): Promise<Brought> {
  const made: Returned = {
    ...randomReturn(seeded(seed), randomCopy(seeded(seed), `c${person}`), seq),
    from: {id: from, name: `Secret${person}`},
  };
  const record = {...made, id: `r${seed}`, state: 'ready' as const, copy: made.copy ?? {...newCopy(SITE, 'land', 1), copy: `c${person}`}};
  const envelope = (await readEnvelope(returnFile(record).text)) as Came<'return'>;
  return {envelope, person, entry: entryOf({...envelope, person})};
}

const sentReturn = (seq: number): SentReturn => ({
  id: `r${seq}`,
  copy: 'c1',
  sheet: 'one-to-one',
  assignment: 'a1',
  seq,
  digest: 'ab'.repeat(32),
  day: '2026-12-02',
  to: {id: 'k1', name: 'Marta'},
  clock: {clock: '1790000000001-0-d7', as: '1789948800000-0-d7'},
});

test('who works here is asked once, and keeps their id', async () => {
  browser();
  const loop = openLoop(SITE);
  assert.equal(await loop.me(), null);
  const [a, b] = await Promise.all([loop.setMe('Ana'), openLoop(SITE).setMe('Ana Berg', 'ana@coach.example')]);
  assert.equal(a.id, b.id);
  assert.deepEqual(await openLoop(SITE).me(), {id: a.id, name: 'Ana Berg', mail: 'ana@coach.example'});
  assert.deepEqual(await loop.setMe('Ana\u202eB', 'no address', 'p9'), {id: 'p9', name: 'Ana B', mail: ''});
});

test('a request is taken up once; a newer one replaces what it says and keeps the copy, an older one does nothing', async () => {
  browser();
  const loop = openLoop(SITE);
  await loop.takeUp(await asking());
  await loop.started('a1', 'c1');
  await loop.takeUp(await asking());
  assert.deepEqual(
    (await loop.asked()).map(({copy}) => copy),
    ['c1'],
  );
  await loop.takeUp(await asking({made: '2026-12-01', due: '2026-12-24', say: 'A week later'}));
  await loop.takeUp(await asking({say: 'Too late'}));
  const [asked, ...more] = await loop.asked();
  assert.equal(more.length, 0);
  assert.deepEqual([asked!.copy, asked!.assignment.due, asked!.assignment.say], ['c1', '2026-12-24', 'A week later']);
  await loop.decline('a1', 'on leave');
  assert.equal((await loop.asked())[0]!.declined!.say, 'on leave');
  await loop.takeUp(await asking({made: '2026-12-02'}));
  assert.equal((await loop.asked())[0]!.declined, null, 'asked once more');
  await assert.rejects(loop.started('a2', 'c1'));
});

test('what was sent is remembered by copy, in its order', async () => {
  browser();
  const loop = openLoop(SITE);
  for (const seq of [2, 1, 2]) await loop.noteSent(sentReturn(seq));
  assert.deepEqual(await openLoop(SITE).sent('c1'), [sentReturn(1), sentReturn(2)]);
  assert.deepEqual(await loop.sent('c2'), []);
});

test('returns are taken in once each, whichever way and in whatever order they come', async () => {
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map(n => brought(n, n % 2 ? 'ana' : 'ben', n)));
  const seen = new Set<string>();
  const random = seeded(7);
  for (let round = 0; round < rounds(50); round += 1) {
    browser();
    const loop = openLoop(SITE);
    const order = [...all, ...all]
      .map(each => [random(), each] as const)
      .sort(([a], [b]) => a - b)
      .map(([, each]) => each);
    const told = [...(await loop.keepReturns(order.slice(0, 5))), ...(await openLoop(SITE).keepReturns(order.slice(5)))];
    assert.equal(told.filter(each => each === 'new').length, 6);
    assert.equal(told.filter(each => each === 'have').length, 6);
    seen.add(JSON.stringify((await loop.index()).sort((a, b) => (a.digest < b.digest ? -1 : 1))));
    assert.deepEqual((await loop.returns('ana')).map(({returned}) => returned.seq).sort(), [1, 3, 5]);
  }
  assert.equal(seen.size, 1);
});

test('an intake that is cut off anywhere leaves whole batches, and taking in again doubles nothing', async () => {
  const all = await Promise.all(Array.from({length: 450}, (_, n) => brought(n + 100, `p${n % 9}`, n + 1)));
  const random = seeded(8);
  for (let round = 0; round < rounds(5); round += 1) {
    const {databases} = browser();
    databases.disk.puts = Math.floor(random() * 480);
    await assert.rejects(openLoop(SITE).keepReturns(all));
    databases.disk.puts = Infinity;
    const kept = databases.rows(NAME, 'returns').length;
    assert.equal(kept % 200, 0);
    assert.equal((await openLoop(SITE).index()).length, kept, 'the index stands with them');
    const told = await openLoop(SITE).keepReturns(all);
    assert.equal(told.filter(each => each === 'new').length, all.length - kept);
    assert.equal(new Set((await openLoop(SITE).index()).map(({digest}) => digest)).size, all.length);
    assert.equal(databases.rows(NAME, 'returns').length, all.length);
  }
});

test('returns that are let go leave the index, and the last of a copy takes the coach’s words along', async () => {
  const {databases} = browser();
  const loop = openLoop(SITE);
  const [one, two] = await Promise.all([brought(1, 'ana', 1), brought(2, 'ana', 2)]);
  await loop.keepReturns([one, two]);
  await loop.addRemarks('mine', newRemarks(SITE, {id: 'k1', name: 'M'}, 'cana', 'land'));
  await loop.deleteReturns([one.envelope.digest]);
  assert.deepEqual(
    (await loop.index()).map(({seq}) => seq),
    [2],
  );
  assert.notEqual(await loop.remarks('mine', 'cana'), null);
  await loop.deleteReturns([two.envelope.digest, 'none']);
  assert.deepEqual([await loop.index(), await loop.returns('ana'), await loop.remarks('mine', 'cana')], [[], [], null]);
  assert.doesNotMatch(databases.raw(), /Secretana/);
});

test('two pages change one member and one overlay, and nothing of either is lost', async () => {
  browser();
  const [one, two] = [openLoop(SITE), openLoop(SITE)];
  const {id} = await one.addMember(' Ana Berg ');
  await Promise.all([
    one.changeMember(id, 'mail', 'ana@coach.example'),
    two.changeMember(id, 'next', '2026-12-14'),
    two.changeMember(id, 'left', true),
  ]);
  const [member] = await one.members();
  assert.deepEqual([member!.name.v, member!.mail.v, member!.next.v, member!.left.v], ['Ana Berg', 'ana@coach.example', '2026-12-14', true]);
  const remarks = (loop: LoopStore, text: string): Promise<unknown> => {
    const [key, remark] = newRemark('a/q', 1, loop.leaf(undefined, text, true));
    return loop.addRemarks('theirs', {...newRemarks(SITE, {id: 'k1', name: 'M'}, 'c1', 'one'), remarks: new Map([[key, remark]])});
  };
  await Promise.all([remarks(one, 'a'), remarks(two, 'b')]);
  assert.deepEqual([...(await one.remarks('theirs', 'c1'))!.remarks.values()].map(({text}) => text.v).sort(), ['a', 'b']);
  assert.equal((await two.allRemarks('mine')).length, 0);
  await Promise.all([one.reply('c1', 'x1', 'Mrs Weber'), two.hide('c1', 'x2', true), one.hide('c1', 'x3', true)]);
  await one.hide('c1', 'x3', false);
  const handled = await two.handled('c1');
  assert.deepEqual([handled.replies.get('x1')!.v, [...handled.hidden]], ['Mrs Weber', ['x2']]);
  await one.deleteRemarks('theirs', 'c1');
  assert.deepEqual([await one.remarks('theirs', 'c1'), (await one.handled('c1')).replies.size], [null, 0]);
});

/** A coach with two people, with everything in it that there may be. */
async function team(loop: LoopStore): Promise<void> {
  await loop.setMe('Marta', '');
  for (const [n, person] of ['ana', 'ben'].entries()) {
    await loop.addMember(`Secret${person}`, person);
    const {assignment, text} = await asking({id: `a${n}`, to: {id: person, name: `Secret${person}`}});
    await loop.give({assignment, text, sent: '2026-11-30'});
    await loop.keepReturns([await brought(n + 1, person, 1), await brought(n + 3, person, 2, `browserof${person}`)]);
    const [key, remark] = newRemark('a/q', 1, loop.leaf(undefined, `To Secret${person}`, true));
    const words = {...newRemarks(SITE, {id: 'k1', name: 'Marta'}, `c${person}`, 'land'), remarks: new Map([[key, remark]])};
    await loop.addRemarks('mine', withReceipt(words, 1, 'ab'.repeat(8), '2026-12-03'));
  }
}

test('who is erased leaves no byte, whatever comes in later, and nobody else loses anything', async () => {
  const {databases} = browser();
  const loop = openLoop(SITE);
  await team(loop);
  const before = await loop.everything();
  const file = teamText(SITE, before);
  assert.match(databases.raw(), /Secretben/);
  await loop.erase('ben');
  assert.doesNotMatch(databases.raw(), /Secretben/);
  await loop.restore(await readTeam(file, SITE), entryOf);
  assert.deepEqual(await loop.keepReturns([await brought(9, 'ana', 9, 'browserofben'), await brought(10, 'ben', 3)]), ['erased', 'erased']);
  assert.doesNotMatch(databases.raw(), /Secretben|cben/);
  assert.deepEqual(
    (await loop.members()).map(({id}) => id),
    ['ana'],
  );
  assert.equal((await loop.returns('ana')).length, 2);
  assert.equal((await loop.given()).length, 1);
  assert.notEqual(await loop.remarks('mine', 'cana'), null);
  // Somebody who is erased on the other device is erased here.
  const {databases: other} = browser();
  const second = openLoop(SITE);
  await second.restore(before, entryOf);
  assert.equal((await second.index()).length, 4);
  await second.restore({...before, members: [], returns: [], given: [], remarks: [], erased: {ben: '2026-12-30'}}, entryOf);
  assert.doesNotMatch(other.raw(), /Secretben/);
  assert.equal((await second.index()).length, 2);
  const again = await second.addMember('Ben again', 'ben');
  assert.notEqual(again.id, 'ben', 'whoever was erased begins anew');
});

test('a team file brings everything to an empty browser, twice the same, and a person’s own as well', async () => {
  browser();
  const loop = openLoop(SITE);
  await team(loop);
  await loop.takeUp(await asking());
  await loop.started('a1', 'c1');
  await loop.noteSent(sentReturn(1));
  await loop.addRemarks('theirs', newRemarks(SITE, {id: 'k7', name: 'Oskar'}, 'c1', 'one'));
  await loop.reply('c1', 'x1', 'Yes');
  await loop.setSettings({team: 'North', least: 7, shown: [{day: '2026-11-01', tables: {talent: ['ab']}}]});
  const text = teamText(SITE, await loop.everything());
  browser();
  const second = openLoop(SITE);
  for (let times = 0; times < 2; times += 1) {
    await second.restore(await readTeam(text, SITE), entryOf);
    assert.equal(teamText(SITE, await second.everything()), text);
  }
  await second.setSettings({keep: 3, shown: []});
  await second.restore(await readTeam(text, SITE), entryOf);
  const {keep, shown} = await second.settings();
  assert.deepEqual([keep, shown.length], [3, 1], 'what is set here stays, and what left is remembered');
});

test('where the browser keeps nothing, everything is in memory, and says so; a made-up team never touches storage', async () => {
  const {databases} = browser();
  databases.refused = true;
  const loop = openLoop(SITE);
  await team(loop);
  assert.equal(loop.inMemory, true);
  assert.equal((await loop.index()).length, 4);
  await loop.erase('ben');
  assert.equal((await loop.index()).length, 2);
  databases.refused = false;
  const sample = openLoop(SITE, true);
  await team(sample);
  assert.deepEqual([sample.inMemory, await databases.databases(), (await sample.members()).length], [true, [], 2]);
  await sample.clear();
  assert.deepEqual(await sample.members(), []);
});

test('a silent database keeps nobody waiting, and is used again once it answers', async () => {
  mock.timers.enable({apis: ['setTimeout']});
  try {
    const {databases} = browser();
    databases.silent = true;
    const loop = openLoop(SITE);
    let heard = 0;
    const end = loop.listen(() => (heard += 1));
    const asked = loop.setMe('Ana');
    await Promise.resolve();
    mock.timers.tick(5000);
    await assert.rejects(asked);
    assert.equal(loop.inMemory, false, 'silent is not refused');
    await assert.rejects(loop.me());
    databases.silent = false;
    for (let turn = 0; turn < 40 && !heard; turn += 1) await new Promise(setImmediate);
    assert.equal(heard, 1);
    assert.equal((await loop.setMe('Ana')).name, 'Ana');
    end();
  } finally {
    mock.timers.reset();
  }
});

test('a database that a later page has changed is not touched', async () => {
  const {databases} = browser();
  const later = databases.open(NAME, 2) as unknown as {onsuccess: () => void};
  await new Promise<void>(done => (later.onsuccess = done));
  const loop = openLoop(SITE);
  await assert.rejects(loop.members(), /newer/);
  assert.equal(loop.inMemory, false);
});

test('a full disk is said, and what was there stays', async () => {
  const {databases} = browser();
  const loop = openLoop(SITE);
  await team(loop);
  const before = databases.raw();
  databases.disk.puts = 0;
  await assert.rejects(loop.setMe('Marta Lind'));
  await assert.rejects(loop.erase('ben'));
  await assert.rejects(loop.addMember('Cem'));
  assert.equal(databases.raw(), before);
});

test('clearing leaves nothing, and the next act begins anew', async () => {
  const {databases} = browser();
  const loop = openLoop(SITE);
  await team(loop);
  await loop.clear();
  assert.deepEqual(await databases.databases(), []);
  assert.deepEqual([await loop.me(), await loop.members()], [null, []]);
});

test('rows that somebody else wrote are left out, and never more than that', async () => {
  const {databases} = browser();
  const loop = openLoop(SITE);
  await team(loop);
  const odd = [null, 1, 'x', [], {}, {text: 5}, {text: '{}', person: '<b>'}, {id: 'constructor'}, {person: 'ana', entries: '[{},null,5]'}];
  for (const table of ['own', 'asked', 'sent', 'given', 'members', 'returns', 'index', 'remarks', 'handled', 'erased'])
    for (const [n, value] of odd.entries()) databases.put(NAME, table, table === 'own' ? 'me' : `odd${n}`, value);
  databases.put(NAME, 'own', 'settings', {least: 'x', keep: -1, shown: [{day: 1}]});
  assert.equal(await loop.me(), null);
  assert.deepEqual(await loop.settings(), {team: '', least: 5, keep: 13, saved: '', visit: '', shown: []});
  assert.equal((await loop.members()).length, 2);
  assert.equal((await loop.index()).length, 4);
  assert.equal((await loop.everything()).returns.length, 4);
  await loop.reindex(entryOf);
  assert.equal((await loop.index()).length, 4);
  await loop.erase('ben');
  assert.doesNotMatch(databases.raw(), /Secretben/);
});
