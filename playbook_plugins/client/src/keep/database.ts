/** The browser's database: one per site, `playbook:<site>`, never the path, since pages move. */

import {Refusal} from '../model/gate.ts';
import {STEPS} from './upgrades.ts';

/** What the page "My worksheets" shows of a copy without its sheet's page: title, progress, open days. */
export interface About {
  title: string;
  done: number;
  all: number;
  dues: {day: string; label: string}[];
}

/** A record as stored; `record` passes the gate each time it is read, and `about` is only a remark. */
export interface Stored {
  record: unknown;
  about?: unknown;
}

/** What an update leaves: the record, what is set aside of the one before, and a remark. */
interface Change {
  record: unknown;
  aside?: unknown;
  about?: About;
}

let persisted = false;

/** Ask once, after something was saved, that the browser keep it when space runs short. */
export function persist(): void {
  if (persisted) return;
  persisted = true;
  void navigator.storage?.persist?.().catch(() => false);
}

/** The keys of a worksheet's copies. */
export const keysOf = (worksheet: string): IDBKeyRange => IDBKeyRange.bound([worksheet], [worksheet, []]);

/** Resolves with a request's result. */
export const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });

/** Resolves once a transaction is complete: only then may the page say "Saved". */
export const complete = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('aborted'));
  });

/** How long the database may keep a page waiting. */
const PATIENCE = 4000;

/**
 * Access to one site's database. Every method rejects when storage is refused, full or gone, and when there is no
 * answer in time; from then on at once, until the answer comes and `heard` is called. With a `Refusal` when a later page
 * has changed the database's shape.
 */
export class Database {
  #overdue = 0;
  #opening: Promise<IDBDatabase> | undefined;
  #connection: IDBDatabase | undefined;
  readonly #active = new Set<IDBTransaction>();

  constructor(
    private readonly site: string,
    private readonly heard: () => void = () => undefined,
    private readonly steps = STEPS,
  ) {}

  /**
   * Change one stored record: `change` gets what is stored and returns what shall be, all in one transaction. `home`
   * may name another copy, having seen all of the worksheet, and nothing comes between. Rejects with what `change` throws.
   */
  update(
    worksheet: string,
    copy: string,
    change: (stored: unknown) => Change,
    home?: (records: unknown[]) => string | undefined,
  ): Promise<void> {
    return this.within(['copies', 'quarantine'], 'readwrite', transaction => {
      const copies = transaction.objectStore('copies');
      let failed: unknown;
      const after = <T>(reading: IDBRequest<T>, then: (found: T) => void): void => {
        reading.onsuccess = () => {
          try {
            then(reading.result);
          } catch (error) {
            failed = error;
            transaction.abort();
          }
        };
      };
      const write = (name: string): void =>
        after(copies.get([worksheet, name]), found => {
          const before = found as Stored | undefined;
          const {record, aside, about = before?.about} = change(before?.record);
          if (aside !== undefined) transaction.objectStore('quarantine').add({worksheet, copy: name, record: aside});
          copies.put((about === undefined ? {record} : {record, about}) satisfies Stored, [worksheet, name]);
        });
      if (home) after(copies.getAll(keysOf(worksheet)), found => write(home((found as Stored[]).map(({record}) => record)) ?? copy));
      else write(copy);
      return complete(transaction).catch(error => {
        throw failed ?? error;
      });
    });
  }

  /** All stored records of a worksheet. */
  async all(worksheet: string): Promise<unknown[]> {
    const found = await this.within(['copies'], 'readonly', transaction =>
      result(transaction.objectStore('copies').getAll(keysOf(worksheet))),
    );
    return (found as Stored[]).map(stored => stored.record);
  }

  /** Set aside what could not be read, as it came. */
  setAside(worksheet: string, copy: string, record: unknown): Promise<void> {
    return this.within(['quarantine'], 'readwrite', transaction => {
      transaction.objectStore('quarantine').add({worksheet, copy, record});
      return complete(transaction);
    });
  }

  /** One stored record, or undefined. */
  async one(worksheet: string, copy: string): Promise<unknown> {
    const found = await this.within(['copies'], 'readonly', transaction =>
      result(transaction.objectStore('copies').get([worksheet, copy])),
    );
    return (found as Stored | undefined)?.record;
  }

  /**
   * Let go at once: the page rests in the back/forward cache or ends. A transaction that is under way is given up,
   * since WebKit freezes it with the page, and every other page of the site would wait for it. What it held stands
   * in the journal. The next call opens again.
   */
  leave(): void {
    for (const transaction of this.#active) {
      try {
        transaction.abort();
      } catch {
        // It has just ended by itself.
      }
    }
    this.#active.clear();
    this.#opening = undefined;
    this.#connection?.close();
    this.#connection = undefined;
  }

  /** Do `work` in a transaction, and wait no longer than a reader would. */
  async within<T>(stores: string[], mode: IDBTransactionMode, work: (transaction: IDBTransaction) => Promise<T>): Promise<T> {
    if (this.#overdue) throw new Error('no answer');
    const answer = this.#transaction(stores, mode).then(work);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#overdue += 1;
        const late = (): void => {
          this.#overdue -= 1;
          if (!this.#overdue) this.heard();
        };
        answer.then(late, late);
        reject(new Error('no answer'));
      }, PATIENCE);
    });
    return Promise.race([answer, limit]).finally(() => clearTimeout(timer));
  }

  async #transaction(stores: string[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    this.#opening ??= this.#open();
    try {
      return this.#begun((await this.#opening).transaction(stores, mode));
    } catch {
      this.#opening = this.#open(); // closed under us, or cleared while the page was open
      return this.#begun((await this.#opening).transaction(stores, mode));
    }
  }

  #begun(transaction: IDBTransaction): IDBTransaction {
    this.#active.add(transaction);
    for (const end of ['complete', 'abort', 'error']) transaction.addEventListener(end, () => this.#active.delete(transaction));
    return transaction;
  }

  async #open(): Promise<IDBDatabase> {
    const request = window.indexedDB.open(`playbook:${this.site}`, this.steps.length);
    request.onupgradeneeded = ({oldVersion}) => {
      for (const step of this.steps.slice(oldVersion)) step(request.result, request.transaction!);
    };
    const database = await result(request).catch(error => {
      throw error.name === 'VersionError' ? new Refusal('newer') : error;
    });
    this.#connection = database;
    database.onversionchange = database.onclose = () => {
      database.close();
      this.#opening = undefined;
    };
    return database;
  }
}
