/**
 * Makes what a team gives back over the years, as its browsers do. Reads one JSON object from standard input: the site,
 * the sheets of the Team page, the people, how many returns. Writes each as a file into a folder, and prints its name.
 */

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {text as standardInput} from 'node:stream/consumers';

import {newReturn, returnFile} from '../src/coaching/returned.ts';
import type {SheetEntry} from '../src/coaching/sheets.ts';
import {Ticker} from '../src/model/clock.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {answerKey, type Copy, cellKey, newCopy, rowKey} from '../src/model/response.ts';

interface Wish {
  folder: string;
  site: string;
  sheets: SheetEntry[];
  people: {id: string; name: string}[];
  returns: number;
}

const SHEETS = 5; // that a person gives back
const ROWS = 3; // commitments in each
const FIRST = Date.UTC(2025, 0, 15);
const QUARTER = 91 * 86_400_000;
const SAID = 'Called the two accounts that had gone quiet, and agreed on what the next step is and by when. ';

const {folder, site, sheets, people, returns} = JSON.parse(await standardInput(process.stdin)) as Wish;
let wall = FIRST;
const ticker = new Ticker('dev', () => (wall += 1000));

/** Answers of a quarter: what a question takes, and texts as long as somebody types who has little time. */
function fill(copy: Copy, sheet: SheetEntry, quarter: number): void {
  const put = (key: string, value: string | boolean, text = false): void => {
    copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, text, ticker));
  };
  for (const [at, {id, type, choices}] of sheet.questions.entries()) {
    if (choices.length) put(answerKey(id), choices[(at + quarter) % choices.length]![0]);
    else if (type === 'item') put(answerKey(id), (at + quarter) % 3 > 0);
    else if (['text', 'long'].includes(type)) put(answerKey(id), SAID.repeat(1 + ((at + quarter) % 3)), true);
  }
  for (const table of sheet.tables.filter(each => each.commitments)) {
    for (let row = 0; row < ROWS; row += 1) {
      put(rowKey(table.id, `r${row}`, 'pos'), `v${row}`);
      for (const {id, role, choices} of table.columns) {
        if (role === 'text') put(cellKey(table.id, `r${row}`, id), `Call account ${row} again`, true);
        else if (role === 'due') put(cellKey(table.id, `r${row}`, id), `${2025 + (quarter >> 2)}-12-0${row + 1}`);
        else if (role === 'status' && choices.length) put(cellKey(table.id, `r${row}`, id), choices[quarter % choices.length]![0]);
      }
    }
  }
}

const asked = sheets.filter(each => each.return === 'ask').slice(0, SHEETS);
const each = Math.ceil(returns / people.length / asked.length);
let made = 0;
for (let quarter = 0; quarter < each; quarter += 1) {
  for (const sheet of asked) {
    for (const from of people) {
      if (made === returns) process.exit();
      wall = FIRST + quarter * QUARTER + made * 1000;
      const day = new Date(wall).toISOString().slice(0, 10);
      const copy = newCopy(site, sheet.id, sheet.version, new Date(wall));
      fill(copy, sheet, quarter);
      const file = returnFile(
        newReturn({
          site,
          from,
          copy,
          page: {privacy: () => ({private: false})},
          wanted: {notes: true, privates: false},
          before: [],
          day,
        }),
      );
      const name = `${(made += 1)}.${file.name}`;
      writeFileSync(join(folder, name), file.text);
      console.log(name);
    }
  }
}
