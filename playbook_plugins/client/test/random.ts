/** Generated copies, with every kind of leaf and texts that break careless code. */

import {Ticker} from '../src/model/clock.ts';
import {mergeCopies, writeLeaf} from '../src/model/merge.ts';
import {answerKey, type Copy, cellKey, LABEL, markKey, newCopy, ownerOf, rowKey} from '../src/model/response.ts';

const PIECES = [
  'Acme',
  '=1+1',
  '+49 30',
  '-2',
  '@x',
  '\t=cmd',
  '"',
  '""',
  "'",
  "'=2",
  ',',
  ';',
  '\n',
  '\r\n',
  '\r',
  '|',
  '%0A',
  '\\n',
  '\\',
  '{',
  '}',
  '</script>',
  '<img src=x onerror=alert(1)>',
  '﻿',
  '＝1',
  '\u202e',
  'ü',
  '文',
  '🙂',
  '#pb1.z',
  '__proto__',
  'constructor',
  ' ',
  '  ',
  '0',
  '12/3',
  '[x](y)',
  '*a*',
  '_b_',
  '`c`',
  '~~',
];

/** A text of up to eight pieces. */
export function randomText(random: () => number): string {
  return Array.from({length: Math.floor(random() * 8)}, () => PIECES[Math.floor(random() * PIECES.length)]!).join(
    random() < 0.5 ? '' : ' ',
  );
}

const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const ID = ['one-region', 'metrics', 'site', 'q1', 'a', 'after', 'z-9'];

/** One copy as a reader might leave it. */
export function randomCopy(random: () => number, name = 'c0000made'): Copy {
  const copy = {...newCopy('coach.example/team', 'land', 1 + Math.floor(random() * 9), new Date(Math.floor(random() * 2e12))), copy: name};
  const ticker = new Ticker(pick(random, ['da', 'db', 'dc']), () => Math.floor(1.7e12 + random() * 1e9));
  const write = (key: string, value: string | boolean, text: boolean): void => {
    copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, text, ticker));
  };
  write(LABEL, randomText(random), false);
  for (let n = Math.floor(random() * 12); n > 0; n -= 1) {
    const id = pick(random, ID);
    const kind = Math.floor(random() * 6);
    if (kind === 0) write(answerKey(id), random() < 0.5, false);
    else if (kind === 1) write(answerKey(id), pick(random, ['na', '3', 'unsure', '2026-12-24', 'a b']), false);
    else if (kind === 2) write(answerKey(id, 'note'), randomText(random), true);
    else if (kind === 3) write(rowKey('plan', id, 'pos'), pick(random, ['V', 'V5', 'a0z']), false);
    else if (kind === 4) write(rowKey('plan', id, 'gone'), random() < 0.5, false);
    else write(cellKey('plan', id, pick(random, ['goal', 'due'])), randomText(random), true);
    if (random() < 0.4) copy.labels.set(id, randomText(random));
    const owner = pick(random, [`a/${id}`, `r/plan/${id}`]);
    if (random() < 0.2 && [...copy.leaves.keys()].some(key => ownerOf(key) === owner)) write(markKey(owner), random() < 0.5, false);
    if (random() < 0.1 && copy.leaves.has(answerKey(id))) copy.retired.add(`a/${id}`);
  }
  if (random() < 0.2) copy.extra['person'] = {name: randomText(random), tags: [1, null, true]};
  return random() < 0.3
    ? mergeCopies(copy, {
        ...copy,
        leaves: new Map(
          [...copy.leaves].map(([key, leaf]) => [
            key,
            leaf.b === undefined ? leaf : writeLeaf(undefined, randomText(random), true, ticker),
          ]),
        ),
      })
    : copy;
}
