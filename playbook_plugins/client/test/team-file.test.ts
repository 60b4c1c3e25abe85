import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LEAST_OWN, lock, looksLocked, unlock, WrongPassphrase} from '../src/coaching/locked.ts';
import {Refusal} from '../src/model/gate.ts';
import {newPhrase, PHRASE_LENGTH, phraseBits, phraseWords} from '../src/team/phrase-words.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

const [SITE, PHRASE, FEW] = ['coach.example', 'ochre lantern meadow', 100_000];
const refusal = (reason: string) => (error: unknown) => error instanceof Refusal && error.reason === reason;
const changed = (file: string, change: (head: Record<string, unknown>) => void): string => {
  const head = JSON.parse(file) as Record<string, unknown>;
  change(head);
  return JSON.stringify(head);
};

test('what is locked opens with its passphrase alone, whatever its sign forms and outer spaces', async () => {
  const file = await lock('{"näme":"Ana"}', 'Blüte am Hafen 77', SITE, 'Open it there', FEW);
  assert.equal(JSON.parse(file).kdf.n, FEW);
  assert.equal(Object.keys(JSON.parse(file))[0], '_');
  assert.doesNotMatch(file, /Ana/);
  assert.equal(looksLocked(file), SITE);
  assert.equal(await unlock(`\uFEFF${file}`, ' Blu\u0308te am Hafen 77 '), '{"näme":"Ana"}');
  await assert.rejects(unlock(file, 'blüte am hafen 77'), WrongPassphrase);
});

test('a team file is locked as hard as it is said to be, and never twice the same', async () => {
  const [a, b] = [await lock('x', PHRASE, SITE), await lock('x', PHRASE, SITE)].map(file => JSON.parse(file));
  assert.equal(a.kdf.n, 600_000);
  assert.notEqual(a.kdf.salt, b.kdf.salt);
  assert.notEqual(a.iv, b.iv);
});

test('what was cut or damaged on its way is told from a wrong passphrase, and no damage opens', async () => {
  const file = await lock('x'.repeat(400), PHRASE, SITE, '', FEW);
  await assert.rejects(unlock(file.slice(0, -60), PHRASE), refusal('cut'));
  const random = seeded(77);
  for (let run = 0; run < rounds(200); run += 1) {
    const at = Math.floor(random() * file.length);
    const wrong = file.slice(0, at) + (file[at] === 'q' ? 'r' : 'q') + file.slice(at + 1);
    await assert.rejects(unlock(wrong, PHRASE), error => error instanceof Refusal, `sign ${at}`);
  }
});

test('whoever changes the head on purpose opens nothing', async () => {
  const file = await lock('x', PHRASE, SITE, '', FEW);
  const {sum, ...rest} = JSON.parse(file);
  const other = JSON.parse(await lock('x', PHRASE, 'other.example', '', FEW));
  const forged = JSON.stringify({...rest, site: 'other.example', sum: other.sum.slice(0, 8) + sum.slice(8)});
  await assert.rejects(unlock(forged, PHRASE), error => error instanceof Refusal || error instanceof WrongPassphrase);
});

test('a lock that is too weak, too slow, unknown or of a newer page is refused before a passphrase is used', async () => {
  const file = await lock('x', PHRASE, SITE, '', FEW);
  const kdf = (part: object) => changed(file, head => Object.assign(head['kdf'] as object, part));
  for (const n of [99_999, 5_000_001, 1e15, -1, 1.5, '600000']) assert.throws(() => looksLocked(kdf({n})), refusal('damaged'), String(n));
  assert.throws(() => looksLocked(kdf({name: 'Argon2id'})), refusal('newer'));
  assert.throws(() => looksLocked(kdf({salt: 'short'})), refusal('damaged'));
  assert.throws(() => looksLocked(changed(file, head => (head['formatVersion'] = 2))), refusal('newer'));
  assert.throws(() => looksLocked('{"format":"playbook-response"}'), refusal('notOurs'));
  assert.throws(() => looksLocked('hello'), refusal('notJson'));
  assert.throws(() => looksLocked('[]'), refusal('notOurs'));
});

test('six words are offered out of 2,048 different plain ones, and their worth is said truly', () => {
  assert.ok(phraseWords.length >= 2048);
  assert.equal(new Set(phraseWords).size, phraseWords.length);
  assert.deepEqual(
    phraseWords.filter(word => !/^[a-z]{3,11}$/.test(word)),
    [],
  );
  assert.equal(phraseBits(), Math.floor(Math.log2(phraseWords.length ** PHRASE_LENGTH)));
  const drawn = newPhrase().split(' ');
  assert.equal(drawn.length, 6);
  assert.ok(drawn.every(word => phraseWords.includes(word)));
  assert.notEqual(newPhrase(), drawn.join(' '));
  assert.ok(newPhrase(['ab', 'cd', 'ef', 'gh']).length >= LEAST_OWN);
});
