/** One copy of all that spreadsheets like to change when they save a table again. */

import {answerKey, type Copy, cellKey, LABEL, newCopy, rowKey} from '../src/model/response.ts';

const TEXTS = [
  '007',
  '1.5',
  '1,5',
  '2026-12-08',
  '08.12.2026',
  '3/4',
  '1e5',
  '12345678901234567890',
  '+49 30 1234',
  'May 5',
  '5-Mar',
  '50 %',
  '€ 12',
  'TRUE',
  'wahr',
  '=1+1',
  "'quoted",
  '"said"',
  'a;b,c',
  'first\nsecond',
  ' spaced ',
  'Müller, Jürgen; Łódź',
  '10:30',
  '(12)',
  '1 000',
];

/** The copy; the same each time. */
export function risky(): Copy {
  const copy = {...newCopy('coach.example', 'land', 3, new Date(1.7e12)), copy: 'c0000risky'};
  let count = 0;
  const t = (): string => `1700000000000-${(count += 1)}-d7`;
  copy.leaves.set(LABEL, {v: '007', t: t()});
  TEXTS.forEach((text, index) => {
    const [plain, note] = [t(), t()];
    copy.leaves.set(answerKey(`q${index}`), {v: text, t: plain});
    copy.leaves.set(answerKey(`q${index}`, 'note'), {v: text, t: note, b: note});
    copy.labels.set(`q${index}`, text);
  });
  copy.leaves.set(answerKey('yes'), {v: true, t: t()});
  copy.leaves.set(answerKey('no'), {v: false, t: t()});
  copy.leaves.set(rowKey('plan', 'r1', 'pos'), {v: '005', t: t()});
  copy.leaves.set(cellKey('plan', 'r1', 'due'), {v: '+30d', t: t()});
  return copy;
}
