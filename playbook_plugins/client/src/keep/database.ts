/** The browser's database of copies: one per site, `playbook:<site>`, never the path, since pages move. */

import {Connection, complete, result} from './connection.ts';
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

/** The keys of a worksheet's copies. */
export const keysOf = (worksheet: string): IDBKeyRange => IDBKeyRange.bound([worksheet], [worksheet, []]);

/** Access to the copies of one site. */
export class Database extends Connection {
  /** `heard` and `steps`: see `Connection`. */
  constructor(site: string, heard: () => void = () => undefined, steps = STEPS) {
    super(`playbook:${site}`, steps, heard);
  }

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
}
