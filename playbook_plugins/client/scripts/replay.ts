/**
 * Replays author edits over filled copies with the code that pages run. Reads JSON lines from standard input, one
 * history each: a list of editions, each `{sheets: {<sheet>: {asks: [owner], was: {id: [old]}}}, fill: [[sheet, key, value]],
 * visited}`. Prints one JSON line a history: how many values were typed, and which are no longer in any copy.
 */

import {createInterface} from 'node:readline';

import {carried, unasked} from '../src/model/carry.ts';
import {Ticker} from '../src/model/clock.ts';
import {readRecord} from '../src/model/gate.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {type Copy, newCopy, ownerOf, toRecord} from '../src/model/response.ts';

interface Page {
  asks: string[];
  was: Record<string, string[]>;
}
interface Edition {
  sheets: Record<string, Page>;
  fill: [string, string, string][];
  visited: boolean;
}

function replay(editions: Edition[]): {typed: number; lost: string[]; shown: number; earlier: number} {
  const ticker = new Ticker('d1');
  const copies = new Map<string, Copy>();
  const typed = new Map<string, string>(); // each answer's last value, by sheet and key
  for (const {sheets, fill, visited} of editions) {
    if (!visited) continue; // a reader who did not come for this edition
    for (const [sheet, page] of Object.entries(sheets)) {
      const copy = copies.get(sheet) ?? newCopy('s', sheet, 1);
      copies.set(sheet, copy);
      const asking = {asks: (owner: string) => page.asks.includes(owner), renamed: () => new Map(Object.entries(page.was))};
      for (const {key, value, text} of carried(copy, asking))
        copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, text === true, ticker));
      copy.retired = unasked(copy, asking);
    }
    for (const [sheet, key, value] of fill) {
      const copy = copies.get(sheet)!;
      copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, key.endsWith('note'), ticker));
      typed.set(`${sheet} ${key}`, value);
    }
    for (const [sheet, copy] of copies) copies.set(sheet, readRecord(JSON.parse(JSON.stringify(toRecord(copy))))); // closed and opened
  }
  const held = new Map<string, boolean>();
  for (const copy of copies.values()) {
    for (const [key, {v}] of copy.leaves) held.set(String(v), held.get(String(v)) === true || !copy.retired.has(ownerOf(key)));
  }
  const values = [...typed.values()];
  return {
    typed: values.length,
    lost: values.filter(value => !held.has(value)),
    shown: values.filter(value => held.get(value) === true).length,
    earlier: values.filter(value => held.get(value) === false).length,
  };
}

for await (const line of createInterface({input: process.stdin})) {
  if (line) console.log(JSON.stringify(replay(JSON.parse(line) as Edition[])));
}
