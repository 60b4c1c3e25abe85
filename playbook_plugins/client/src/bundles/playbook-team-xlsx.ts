/** Workbooks for spreadsheets, by the library `write-excel-file`; loaded when one is asked for. */

import writeExcel from 'write-excel-file/browser';
import {type Grid, NOT_SHOWN} from '../coaching/grid.ts';

const BAD = /[\\/?*[\]:]/g; // signs that no sheet of a workbook may have in its name
const LONGEST = 31;

/** Names that differ without regard to case, as a workbook asks. */
function namesOf(grids: readonly Grid[]): string[] {
  const taken = new Set<string>();
  return grids.map(({name}) => {
    const base =
      name
        .replace(BAD, ' ')
        .replace(/^'+|'+$/g, '')
        .trim()
        .slice(0, LONGEST) || '1';
    let made = base;
    for (let n = 2; taken.has(made.toLowerCase()); n += 1) made = `${base.slice(0, LONGEST - 4)} ${n}`;
    taken.add(made.toLowerCase());
    return made;
  });
}

const cell = (value: string | number) =>
  typeof value === 'number' ? {type: Number, value} : {type: String, value, ...(value === NOT_SHOWN && {align: 'right' as const})};

/** A workbook with a sheet for each table. Every text is a text: nothing is a formula. */
export function workbook(grids: readonly Grid[]): Promise<Blob> {
  const names = namesOf(grids);
  return writeExcel(
    grids.map(({heads, rows}, at) => ({
      sheet: names[at]!,
      data: [heads.map(value => ({type: String, value, fontWeight: 'bold' as const})), ...rows.map(row => row.map(cell))],
      columns: heads.map((_, column) => ({width: column ? 14 : 34})),
      stickyRowsCount: 1,
    })),
  ).toBlob();
}
