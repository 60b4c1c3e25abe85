/** All that a site keeps in this browser, taken away, and kept in memory for the undo. */

import {complete, result} from './connection.ts';

/** A whole database: the rows of each store, with their keys. */
type Dump = Map<string, [IDBValidKey, unknown][]>;

/** What was taken away. */
export interface Wiped {
  databases: Map<string, Dump>;
  local: [string, string][];
  session: [string, string][];
}

const databasesOf = (site: string): string[] => [`playbook:${site}`, `playbook-loop:${site}`];

/** Open a database as it stands; null where there is none. */
function openStanding(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = window.indexedDB.open(name);
    request.onupgradeneeded = ({oldVersion}) => oldVersion === 0 && request.transaction!.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (request.error?.name === 'AbortError' ? resolve(null) : reject(request.error ?? new Error('refused')));
  });
}

async function dump(name: string): Promise<Dump> {
  const found: Dump = new Map();
  const database = await openStanding(name);
  if (!database) return found;
  try {
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([result(rows.getAllKeys()), result(rows.getAll())]);
      found.set(
        store,
        keys.map((key, index) => [key, values[index]]),
      );
    }
  } finally {
    database.close();
  }
  return found;
}

const remove = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = window.indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('refused'));
    // Other pages let go of it when they are told to; it goes as soon as the last one has.
  });

const keysIn = (area: Storage, site: string): string[] =>
  Array.from({length: area.length}, (_, index) => area.key(index) ?? '').filter(key => key.startsWith(`playbook:${site}:`));

/** Take everything away of which `site` is the name: both databases, journals, and every small choice. */
export async function wipe(site: string): Promise<Wiped> {
  const databases = new Map<string, Dump>();
  for (const name of databasesOf(site)) databases.set(name, await dump(name));
  const flags = (area: Storage): [string, string][] => keysIn(area, site).map(key => [key, area.getItem(key) ?? '']);
  const wiped: Wiped = {databases, local: flags(localStorage), session: flags(sessionStorage)};
  for (const name of databasesOf(site)) await remove(name);
  for (const area of [localStorage, sessionStorage]) for (const key of keysIn(area, site)) area.removeItem(key);
  return wiped;
}

/** Put everything back; `prepare` makes the databases that are empty now. What was written since stays beside it. */
export async function putBack({databases, local, session}: Wiped, prepare: () => Promise<unknown>): Promise<void> {
  await prepare();
  for (const [name, stores] of databases) {
    if (![...stores.values()].some(rows => rows.length)) continue;
    const database = await openStanding(name);
    if (!database) throw new Error('refused');
    try {
      const names = [...stores.keys()].filter(store => database.objectStoreNames.contains(store));
      const transaction = database.transaction(names, 'readwrite');
      for (const store of names) {
        const rows = transaction.objectStore(store);
        for (const [key, value] of stores.get(store)!) rows.keyPath === null ? rows.put(value, key) : rows.put(value);
      }
      await complete(transaction);
    } finally {
      database.close();
    }
  }
  for (const [area, kept] of [
    [localStorage, local],
    [sessionStorage, session],
  ] as const)
    for (const [key, value] of kept) area.setItem(key, value);
}
