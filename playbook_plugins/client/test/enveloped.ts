/** Generated envelopes of each kind, with texts that break careless code. */

import {assignmentRecord, newAssignment} from '../src/coaching/assignment.ts';
import type {Assignment, Remarks, Returned} from '../src/coaching/formats.ts';
import type {IndexEntry} from '../src/coaching/loop-store.ts';
import {newRemark, newRemarks, remarksText, withReceipt} from '../src/coaching/remarks.ts';
import {newReturn, returnFile} from '../src/coaching/returned.ts';
import {Ticker} from '../src/model/clock.ts';
import {writeLeaf} from '../src/model/merge.ts';
import type {Copy} from '../src/model/response.ts';
import {randomCopy, randomText} from './random.ts';

export const SITE = 'playbook-example';
export const OPEN = {privacy: () => ({private: false})};
const short = (random: () => number): string => randomText(random).replace(/\s+/g, ' ').trim().slice(0, 70);

/** A request with everything in it that may be. */
export const randomAssignment = (random: () => number): Assignment =>
  newAssignment({
    site: SITE,
    sheet: 'one-to-one',
    sheetVersion: 1 + Math.floor(random() * 9),
    made: '2026-11-30',
    due: random() < 0.5 ? '2026-12-04' : '',
    until: '2027-02-28',
    label: 'One-to-one, December',
    to: {id: 'p4f8z2m1k7d3', name: 'Ana Berg'},
    from: {id: 'k9x2c7b5n4w1', name: 'Marta Lind', mail: random() < 0.5 ? 'marta@coach.example' : ''},
    say: 'Your own boxes only. Ten minutes are enough.',
    focus: ['which-client', 'one-number'],
    fill: new Map([['which-client', randomText(random)]]),
    notes: random() < 0.5,
    blind: random() < 0.5,
    no: 1 + Math.floor(random() * 30),
  });

/** What somebody gives back of a generated copy. */
export const randomReturn = (random: () => number, copy: Copy = randomCopy(random), seq = 1): Returned => ({
  ...newReturn({
    site: SITE,
    from: {id: 'p4f8z2m1k7d3', name: 'Ana Berg'},
    copy,
    page: OPEN,
    wanted: {notes: true, privates: random() < 0.2},
    before: [],
    state: random() < 0.1 ? 'declined' : 'ready',
    say: short(random).replace(/[\u202a-\u202e]/g, ''),
    day: '2026-12-02',
    replies: new Map([['x3f9k2m1d7a0', {v: randomText(random), t: '1790000000000-0-d7', b: ''}]]),
  }),
  seq,
});

/** A coach's words. */
export function randomRemarks(random: () => number, copy = 'c1k8x2v9q4'): Remarks {
  const ticker = new Ticker('la', () => 1_790_000_000_000 + Math.floor(random() * 1e9));
  const made = newRemarks(SITE, {id: 'k9x2c7b5n4w1', name: 'Marta Lind'}, copy, 'one-to-one');
  const remarks = Array.from({length: 1 + Math.floor(random() * 4)}, () =>
    newRemark(random() < 0.5 ? 'a/which-client' : '', 1, writeLeaf(undefined, randomText(random), true, ticker)),
  );
  return withReceipt(
    {
      ...made,
      remarks: new Map(remarks),
      views: new Map([['which-client-manager', writeLeaf(undefined, randomText(random), true, ticker)]]),
      commitments: new Map([['c1k8x2v9q4.commitment-two', new Map([['status', writeLeaf(undefined, 'done', false, ticker)]])]]),
    },
    1,
    '9f2c'.repeat(16),
    '2026-12-03',
  );
}

/** The text of an envelope of any kind. */
export function randomEnvelope(random: () => number): string {
  const kind = Math.floor(random() * 3);
  if (kind === 0) return JSON.stringify(assignmentRecord(randomAssignment(random)));
  return kind === 1 ? returnFile(randomReturn(random)).text : remarksText(randomRemarks(random));
}

/** How a return might stand in the index. */
export const entryOf = ({returned, digest, person}: {returned: Returned; digest: string; person: string}): IndexEntry => ({
  digest,
  person,
  copy: returned.copy?.copy ?? '',
  sheet: returned.copy?.worksheet ?? '',
  label: '',
  assignment: returned.assignment,
  series: '',
  no: 1,
  seq: returned.seq,
  day: returned.day,
  state: returned.state,
  replies: returned.replies.size,
  done: 0,
  all: 0,
  bands: {},
  scales: {},
  commitments: [],
});
