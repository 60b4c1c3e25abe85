/** Deletes copies for good, with all that was kept beside them: earlier states, what was set aside, what is not saved yet. */

import {complete, result} from './connection.ts';
import {Database} from './database.ts';

/** One copy: its sheet and its id. */
export type Named = readonly [worksheet: string, copy: string];

/** A row of a table that says which copy it belongs to. */
type Row = {worksheet?: unknown; copy?: unknown} | undefined;

/** What a stored copy says of itself, as far as it matters here. */
type Stored = {record?: {worksheet?: unknown; copy?: unknown; extra?: {origin?: unknown}}} | undefined;

const nameOf = ([worksheet, copy]: Named): string => `${worksheet}/${copy}`;

/**
 * Delete each of `copies` from a site's database, and each that was kept as a copy of one of them. Rejects where storage
 * is refused. There is no way back.
 */
export async function forget(site: string, copies: readonly Named[]): Promise<void> {
  if (!copies.length) return;
  const database = new Database(site);
  let all: Named[] = [];
  try {
    await database.within(['copies', 'quarantine', 'points'], 'readwrite', async transaction => {
      const table = transaction.objectStore('copies');
      all = [...copies, ...keptOf(copies, (await result(table.getAll())) as Stored[])];
      for (const [worksheet, copy] of all) table.delete([worksheet, copy]);
      const gone = new Set(all.map(nameOf));
      await Promise.all(['quarantine', 'points'].map(name => deleteOf(transaction.objectStore(name), gone)));
      return complete(transaction);
    });
  } finally {
    database.leave();
  }
  forgetJournals(site, all);
}

/** What *Keep as a new copy* made of `copies`: under a name of its own, with the one that it came as (desk/arrival/copy.ts). */
function keptOf(copies: readonly Named[], stored: readonly Stored[]): Named[] {
  const gone = new Set(copies.map(nameOf));
  return stored.flatMap(each => {
    const {worksheet, copy, extra} = each?.record ?? {};
    return gone.has(`${String(worksheet)}/${String(extra?.origin)}`) ? [[String(worksheet), String(copy)] as const] : [];
  });
}

/** Delete the rows of those copies, in one transaction: nothing is awaited that is no request of it. */
async function deleteOf(table: IDBObjectStore, gone: ReadonlySet<string>): Promise<void> {
  const [keys, rows] = await Promise.all([result(table.getAllKeys()), result(table.getAll())]);
  for (const [at, key] of keys.entries()) {
    const row = rows[at] as Row;
    if (gone.has(`${String(row?.worksheet)}/${String(row?.copy)}`)) table.delete(key);
  }
}

/** What localStorage holds of them: journals, the day of a backup, which copy was open. */
function forgetJournals(site: string, copies: readonly Named[]): void {
  try {
    const area = window.localStorage;
    const keys = Array.from({length: area.length}, (_, at) => area.key(at) ?? '').filter(key => key.startsWith(`playbook:${site}:`));
    for (const [, copy] of copies)
      for (const key of keys) if (key.split(':').includes(copy) || area.getItem(key) === copy) area.removeItem(key);
  } catch {
    // Storage is refused: nothing is there.
  }
}
