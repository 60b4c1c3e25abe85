/** The database of the loop: one per site, `playbook-loop:<site>`, apart from the copies (decisions/coaching.md). */

import {Refusal} from '../model/gate.ts';
import {Connection, complete, persist, result} from './connection.ts';
import type {Step} from './upgrades.ts';

/** A step that was published is never changed (keep/upgrades.ts). */
const STEPS: readonly Step[] = [
  database => {
    for (const table of ['own', 'asked', 'sent', 'given', 'members', 'index', 'remarks', 'handled', 'erased'])
      database.createObjectStore(table);
    database.createObjectStore('returns').createIndex('person', 'person');
  },
];

/** What is kept: by the id of each, returns by their digests, remarks by `<side>/<copy>`, the index by person. */
export type Table = 'own' | 'asked' | 'sent' | 'given' | 'members' | 'returns' | 'index' | 'remarks' | 'handled' | 'erased';

export const TABLES: readonly Table[] = ['own', 'asked', 'sent', 'given', 'members', 'returns', 'index', 'remarks', 'handled', 'erased'];

/** The rows of one transaction. */
export interface Rows {
  get(table: Table, key: string): Promise<unknown>;
  all(table: Table): Promise<unknown[]>;
  keys(table: Table): Promise<string[]>;
  /** The rows of `returns` that are of one person. */
  of(person: string): Promise<{person: string}[]>;
  put(table: Table, key: string, value: unknown): void;
  delete(table: Table, key: string): void;
}

const rowsIn = (transaction: IDBTransaction): Rows => ({
  get: (table, key) => result(transaction.objectStore(table).get(key)),
  all: table => result(transaction.objectStore(table).getAll()),
  keys: table => result(transaction.objectStore(table).getAllKeys()) as Promise<string[]>,
  of: person => result(transaction.objectStore('returns').index('person').getAll(person)) as Promise<{person: string}[]>,
  put: (table, key, value) => void transaction.objectStore(table).put(value, key),
  delete: (table, key) => void transaction.objectStore(table).delete(key),
});

type Kept = Map<Table, Map<string, unknown>>;

const rowsOf = (kept: Kept): Rows => {
  const values = (table: Table): unknown[] => [...kept.get(table)!.values()].map(value => structuredClone(value));
  return {
    get: async (table, key) => structuredClone(kept.get(table)!.get(key)),
    all: async table => values(table),
    keys: async table => [...kept.get(table)!.keys()],
    of: async person => (values('returns') as {person: string}[]).filter(each => each.person === person),
    put: (table, key, value) => void kept.get(table)!.set(key, structuredClone(value)),
    delete: (table, key) => void kept.get(table)!.delete(key),
  };
};

/** All rows as they stand, to be read once the transaction is over. */
export async function allRows(rows: Rows): Promise<Pick<Rows, 'get' | 'all'>> {
  const held = await Promise.all(
    TABLES.map(async table => {
      const [keys, values] = await Promise.all([rows.keys(table), rows.all(table)]);
      return [table, new Map(keys.map((key, at) => [key, values[at]]))] as const;
    }),
  );
  const kept: Kept = new Map(held);
  return {
    get: async (table, key) => kept.get(table)!.get(key),
    all: async table => [...kept.get(table)!.values()],
  };
}

const empty = (): Kept => new Map(TABLES.map(table => [table, new Map()]));

/**
 * Reads and writes rows in transactions. Where the browser refuses storage altogether, or `made` is set, they are kept in
 * memory until the page is left, and `inMemory` says so; where it is full or silent, the promises reject.
 */
export class LoopDatabase {
  inMemory: boolean;
  readonly #name: string;
  readonly #connection: Connection;
  readonly #working = new Set<Promise<unknown>>();
  #kept = empty();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(site: string, made: boolean, heard: () => void) {
    this.inMemory = made;
    this.#name = `playbook-loop:${site}`;
    this.#connection = new Connection(this.#name, STEPS, heard);
    if (typeof window !== 'undefined') window.addEventListener?.('pagehide', () => this.#rest());
  }

  /** Let go, once what is under way is written: a resting page must keep no other waiting. */
  #rest(): void {
    void Promise.allSettled(this.#working).then(() => this.#connection.leave());
  }

  read<T>(tables: readonly Table[], work: (rows: Rows) => Promise<T>): Promise<T> {
    return this.#within(tables, 'readonly', work);
  }

  async write<T>(tables: readonly Table[], work: (rows: Rows) => Promise<T>): Promise<T> {
    const made = await this.#within(tables, 'readwrite', work);
    if (!this.inMemory) persist();
    return made;
  }

  async #within<T>(tables: readonly Table[], mode: 'readonly' | 'readwrite', work: (rows: Rows) => Promise<T>): Promise<T> {
    if (!this.inMemory && (await this.#isRefused())) this.inMemory = true;
    if (this.inMemory) return this.#remembered(work);
    const working = this.#connection.within([...tables], mode, async transaction => {
      const written = complete(transaction);
      written.catch(() => undefined); // whoever waits below hears of it
      try {
        const made = await work(rowsIn(transaction));
        await written;
        return made;
      } catch (error) {
        try {
          transaction.abort();
        } catch {
          // It has ended by itself.
        }
        throw error;
      }
    });
    this.#working.add(working);
    return working.finally(() => this.#working.delete(working));
  }

  #refused: Promise<boolean> | undefined;

  /** Whether the browser keeps nothing at all for this site. A silent or a newer database is another matter. */
  #isRefused(): Promise<boolean> {
    this.#refused ??= this.#connection
      .within(['own'], 'readonly', async () => false)
      .catch(error => {
        if (error instanceof Refusal || error.message === 'no answer') {
          this.#refused = undefined;
          throw error;
        }
        return true;
      });
    return this.#refused;
  }

  /** The same in memory: one after the other, and nothing half. */
  #remembered<T>(work: (rows: Rows) => Promise<T>): Promise<T> {
    const made = this.#turn.then(async () => {
      const kept: Kept = new Map([...this.#kept].map(([table, rows]) => [table, new Map(rows)]));
      const done = await work(rowsOf(kept));
      this.#kept = kept;
      return done;
    });
    this.#turn = made.catch(() => undefined);
    return made;
  }

  /** Delete everything, the database itself included. */
  async clear(): Promise<void> {
    await this.write(TABLES, async rows => {
      for (const table of TABLES) for (const key of await rows.keys(table)) rows.delete(table, key);
    });
    if (this.inMemory) return;
    this.#connection.leave();
    await new Promise<void>(resolve => {
      const request = window.indexedDB.deleteDatabase(this.#name);
      request.onsuccess = request.onerror = request.onblocked = () => resolve(); // nothing is in it any more
    });
  }
}
