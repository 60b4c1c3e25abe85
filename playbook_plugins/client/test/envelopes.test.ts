import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {test} from 'node:test';

import {assignmentRecord, loopMark, loopMarkOf} from '../src/coaching/assignment.ts';
import {digestOf} from '../src/coaching/digest.ts';
import {fileText} from '../src/coaching/file.ts';
import {parcelText, readEnvelope, readEnvelopes} from '../src/coaching/gate.ts';
import {readIncoming} from '../src/coaching/links.ts';
import {remarksText} from '../src/coaching/remarks.ts';
import {returnFile} from '../src/coaching/returned.ts';
import {readTeam} from '../src/coaching/team-file.ts';
import {Refusal} from '../src/model/gate.ts';
import {newCopy, toRecord} from '../src/model/response.ts';
import {randomAssignment, randomEnvelope, randomRemarks, randomReturn, SITE} from './enveloped.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';
import {work} from './work.ts';

Object.assign(globalThis, {document: {documentElement: {lang: 'en'}}});

const record = (): Record<string, unknown> => assignmentRecord(randomAssignment(seeded(1)));
const text = (more: object): string => JSON.stringify({...record(), ...more});
const is =
  (reason: Refusal['reason'], where?: string) =>
  (error: unknown): boolean =>
    error instanceof Refusal && error.reason === reason && (where === undefined || error.where === where);

