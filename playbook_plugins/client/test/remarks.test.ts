import assert from 'node:assert/strict';
import {test} from 'node:test';

import type {Remarks} from '../src/coaching/formats.ts';
import {readEnvelope} from '../src/coaching/gate.ts';
import {mergeRemarks, newRemark, newRemarks, remarksFile, remarksText, standingRemarks, withReceipt} from '../src/coaching/remarks.ts';
import {Ticker} from '../src/model/clock.ts';
import {Refusal} from '../src/model/gate.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {randomRemarks, SITE} from './enveloped.ts';
import {rounds} from './rounds.ts';
import {seeded} from './seeded.ts';

Object.assign(globalThis, {document: {documentElement: {lang: 'en'}}});

const canonical = (remarks: Remarks): string => remarksText(remarks);
async function read(text: string): Promise<Remarks> {
  const envelope = await readEnvelope(text, SITE);
  assert.ok(envelope.kind === 'remarks');
  return envelope.remarks;
}

test('remarks come in as they went out', async () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const made = randomRemarks(seeded(seed));
    assert.equal(canonical(await read(remarksText(made))), canonical(made));
    assert.equal(
      canonical(await read(remarksFile(made, {id: 'p1', name: 'Ana'}, 'https://playbook.example/go/in/').text)),
      canonical(made),
    );
  }
});

test('a key that is not known is refused, wherever it stands', async () => {
  const envelope = JSON.parse(remarksText(randomRemarks(seeded(1)))) as {body: string};
  const body = JSON.parse(envelope.body) as {remarks: Record<string, object>; commitments: Record<string, object>};
  const refused = (changed: object): Promise<void> =>
    assert.rejects(readEnvelope(JSON.stringify({...envelope, body: JSON.stringify(changed)})), Refusal);
  const [first] = Object.keys(body.remarks) as [string];
  await refused({...body, more: 1});
  await refused({...body, remarks: {[first]: {...body.remarks[first], html: '<b>'}}});
  await refused({...body, remarks: {[first]: {...body.remarks[first], on: 'x/../y'}}});
  await refused({...body, remarks: {[first]: {...body.remarks[first], text: {v: 'a', t: '32503600000000-0-zz', b: ''}}}});
  await refused({...body, remarks: {[first]: {...body.remarks[first], talk: {v: 'yes', t: '1-0-aa'}}}});
  await refused({...body, commitments: {'c1.r1': {due: {v: '2026-12-24', t: '1-0-aa'}}}});
  await refused({...body, commitments: {c1: {}}});
  await refused({...body, from: {id: 'k1', name: 'M', role: 'x'}});
});

/** A coach with two devices writes, each on its own; two devices of a person only take in what comes. */
function history(random: () => number): {devices: Remarks[]; typed: Set<string>} {
  const coach = {id: 'k1', name: 'Marta'};
  const tickers = ['da', 'db'].map(device => new Ticker(device, () => 1_790_000_000_000 + Math.floor(random() * 50)));
  const devices = [0, 1, 2, 3].map(() => newRemarks(SITE, coach, 'c1', 'one'));
  /** What was typed last into a remark on a device, until that device saw it replaced. */
  const typed = new Set<string>();
  for (let step = 0; step < 12; step += 1) {
    const n = Math.floor(random() * 2);
    const [mine, ticker] = [devices[n]!, tickers[n]!];
    const act = Math.floor(random() * 6);
    const known = [...mine.remarks];
    const [key, old] = known[Math.floor(random() * known.length)] ?? [];
    if (act === 0 || !key || !old) {
      const said = `said ${step}`;
      const [id, remark] = newRemark('a/q', 1, writeLeaf(undefined, said, true, ticker));
      devices[n] = {...mine, remarks: new Map(mine.remarks).set(id, remark)};
      typed.add(said);
    } else if (act === 1) {
      const said = `again ${step}`;
      for (const version of [old.text, ...(old.text.also ?? [])]) typed.delete(String(version.v));
      devices[n] = {...mine, remarks: new Map(mine.remarks).set(key, {...old, text: writeLeaf(old.text, said, true, ticker)})};
      typed.add(said);
    } else if (act === 2) {
      const part = random() < 0.5 ? 'talk' : 'gone';
      devices[n] = {
        ...mine,
        remarks: new Map(mine.remarks).set(key, {...old, [part]: writeLeaf(old[part], random() < 0.5, false, ticker)}),
      };
    } else if (act === 3) {
      devices[n] = withReceipt(mine, 1 + Math.floor(random() * 3), 'ab'.repeat(8), `2026-12-0${1 + Math.floor(random() * 9)}`);
    } else if (act === 4) {
      const status = writeLeaf(mine.commitments.get('c1.r1')?.get('status'), random() < 0.5 ? 'done' : 'to-do', false, ticker);
      devices[n] = {
        ...mine,
        from: {...mine.from, name: `Marta ${step}`},
        views: new Map(mine.views).set('q-manager', writeLeaf(mine.views.get('q-manager'), `view ${step}`, true, ticker)),
        commitments: new Map(mine.commitments).set('c1.r1', new Map([['status', status]])),
      };
    } else {
      const to = Math.floor(random() * 4);
      devices[to] = mergeRemarks(devices[to]!, devices[Math.floor(random() * 4)]!);
    }
  }
  return {devices, typed};
}

test('two devices of a coach and two of a person hold the same once they have met, in any order, and no text is lost', () => {
  const random = seeded(61);
  for (let round = 0; round < rounds(500); round += 1) {
    const {devices, typed} = history(random);
    const orders = [devices, [...devices].reverse(), [devices[2]!, devices[0]!, devices[3]!, devices[1]!]];
    const [first, ...more] = orders.map(order => order.reduce(mergeRemarks));
    for (const other of more) assert.equal(canonical(other), canonical(first!));
    const [a, b, c] = devices as [Remarks, Remarks, Remarks];
    assert.equal(canonical(mergeRemarks(a, mergeRemarks(b, c))), canonical(mergeRemarks(mergeRemarks(a, b), c)));
    for (const device of devices) assert.equal(canonical(mergeRemarks(first!, device)), canonical(first!), 'nothing new in it');
    const there = new Set([...first!.remarks.values()].flatMap(({text}) => [text, ...(text.also ?? [])].map(({v}) => v)));
    for (const text of typed) assert.ok(there.has(text), `lost: ${text}`);
  }
});

test('what the coach took back is not shown, and a mark alone is', () => {
  const ticker = new Ticker('da', () => 1_790_000_000_000);
  const [one, said] = newRemark('a/q', 2, writeLeaf(undefined, 'Who signs?', true, ticker));
  const [two, talk] = newRemark('a/q', 1, undefined, writeLeaf(undefined, true, false, ticker));
  const [three, empty] = newRemark('a/q', 1);
  const made = {
    ...newRemarks(SITE, {id: 'k1', name: 'M'}, 'c1', 'one'),
    remarks: new Map([
      [one, said],
      [two, talk],
      [three, empty],
    ]),
  };
  assert.deepEqual(
    standingRemarks(made).map(([id]) => id),
    [two, one],
  );
  made.remarks.set(one, {...said, gone: writeLeaf(said.gone, true, false, ticker)});
  assert.deepEqual(
    standingRemarks(made).map(([id]) => id),
    [two],
  );
});
