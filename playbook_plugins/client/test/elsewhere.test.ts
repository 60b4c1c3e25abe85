import assert from 'node:assert/strict';
import {test} from 'node:test';

import {bringOver, elsewhere} from '../src/keep/elsewhere.ts';
import {SiteStore} from '../src/keep/site-store.ts';
import {answerKey, GONE, LABEL, newCopy, textOf, toRecord} from '../src/model/response.ts';
import {browser} from './browser.ts';

const CLOCK = '1790000000000-0-d7';

function copyOf(site: string, worksheet: string, label: string): ReturnType<typeof newCopy> {
  const copy = newCopy(site, worksheet, 1, new Date(0));
  copy.leaves.set(LABEL, {v: label, t: CLOCK});
  copy.leaves.set(answerKey('one'), {v: true, t: CLOCK});
  return copy;
}

test('what another name holds is counted without being read, and only of sheets that are here', async () => {
  const {databases} = browser();
  const hidden = new Proxy({}, {get: () => assert.fail('a record was read')});
  for (const [site, worksheet] of [
    ['old', 'land'],
    ['old', 'land'],
    ['old', 'theirs'],
    ['neighbour', 'theirs'],
  ] as const) {
    const copy = copyOf(site, worksheet, 'Secret');
    databases.put(`playbook:${site}`, 'copies', [worksheet, copy.copy], hidden);
  }
  assert.deepEqual(await elsewhere('new', ['land', 'plan']), [{site: 'old', copies: 2, worksheets: ['land']}]);
});

test('what is brought over stays there, comes with its own id, and is offered no more', async () => {
  const {databases, area} = browser();
  const [one, gone, bad] = [copyOf('old', 'land', 'Acme'), copyOf('old', 'land', 'Gone'), copyOf('old', 'land', 'Bad')];
  gone.leaves.set(GONE, {v: true, t: CLOCK});
  for (const copy of [one, gone]) databases.put('playbook:old', 'copies', ['land', copy.copy], {record: toRecord(copy)});
  databases.put('playbook:old', 'copies', ['land', bad.copy], {record: {...toRecord(bad), created: 'x'}});
  area.setItem(`playbook:old:out:land:${one.copy}`, '2026-01-01T00:00:00Z');
  const [found] = await elsewhere('new', ['land']);
  assert.equal(await bringOver(found!, new SiteStore('new')), 2);
  const {copies, unreadable} = await new SiteStore('new').read();
  assert.deepEqual(
    copies.map(({copy}) => [copy.site, copy.copy, textOf(copy, LABEL)]).sort(),
    [
      ['new', one.copy, 'Acme'],
      ['new', gone.copy, 'Gone'],
    ].sort(),
  );
  assert.equal(copies.find(({copy}) => copy.copy === gone.copy)!.copy.leaves.get(GONE)!.v, true, 'what was deleted stays deleted');
  assert.equal((unreadable[0] as {created: string}).created, 'x', 'what cannot be read is kept as it is');
  assert.equal(area.getItem(`playbook:new:out:land:${one.copy}`), '2026-01-01T00:00:00Z');
  assert.equal(databases.rows('playbook:old', 'copies').length, 3);
  assert.deepEqual(await elsewhere('new', ['land']), []);
});