test('a request comes in as it was made, whatever its file says first', async () => {
  for (let seed = 1; seed < 30; seed += 1) {
    const made = randomAssignment(seeded(seed));
    const written = fileText(assignmentRecord(made), 'https://playbook.example/go/in/');
    assert.match(written, /^\{"_":"Open https/);
    const envelope = await readEnvelope(written, SITE);
    assert.ok(envelope.kind === 'assignment');
    assert.deepEqual(envelope.assignment, made);
    assert.equal(envelope.text, written, 'kept as it came');
  }
});

for (const key of ['privates', 'private', 'wanted', 'Notes', '__proto__x', 'constructor']) {
  test(`a request that says "${key}" is refused`, async () => {
    await assert.rejects(readEnvelope(text({[key]: true})), is('damaged', key));
    await assert.rejects(readEnvelope(text({to: {id: 'p1', name: 'Ana', [key]: 1}})), is('damaged', key));
  });
}

const wrong: [string, object][] = [
  ['a sentence of 281 signs', {say: 'x'.repeat(281)}],
  ['a name of 81 signs', {label: 'x'.repeat(81)}],
  ['six questions', {focus: ['a', 'b', 'c', 'd', 'e', 'f']}],
  ['41 starting values', {fill: Object.fromEntries(Array.from({length: 41}, (_, n) => [`q${n}`, '']))}],
  ['a starting value of 100,001 signs', {fill: {q: 'x'.repeat(100_001)}}],
  ['a starting value that is no text', {fill: {q: true}}],
  ['a question of a prototype', {fill: {constructor: 'x'}}],
  ['a day that is none', {due: '2026-02-30'}],
  ['a day before all clocks', {made: '1969-12-31'}],
  ['no day', {made: undefined}],
  ['an id of odd signs', {id: '<b>'}],
  ['an address with a second one', {from: {id: 'k1', name: 'M', mail: 'a@b.example?bcc=c@d.example'}}],
  ['an address with a line', {from: {id: 'k1', name: 'M', mail: 'a@b.example\nbcc:c@d'}}],
  ['notes that are neither yes nor no', {notes: 'yes'}],
  ['a number that is none', {no: 1.5}],
];
for (const [what, more] of wrong) test(`a request with ${what} is refused`, () => assert.rejects(readEnvelope(text(more)), is('damaged')));

test('what another site made is refused and the site named; a newer form says so; a record may come from anywhere', async () => {
  await assert.rejects(readEnvelope(text({site: 'other-site'}), SITE), is('otherSite', 'other-site'));
  assert.equal((await readEnvelope(text({site: 'other-site'}))).kind, 'assignment');
  await assert.rejects(readEnvelope(returnFile(randomReturn(seeded(1))).text, 'mine'), is('otherSite', SITE));
  await assert.rejects(readEnvelope(remarksText(randomRemarks(seeded(1))), 'mine'), is('otherSite', SITE));
  await assert.rejects(readEnvelope(text({formatVersion: 2})), is('newer'));
  await assert.rejects(readEnvelope(text({formatVersion: undefined})), is('damaged'));
  await assert.rejects(readEnvelope('{"format":"playbook-signed","formatVersion":2}'), is('newer'));
  const body = JSON.stringify({format: 'playbook-return', formatVersion: 2});
  await assert.rejects(readEnvelope(JSON.stringify({format: 'playbook-signed', formatVersion: 1, body})), is('newer'));
  assert.equal((await readEnvelope(JSON.stringify(toRecord(newCopy('anywhere', 'w', 1))), SITE)).kind, 'record');
});

test('signs that turn a line around, or end it, do not stand in names and sentences', async () => {
  const envelope = await readEnvelope(text({label: 'One\u202eevil\nTwo', say: 'a\u0000b', to: {id: 'p1', name: '\u2066Ana\u2069 Berg '}}));
  assert.ok(envelope.kind === 'assignment');
  assert.deepEqual([envelope.assignment.label, envelope.assignment.say, envelope.assignment.to.name], ['One evil Two', 'a b', 'Ana  Berg']);
});

test('a signature is kept as it came, and an odd one refused', async () => {
  const plain = JSON.parse(returnFile(randomReturn(seeded(3))).text) as Record<string, unknown>;
  const signed = JSON.stringify({...plain, key: 'k'.repeat(43), sig: 's'.repeat(86)});
  const [a, b] = [await readEnvelope(signed), await readEnvelope(JSON.stringify(plain))];
  assert.ok(a.kind === 'return' && b.kind === 'return');
  assert.equal(a.text, signed);
  assert.equal(a.digest, b.digest);
  for (const odd of [{key: '<b>'}, {sig: 5}, {sig: 'x'.repeat(201)}, {more: 1}])
    await assert.rejects(readEnvelope(JSON.stringify({...plain, ...odd})), is('damaged'));
  for (const body of ['', '[]', '{}', 'null', '{"format":"playbook-signed","formatVersion":1}', '['.repeat(1e6)])
    await assert.rejects(readEnvelope(JSON.stringify({...plain, body})), Refusal);
});

test('each item of a parcel passes by itself, in its order; one that does not refuses all', async () => {
  const items = Array.from({length: 5}, (_, n) => JSON.parse(randomEnvelope(seeded(n + 7))) as object);
  const all = await readEnvelopes(parcelText([...items, toRecord(newCopy('s', 'w', 1))]), SITE);
  assert.equal(all.length, 6);
  assert.equal(all[5]!.kind, 'record');
  assert.deepEqual(
    all.slice(0, 5).map(each => JSON.parse(each.text)),
    items,
  );
  await assert.rejects(readEnvelopes(parcelText([...items, {format: 'playbook-parcel', formatVersion: 1, items: []}])), is('notOurs'));
  await assert.rejects(readEnvelopes(parcelText([{...record(), privates: true}])), is('damaged', 'privates'));
  await assert.rejects(readEnvelope(parcelText(items)), is('damaged'));
  const responses = {format: 'playbook-responses', formatVersion: 1, site: 's', copies: [toRecord(newCopy('s', 'w', 1))]};
  assert.equal((await readIncoming(JSON.stringify(responses)))[0]!.kind, 'record');
});

test('a locked file says how it is locked, and a team’s data come out of a locked file alone', async () => {
  const locked = {format: 'playbook-locked', kdf: {name: 'PBKDF2-SHA-256', n: 600_000, salt: 'AAAA'}, iv: 'AAAA', ct: 'AAAA'};
  assert.equal((await readEnvelope(JSON.stringify(locked))).kind, 'locked');
  for (const n of [99_999, 5_000_001, 1.5, '600000', null])
    await assert.rejects(readEnvelope(JSON.stringify({...locked, kdf: {...locked.kdf, n}})), is('damaged', 'kdf'));
  await assert.rejects(readEnvelope(JSON.stringify({...locked, kdf: {...locked.kdf, name: 'argon2id'}})), is('newer'));
  await assert.rejects(readEnvelope(JSON.stringify({...locked, ct: '<b>'})), is('damaged', 'ct'));
  await assert.rejects(readEnvelope('{"format":"playbook-team","formatVersion":1}'), is('notOurs'));
  await assert.rejects(readTeam('{"format":"playbook-team","formatVersion":2}'), is('newer'));
  await assert.rejects(
    readTeam(JSON.stringify({format: 'playbook-team', formatVersion: 1, site: 'x', me: null}), SITE),
    is('otherSite', 'x'),
  );
});

test('bombs are refused in time', async () => {
  const bombs = [
    '['.repeat(5_000_000),
    `{"format":"playbook-parcel","items":[${'{},'.repeat(2_000_000)}{}]}`,
    `{"format":"playbook-assignment",${'"a":1,'.repeat(90_000)}"b":1}`,
    JSON.stringify({format: 'playbook-signed', formatVersion: 1, body: '['.repeat(2_000_000)}),
    `"${'x'.repeat(9 * 1024 * 1024)}"`,
  ];
  for (const bomb of bombs) {
    let read: Promise<unknown> = Promise.resolve();
    assert.ok(work(() => (read = readEnvelopes(bomb))) < 2000);
    await assert.rejects(read, Refusal);
  }
});

const JUNK = ['', '{', '"', '\\', '__proto__', '1e999', ']', '\\u0000', 'null', '-1', '"v":', '9'.repeat(20), 'true', '{}', '[]'];

test('damaged and made-up envelopes: refused or read, never anything else, and no prototype changes', async () => {
  const random = seeded(31);
  let refused = 0;
  const all = rounds(10_000);
  let whole = randomEnvelope(random);
  for (let round = 0; round < all; round += 1) {
    if (round % 50 === 0) whole = randomEnvelope(random);
    let broken = whole;
    for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
      const at = Math.floor(random() * broken.length);
      broken = broken.slice(0, at) + JUNK[Math.floor(random() * JUNK.length)]! + broken.slice(at + Math.floor(random() * 8));
    }
    await readIncoming(broken, SITE).catch((error: unknown) => {
      assert.ok(error instanceof Refusal, `${String(error)} for ${broken}`);
      refused += 1;
    });
  }
  assert.ok(refused > all / 3);
  assert.equal(Object.keys(Object.prototype).length, 0);
});

/** Any JSON value put in any place of an envelope. */
test('a value of another kind in any place of an envelope: refused or read, never anything else', async () => {
  const odd = [
    null,
    true,
    0,
    -1,
    1e300,
    '',
    'x',
    '2026-13-01',
    [],
    {},
    [[]],
    {v: 1},
    {v: 'x', t: '1-0-aa'},
    {__proto__: 1},
    'x'.repeat(300),
  ];
  for (let seed = 40; seed < 40 + rounds(15); seed += 1) {
    const whole = JSON.parse(randomEnvelope(seeded(seed))) as Record<string, unknown>;
    const inner = typeof whole['body'] === 'string' ? (JSON.parse(whole['body']) as Record<string, unknown>) : null;
    const value = inner ?? whole;
    for (const path of pathsOf(value)) {
      for (const each of odd) {
        const changed = replaced(value, path, each);
        const sent = JSON.stringify(inner ? {...whole, body: JSON.stringify(changed)} : changed);
        await readEnvelopes(sent, SITE).catch((error: unknown) => assert.ok(error instanceof Refusal, `${String(error)} for ${sent}`));
      }
    }
  }
});

type Path = (string | number)[];
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}
function replaced(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : {...(value as object)};
  (copy as Record<string, unknown>)[first] = replaced((value as Record<string, unknown>)[first], rest, by);
  return copy;
}

test('digests are those of SHA-256', () => {
  const random = seeded(5);
  for (let length = 0; length < 200; length += 1) {
    const said = Array.from({length}, () => String.fromCodePoint(32 + Math.floor(random() * 2000))).join('');
    assert.equal(digestOf(said), createHash('sha256').update(said, 'utf8').digest('hex'));
  }
});

test('what a copy keeps of its assignment is constants, and anything odd is none', () => {
  const assignment = randomAssignment(seeded(1));
  const extra = {loop: loopMark(assignment)} as Record<string, unknown>;
  assert.deepEqual(loopMarkOf({extra}), {a: assignment.id, s: assignment.series, no: assignment.no});
  for (const loop of [null, 1, [], {}, {a: '<b>', s: '', no: 1}, {a: 'a1', s: 's1', no: 0}, {a: 'a1', s: 's1', no: 1e12}])
    assert.equal(loopMarkOf({extra: {loop}}), null);
});
