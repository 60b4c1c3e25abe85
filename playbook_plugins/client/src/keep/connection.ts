/** A connection to one of the browser's databases, patient and no more than that. */

import {Refusal} from '../model/gate.ts';
import type {Step} from './upgrades.ts';

let persisted = false;

/** Ask once, after something was saved, that the browser keep it when space runs short. */
export function persist(): void {
  if (persisted) return;
  persisted = true;
  void navigator.storage?.persist?.().catch(() => false);
}

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
 * Access to the database `name`, whose shape `steps` make. Every method rejects when storage is refused, full or gone, and
 * when there is no answer in time; from then on at once, until the answer comes and `heard` is called. With a `Refusal`
 * when a later page has changed the database's shape.
 */
export class Connection {
  #overdue = 0;
  #opening: Promise<IDBDatabase> | undefined;
  #connection: IDBDatabase | undefined;
  readonly #active = new Set<IDBTransaction>();

  constructor(
    private readonly name: string,
    private readonly steps: readonly Step[],
    private readonly heard: () => void = () => undefined,
  ) {}

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
    const request = window.indexedDB.open(this.name, this.steps.length);
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
