/** What only lists of all copies ask of a site's database. */

import {result} from './connection.ts';
import {Database, keysOf, type Stored} from './database.ts';

/** Reads across sheets. */
export class SiteDatabase extends Database {
  /** The names of the copies of a worksheet; nothing that they hold is read. */
  async names(worksheet: string): Promise<string[]> {
    const found = await this.within(['copies'], 'readonly', transaction =>
      result(transaction.objectStore('copies').getAllKeys(keysOf(worksheet))),
    );
    return (found as [string, string][]).map(([, copy]) => copy);
  }

  /** All stored records of the site, with the remark beside each. */
  async everything(): Promise<Stored[]> {
    return (await this.within(['copies'], 'readonly', transaction => result(transaction.objectStore('copies').getAll()))) as Stored[];
  }

  /** Records that were set aside because they, or a part of them, could not be read. */
  async asides(): Promise<unknown[]> {
    const found = await this.within(['quarantine'], 'readonly', transaction => result(transaction.objectStore('quarantine').getAll()));
    return (found as {record: unknown}[]).map(each => each.record);
  }
}
