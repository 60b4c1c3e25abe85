/** The copies of one sheet that this browser holds, as the database and the journals of closed tabs tell. */

import {readOrAside} from '../model/gate.ts';
import {mergeCopies} from '../model/merge.ts';
import type {Copy} from '../model/response.ts';
import type {About, Database} from './database.ts';
import {type Journals, recall, remember} from './journal.ts';
import {gather, homeOf, movedTo} from './tentative.ts';
import {writeCopy} from './write-copy.ts';

/** Reads, lists and writes them. */
export class Copies {
  /** The database has not told yet which copies there are. */
  unread = true;
  /** Stored records that could not be read, kept as they are. */
  unreadable: unknown[] = [];
  /** The same of those of which a part could not be read. */
  partly: unknown[] = [];
  readonly #database: Database;
  readonly #worksheet: string;
  readonly #newer: () => void;
  readonly #lastKey: string;
  /** All of them, deleted ones included, by their ids. */
  readonly all = new Map<string, Copy>();

  /** `newer` is called when a record was written by a later version of the page. */
  constructor(database: Database, site: string, worksheet: string, newer: () => void) {
    this.#database = database;
    this.#worksheet = worksheet;
    this.#newer = newer;
    this.#lastKey = `playbook:${site}:open:${worksheet}`;
  }

  /** The id of the copy that the reader had open last; `''` for none. */
  get last(): string {
    return recall(this.#lastKey);
  }

  set last(copy: string) {
    remember(this.#lastKey, copy);
  }

  /** The copy that opens: `wanted`, also when it is deleted where `deleted` is set, or the one changed last. */
  choose(wanted: string, deleted = false): Copy | undefined {
    const copies = [...this.all.values()];
    return (deleted && this.all.get(wanted)) || homeOf(copies, wanted) || copies.find(copy => copy.tentative);
  }

  /** Read the database. Rejects when storage is refused. */
  async read(): Promise<void> {
    const records = await this.#database.all(this.#worksheet);
    this.unread = false;
    [this.unreadable, this.partly] = [[], []];
    for (const record of records) {
      const [copy, aside] = this.#known(record);
      if (copy) this.list(copy);
      if (aside !== undefined) (copy ? this.partly : this.unreadable).push(record);
    }
  }

  /** List what journals hold; what was typed into a tentative copy belongs to the copy that opens. */
  gather(journals: Journals): void {
    for (const journal of journals.copies.values()) gather(journal, this.all, this.last);
  }

  /** List a copy as it is now. */
  list(copy: Copy): void {
    this.all.set(copy.copy, copy);
  }

  /** Merge `copy` into what is stored, or into the copy that it gives way to. Rejects as `writeCopy` does. */
  async write(copy: Copy, about?: About): Promise<Copy> {
    const name = copy.copy;
    const home = (records: unknown[]): string | undefined =>
      homeOf(
        records.flatMap(record => this.#known(record)[0] ?? []),
        this.last,
      )?.copy;
    const merged = await writeCopy(
      this.#database,
      copy,
      known => (known ? mergeCopies(known, movedTo(copy, known)) : {...copy, tentative: false}),
      {about, home: copy.tentative ? home : undefined},
    );
    if (merged.copy !== name) this.all.delete(name);
    this.list(merged);
    return merged;
  }

  #known(stored: unknown): [Copy | null, unknown] {
    try {
      return readOrAside(stored);
    } catch {
      this.#newer();
      return [null, stored];
    }
  }
}
