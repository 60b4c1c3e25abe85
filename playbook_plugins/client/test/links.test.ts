import assert from 'node:assert/strict';
import {test} from 'node:test';

import {assignmentRecord} from '../src/coaching/assignment.ts';
import {compactReturn} from '../src/coaching/compact.ts';
import {envelopeLink, fragmentIn, fragmentsIn, readEnvelopeLink, readIncoming, returnLink} from '../src/coaching/links.ts';
import {remarksEnvelope} from '../src/coaching/remarks.ts';
import {Refusal} from '../src/model/gate.ts';
import {toRecord} from '../src/model/response.ts';
import {readLink, toLink} from '../src/travel/link.ts';
import {randomAssignment, randomRemarks, randomReturn, SITE} from './enveloped.ts';
import {randomCopy} from './random.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';
import {work} from './work.ts';

const ADDRESS = 'https://playbook.example/go/one-to-one/';
const hash = (link: string): string => link.slice(link.indexOf('#') + 1);
const aLink = (seed: number): Promise<string> => envelopeLink(assignmentRecord(randomAssignment(seeded(seed))), 'a', ADDRESS);

/** A link as each mail program and chat hands it on. */
const mangled: [string, (link: string) => string][] = [
  ['as it was sent', link => link],
  ['in a message', link => `Hello Ana,\n\nthis is for you:\n${link}\n\nBest regards\nMarta`],
  ['at the end of a sentence', link => `Please open ${link}. Thank you!`],
  ['in brackets', link => `One-to-one <${link}> (by Friday)`],
  ['broken into lines', link => link.replace(/(.{60})/g, '$1\r\n')],
  ['broken into lines, and more text below', link => `${link.replace(/(.{72})/g, '$1\n')}\nregards Marta`],
  ['quoted in an answer', link => `> see ${link.replace(/(.{60})/g, '$1\n> ')}\n> Marta`],
  ['with spaces', link => link.replace(/(.{50})/g, '$1 ')],
  ['as quoted-printable', link => link.replaceAll('=', '=3D').replace(/(.{74})/g, '$1=\r\n')],
  ['with %23', link => link.replace('#', '%23')],
  ['with %2523', link => link.replace('#', '%2523')],
  [
    'through Safe Links',
    link => `https://eur02.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7C01%7Cana&reserved=0`,
  ],
  [
    'through Safe Links as quoted-printable',
    link =>
      `https://eur02.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7C01`
        .replaceAll('=', '=3D')
        .replace(/(.{74})/g, '$1=\r\n'),
  ],
  [
    'through Safe Links twice',
    link => `https://x.safelinks.protection.outlook.com/?url=${encodeURIComponent(encodeURIComponent(link))}&data=05`,
  ],
  [
    'through Teams',
    link =>
      `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=${encodeURIComponent(link)}&locale=en-us`,
  ],
  [
    'through Teams, the other form',
    link => `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html#?url=${encodeURIComponent(link)}&dest=x`,
  ],
  ['as the fragment alone', link => hash(link)],
  ['with its last sign left out, where that was a - or _', link => link],
];

for (const [how, mangle] of mangled) {
  test(`a link is found ${how}`, async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const link = await aLink(seed);
      assert.equal(fragmentIn(mangle(link)), hash(link));
      assert.equal((await readEnvelopeLink(fragmentIn(mangle(link)), SITE)).kind, 'assignment');
    }
  });
}

test('no link ends in a sign that programs leave out, and nothing but safe signs stands after the #', async () => {
  const random = seeded(21);
  for (let round = 0; round < rounds(250); round += 1) {
    const links = [
      await envelopeLink(assignmentRecord(randomAssignment(random)), 'a', ADDRESS),
      await returnLink(randomReturn(random), ADDRESS),
      await envelopeLink(remarksEnvelope(randomRemarks(random)), 'm', ADDRESS),
      await toLink(toRecord(randomCopy(random)), ADDRESS),
    ];
    for (const link of links) assert.match(hash(link), /^pb1\.[armz]\.[0-9a-f]{8}\.[A-Za-z0-9_-]*[A-Za-z0-9]$/);
  }
});

/** Links as earlier pages made them, which end in any sign. */
async function* oldLinks(random: () => number, count: number): AsyncGenerator<string> {
  for (let found = 0; found < count; ) {
    const bytes = new TextEncoder().encode(JSON.stringify(toRecord(randomCopy(random))));
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const packed = Buffer.from(await new Response(stream).arrayBuffer());
    const {crc32} = await import('../src/travel/link.ts');
    const link = `pb1.z.${crc32(packed)}.${packed.toString('base64url')}`;
    if (!/[-_]$/.test(link)) continue;
    found += 1;
    yield link;
  }
}

test('a link that lost its last - or _ opens all the same', async () => {
  for await (const link of oldLinks(seeded(22), rounds(100))) {
    const whole = JSON.stringify(toRecord(await readLink(link)));
    assert.equal(JSON.stringify(toRecord(await readLink(link.slice(0, -1)))), whole);
    assert.equal(fragmentIn(`Look: ${ADDRESS}#${link.slice(0, -1)} .`), link.slice(0, -1));
  }
});

test('a link that lost more than that, or that another codec made, says so', async () => {
  const link = hash(await aLink(1));
  for (let length = link.length - 2; length > 20; length -= 7) {
    await assert.rejects(readEnvelopeLink(link.slice(0, length)), (error: Refusal) => error.reason === 'cut');
  }
  await assert.rejects(readEnvelopeLink(link.replace('pb1.a', 'pb1.e')), (error: Refusal) => error.reason === 'newer');
  await assert.rejects(readEnvelopeLink(link.replace('pb1.a', 'pb2.a')), (error: Refusal) => error.reason === 'newer');
  await assert.rejects(readEnvelopeLink(link.replace('pb1.a', 'pb1.m')), (error: Refusal) => error.reason === 'damaged');
  await assert.rejects(readEnvelopeLink(link.replace('pb1.a', 'pb1.r')), Refusal);
  await assert.rejects(readLink(link), (error: Refusal) => error.reason === 'newer', 'a page of today that reads records alone');
});

test('each link of a message with several is read, and a message without one is refused', async () => {
  const first = await aLink(1);
  const links = [first, await returnLink(randomReturn(seeded(2)), ADDRESS), first];
  assert.deepEqual(fragmentsIn(`One ${links[0]}\nTwo ${links[1]}\nAgain ${links[2]}`), [hash(links[0]!), hash(links[1]!)]);
  assert.deepEqual(
    (await readIncoming(links.join('\n'), SITE)).map(({kind}) => kind),
    ['assignment', 'return'],
  );
  assert.equal(fragmentIn('nothing to see'), '');
  await assert.rejects(readIncoming('nothing to see'), Refusal);
  await assert.rejects(readIncoming(`${ADDRESS}#pb3.q.zz`), (error: Refusal) => error.reason === 'newer');
});

test('a message made to be slow is looked at in time', () => {
  const head = '#pb1.a.00000000.';
  for (const text of [
    head.repeat(60_000),
    `${head}${'A '.repeat(500_000)}`,
    `${head}${'A\n> '.repeat(200_000)}`.repeat(3),
    '%25'.repeat(300_000),
    '='.repeat(1e6),
  ])
    assert.ok(work(() => fragmentsIn(text)) < 3000);
});

test('links are as short as they can be', async () => {
  assert.ok((await aLink(1)).length < 560);
  const compact = JSON.stringify(compactReturn(randomReturn(seeded(5))));
  assert.doesNotMatch(compact, /\d{13}-/, 'no clocks');
});
