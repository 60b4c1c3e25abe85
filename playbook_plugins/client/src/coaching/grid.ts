/** A table that is handed on: a part of a CSV, one sheet of a workbook. */
export interface Grid {
  name: string;
  heads: string[];
  rows: (string | number)[][];
}

/** What stands for a number that does not leave. */
export const NOT_SHOWN = '–';
