/** As much of a browser's storage as the store uses: one origin, whose pages come, write, die and come again. */

type Key = IDBValidKey;
const flat = (key: Key): string => JSON.stringify(key);

/** localStorage; `room` is how many characters it holds, `refused` is what blocking cookies does. */
export class Area {
  readonly kept = new Map<string, string>();
  room = Infinity;
  refused = false;
  get length(): number {
    return this.kept.size;
  }
  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
  setItem(key: string, value: string): void {
    const used = [...this.kept].reduce((sum, [name, text]) => sum + (name === key ? 0 : name.length + text.length), 0);
    if (used + key.length + value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(key, value);
  }
}

class Request<T> {
  result!: T;
  error: Error | null = null;
  onsuccess: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onupgradeneeded: ((event: {oldVersion: number}) => void) | null = null;
  transaction: Transaction | null = null;
}

/** A database: its version and its tables. */
interface Kept {
  version: number;
  tables: Map<string, Table>;
}

class Table {
  readonly rows = new Map<string, {key: Key; value: unknown}>();
  next = 1;
}

/** One transaction: its requests are answered one after the other once its turn comes. */
class Transaction extends EventTarget {
  oncomplete: (() => void) | null = null;
  onabort: (() => void) | null = null;
  onerror: (() => void) | null = null;
  error: Error | null = null;
  readonly #work: (() => void)[] = [];
  #before: Map<Table, [string, {key: Key; value: unknown}][]> | undefined;
  #ended = false;

  constructor(
    private readonly tables: Map<string, Table>,
    private readonly disk: {puts: number} = {puts: Infinity},
  ) {
    super();
  }

  objectStore(name: string): object {
    const table = this.tables.get(name)!;
    const ask = <T>(answer: () => T): Request<T> => {
      const request = new Request<T>();
      this.#work.push(() => {
        request.result = answer();
        request.onsuccess?.();
      });
      return request;
    };
    const rows = (range?: {within(key: Key): boolean}): {key: Key; value: unknown}[] =>
      [...table.rows.values()].filter(({key}) => !range || range.within(key));
    return {
      get: (key: Key) => ask(() => structuredClone(table.rows.get(flat(key))?.value)),
      getAll: (range?: never) => ask(() => rows(range).map(({value}) => structuredClone(value))),
      getAllKeys: (range?: never) => ask(() => rows(range).map(({key}) => key)),
      put: (value: unknown, key: Key) =>
        ask(() => {
          if (this.disk.puts-- <= 0) this.abort();
          else table.rows.set(flat(key), {key, value: structuredClone(value)});
        }),
      add: (value: unknown) =>
        ask(() => {
          const key = table.next++;
          table.rows.set(flat(key), {key, value: structuredClone(value)});
        }),
      delete: (key: Key) => ask(() => void table.rows.delete(flat(key))),
      index: (field: string) => {
        const of = (value: unknown): {key: Key; value: unknown}[] =>
          rows().filter(row => (row.value as Record<string, unknown> | null)?.[field] === value);
        return {
          getAll: (value: unknown) => ask(() => of(value).map(each => structuredClone(each.value))),
          getAllKeys: (value: unknown) => ask(() => of(value).map(({key}) => key)),
        };
      },
    };
  }

  abort(): void {
    if (this.#ended) throw new DOMException('ended', 'InvalidStateError');
    for (const [table, rows] of this.#before ?? []) {
      table.rows.clear();
      for (const [key, row] of rows) table.rows.set(key, row);
    }
    this.#end('abort');
  }

  #end(how: 'complete' | 'abort'): void {
    if (this.#ended) return;
    this.#ended = true;
    this[`on${how}`]?.();
    this.dispatchEvent(new Event(how));
  }

  /** Answer everything that is asked; the promise is kept once the transaction has ended. */
  async run(): Promise<void> {
    this.#before = new Map([...this.tables.values()].map(table => [table, [...table.rows]]));
    for (let idle = 0; idle < 3 && !this.#ended; ) {
      const next = this.#work.shift();
      if (next) next();
      idle = next ? 0 : idle + 1;
      await new Promise(setImmediate);
    }
    this.#end('complete');
  }
}

