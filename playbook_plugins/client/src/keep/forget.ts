/** Deletes copies for good, with all that was kept beside them: earlier states, what was set aside, what is not saved yet. */

import {complete, result} from './connection.ts';
import {Database} from './database.ts';

/** One copy: its sheet and its id. */
export type Named = readonly [worksheet: string, copy: string];

/** A row of a table that says which copy it belongs to. */
type Row = {worksheet?: unknown; copy?: unknown} | undefined;

/** Delete each of `copies` from a site's database. Rejects where storage is refused. There is no way back. */
export async function forget(site: string, copies: readonly Named[]): Promise<void> {
  if (!copies.length) return;
  const gone = new Set(copies.map(([worksheet, copy]) => `${worksheet}/${copy}`));
  const database = new Database(site);
  try {
    await database.within(['copies', 'quarantine', 'points'], 'readwrite', async transaction => {
      for (const [worksheet, copy] of copies) transaction.objectStore('copies').delete([worksheet, copy]);
      await Promise.all(['quarantine', 'points'].map(table => deleteOf(transaction.objectStore(table), gone)));
      return complete(transaction);
    });
  } finally {
    database.leave();
  }
  forgetJournals(site, copies);
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
