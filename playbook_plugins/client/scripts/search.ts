/**
 * Asks a built index without a browser. Arguments: the site's folder, then queries. Prints one JSON line a query:
 * how many pages answer, what the first ten show, and which files were asked for.
 */

import {readFileSync} from 'node:fs';
import {runInThisContext} from 'node:vm';

import type {Files} from '../src/search/files.ts';
import {List} from '../src/search/list.ts';
import {Lookup} from '../src/search/lookup.ts';
import {queryOf, rank} from '../src/search/ranking.ts';

const [folder = '', ...queries] = process.argv.slice(2);

for (const typed of queries) {
  const asked: string[] = [];
  const get = (name: string, path: string): Promise<unknown> => {
    if (!asked.includes(path)) asked.push(path);
    runInThisContext(readFileSync(`${folder}/${path}`, 'utf8'));
    return Promise.resolve(globalThis.playbookSearch?.[name]);
  };
  const lookup = new Lookup({get} as unknown as Files);
  await lookup.open();
  const query = queryOf(typed);
  const list = new List(await rank(query, lookup), query, lookup);
  await list.fill(10);
  console.log(JSON.stringify({typed, count: list.items.length, items: list.items.slice(0, 10), asked}));
}