/** The databases of an origin. While `silent`, nothing is answered. */
export class Databases {
  readonly #kept = new Map<string, Kept>();
  #turn: Promise<void> = Promise.resolve();
  #silence: Promise<void> | undefined;
  #speak: () => void = () => undefined;

  /** How many rows may still be put before the disk is full, or the browser killed. */
  readonly disk = {puts: Infinity};
  /** Nothing is kept for this site at all. */
  refused = false;

  set silent(on: boolean) {
    if (on)
      this.#silence = new Promise(done => {
        this.#speak = done;
      });
    else {
      this.#silence = undefined;
      this.#speak();
    }
  }

  open(name: string, version: number): Request<object> {
    if (this.refused) throw new DOMException('no', 'SecurityError');
    const request = new Request<object>();
    void (async () => {
      await this.#silence;
      await new Promise(setImmediate);
      const kept = this.#kept.get(name) ?? {version: 0, tables: new Map<string, Table>()};
      if (version < kept.version) {
        request.error = new DOMException('later', 'VersionError');
        return request.onerror?.();
      }
      this.#kept.set(name, kept);
      request.result = this.#connection(kept.tables);
      if (version > kept.version) {
        request.transaction = new Transaction(kept.tables);
        request.onupgradeneeded?.({oldVersion: kept.version});
        kept.version = version;
        await request.transaction.run();
      }
      request.onsuccess?.();
    })();
    return request;
  }

  #connection(tables: Map<string, Table>): object {
    return {
      createObjectStore: (name: string) => {
        tables.set(name, new Table());
        return {createIndex: () => undefined};
      },
      transaction: () => {
        const transaction = new Transaction(tables, this.disk);
        this.#turn = this.#turn.then(async () => {
          await this.#silence;
          await transaction.run();
        });
        return transaction;
      },
      close: () => undefined,
    };
  }

  deleteDatabase(name: string): Request<undefined> {
    const request = new Request<undefined>();
    setImmediate(() => {
      this.#kept.delete(name);
      request.onsuccess?.();
    });
    return request;
  }

  databases(): Promise<{name: string}[]> {
    return Promise.resolve([...this.#kept.keys()].map(name => ({name})));
  }

  /** Everything that stands in any database, as one text. */
  raw(): string {
    return JSON.stringify(
      [...this.#kept].map(([name, {tables}]) => [name, [...tables].map(([table, {rows}]) => [table, [...rows.values()]])]),
    );
  }

  /** What stands in a table, by its keys. */
  rows(name: string, table: string): unknown[] {
    return [...(this.#kept.get(name)?.tables.get(table)?.rows.values() ?? [])].map(({value}) => value);
  }

  /** Put a row as an older page, or something quite else, might have. */
  put(name: string, table: string, key: Key, value: unknown): void {
    let kept = this.#kept.get(name);
    if (!kept)
      this.#kept.set(name, (kept = {version: 1, tables: new Map(['copies', 'quarantine', 'points'].map(each => [each, new Table()]))}));
    kept.tables.get(table)!.rows.set(flat(key), {key, value});
  }
}

/** A browser without anything in it, in place of the globals that the store uses. */
export function browser(): {databases: Databases; area: Area} {
  const [databases, area] = [new Databases(), new Area()];
  const within =
    ([low]: [string]) =>
    (key: Key): boolean =>
      Array.isArray(key) && key[0] === low;
  const window = {
    indexedDB: databases,
    sessionStorage: new Area(),
    get localStorage(): Area {
      if (area.refused) throw new DOMException('no', 'SecurityError');
      return area;
    },
  };
  Object.assign(globalThis, {
    window,
    IDBKeyRange: {bound: (low: [string]) => ({within: within(low)})},
    BroadcastChannel: undefined,
  });
  Object.defineProperty(globalThis, 'navigator', {value: {}, configurable: true});
  return {databases, area};
}

/** A new page of the same browser has its own session. */
export function newPage(): void {
  Object.assign((globalThis as unknown as {window: object}).window, {sessionStorage: new Area()});
}
