/** The one way in which a copy is stored, by the page of its sheet and by the page of all sheets. */

import {admit, readOrAside} from '../model/gate.ts';
import {type Copy, toRecord} from '../model/response.ts';
import type {About, Database} from './database.ts';

/** What goes along: a remark for "My worksheets", and who finds, among all records of the sheet, the copy to write into instead. */
export interface Along {
  about?: About | undefined;
  home?: ((records: unknown[]) => string | undefined) | undefined;
}

/**
 * Replace what is stored of a copy by what `make` makes of it, and resolve with that once it is stored. What of the old
 * record cannot be read is set aside in the same transaction. Rejects when storage is refused or full, with a `Refusal`
 * when the record is newer than this page, or the new one could not be read again; then nothing is changed.
 */
export async function writeCopy(
  database: Database,
  {worksheet, copy}: Copy,
  make: (stored: Copy | null) => Copy,
  {about, home}: Along = {},
): Promise<Copy> {
  let made: Copy | undefined;
  await database.update(
    worksheet,
    copy,
    stored => {
      const [known, aside] = readOrAside(stored);
      made = make(known);
      const record = toRecord(made);
      admit(record, stored);
      return {record, ...(aside !== undefined && {aside}), ...(about && {about})};
    },
    home,
  );
  return made!;
}
