import assert from 'node:assert/strict';
import test from 'node:test';
import {mendedLink} from '../src/page/mended-link.ts';

const DATA = 'pb1.z.0a1b2c3d.q1-Z_9x';
const MEANT = `/sub/go/one-to-one/#${DATA}`;

// The browser test asks a server for the same list (tests/browser/test_door.py).
export const MANGLED = [
  `/sub/go/one-to-one/%23${DATA}`,
  `/sub/go/one-to-one/%2523${DATA}`,
  `/sub/go/one-to-one/%252523${DATA}`,
  `/sub/go/one-to-one/?%23${DATA}`,
  `/sub/go/one-to-one/?utm_source=mail&%2523${DATA}`,
  `/sub/go/one-to-one/%23${DATA}&data=05%7C02%7Cana%40example.org&reserved=0`,
  `/sub/go/one-to-one/%23${DATA})`,
  `/sub/go/one-to-one/%23${DATA}%3E%22`,
  `/sub/go/one-to-one/%23${DATA.slice(0, 18)}%0D%0A${DATA.slice(18)}`,
  `/sub/go/one-to-one/%23${DATA.slice(0, 18)}=%0D%0A${DATA.slice(18)}`,
  `/sub/go/one-to-one/%E2%80%8B%23${DATA.replaceAll('.', '%2E').replace('_', '%5F')}`,
  `/sub/go/one-to-one/&#35;${DATA}`,
];

test('a link whose # was written out leads to what was meant', () => {
  for (const asked of MANGLED) assert.equal(mendedLink(asked), MEANT, asked);
});

test('other addresses lead nowhere, and none leads to another host', () => {
  for (const asked of ['/sub/not-here/', '/a%23b', '/x/?q=%23pb', '/%23pbx.1', '/%', '/%E0%A4%A'])
    assert.equal(mendedLink(asked), '', asked);
  for (const asked of ['//evil.example/%23pb1.z.', '/\\evil.example/%23pb1.z.', '%2f%2fevil.example%23pb1.z.']) {
    const there = mendedLink(asked);
    assert.equal(new URL(there, 'https://playbook.example/not/here/').host, 'playbook.example', there);
  }
});
