/** The browser's database: one per site, `playbook:<site>`, never the path, since pages move. */

/** What the page "My worksheets" shows of a copy without its sheet's page: title, progress, open days. */
export interface About {title: string; done: number; all: number; dues: {day: string; label: string}[]}

/** A record as stored; `record` passes the gate each time it is read, and `about` is only a remark. */
export interface Stored {record: unknown; about?: unknown}

/** A state kept before something that changes much: an import, a deletion. */
export interface Point {worksheet: string; copy: string; at: string; why: string; record: unknown}

const POINTS_KEPT = 20;

/** Resolves with a request's result. */
const result = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('refused'));
});

/** Resolves once a transaction is complete: only then may the page say "Saved". */
const complete = (transaction: IDBTransaction): Promise<void> => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('aborted'));
});

/** Access to one site's database. Every method rejects when storage is refused, full or gone. */
export class Database {
  #opening: Promise<IDBDatabase> | undefined;
  #connection: IDBDatabase | undefined;
  readonly #active = new Set<IDBTransaction>();

  constructor(private readonly site: string) {}

  /** Change one stored record: `change` gets what is stored and returns what shall be, all in one transaction. */
  async update(worksheet: string, copy: string, change: (stored: unknown) => {record: unknown; aside?: unknown; about?: About}): Promise<void> {
    const transaction = await this.#transaction(['copies', 'quarantine'], 'readwrite');
    const copies = transaction.objectStore('copies');
    const key = [worksheet, copy];
    const reading = copies.get(key);
    reading.onsuccess = () => {
      try {
        const before = reading.result as Stored | undefined;
        const {record, aside, about = before?.about} = change(before?.record);
        if (aside !== undefined) transaction.objectStore('quarantine').add({worksheet, copy, record: aside});
        copies.put((about === undefined ? {record} : {record, about}) satisfies Stored, key);
      } catch (error) {
        transaction.abort();
        if (!(error instanceof Error)) throw error;
      }
    };
    await complete(transaction);
  }

  /** All stored records of a worksheet. */
  async all(worksheet: string): Promise<unknown[]> {
    const transaction = await this.#transaction(['copies'], 'readonly');
    const range = IDBKeyRange.bound([worksheet], [worksheet, []]);
    const found = await result(transaction.objectStore('copies').getAll(range)) as Stored[];
    return found.map(stored => stored.record);
  }

  /** All stored records of the site, with the remark beside each. */
  async everything(): Promise<Stored[]> {
    const transaction = await this.#transaction(['copies'], 'readonly');
    return await result(transaction.objectStore('copies').getAll()) as Stored[];
  }

  /** Records that were set aside because they could not be read. */
  async quarantined(): Promise<unknown[]> {
    const transaction = await this.#transaction(['quarantine'], 'readonly');
    return (await result(transaction.objectStore('quarantine').getAll()) as {record: unknown}[]).map(each => each.record);
  }

  /** One stored record, or undefined. */
  async one(worksheet: string, copy: string): Promise<unknown> {
    const transaction = await this.#transaction(['copies'], 'readonly');
    return (await result(transaction.objectStore('copies').get([worksheet, copy])) as Stored | undefined)?.record;
  }

  /** Keep a restore point; the oldest of a worksheet go when there are more than twenty. */
  async keep(point: Point): Promise<void> {
    const transaction = await this.#transaction(['points'], 'readwrite');
    const points = transaction.objectStore('points');
    points.add(point);
    const listing = points.index('worksheet').getAllKeys(point.worksheet);
    listing.onsuccess = () => {
      for (const key of listing.result.slice(0, -POINTS_KEPT)) points.delete(key);
    };
    await complete(transaction);
  }

  /** The restore points of a worksheet, newest first. */
  async points(worksheet: string): Promise<Point[]> {
    const transaction = await this.#transaction(['points'], 'readonly');
    const found = await result(transaction.objectStore('points').index('worksheet').getAll(worksheet)) as Point[];
    return found.reverse();
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
    const request = window.indexedDB.open(`playbook:${this.site}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('copies');
      request.result.createObjectStore('quarantine', {autoIncrement: true});
      request.result.createObjectStore('points', {autoIncrement: true}).createIndex('worksheet', 'worksheet');
    };
    const database = await result(request);
    this.#connection = database;
    database.onversionchange = database.onclose = () => {
      database.close();
      this.#opening = undefined;
    };
    return database;
  }
}
