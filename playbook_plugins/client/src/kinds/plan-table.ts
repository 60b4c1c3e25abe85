/** Reads an action plan's table from the page: columns, the author's rows, the empty row. */

import {idsIn} from './kind.ts';

/** One typed column. */
export interface Column {
  id: string;
  label: string;
  type: string;
  /** Former ids, under which answers may be stored. */
  was: string[];
}

/** The controls of a cell. */
export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What the author wrote in one row. */
export interface AuthorRow {
  id: string;
  index: number;
  line: HTMLTableRowElement;
  was: string[];
  private: boolean;
  start: Map<string, string | boolean>;
}

/** The columns of a contract table, by its header cells. */
export function readColumns(table: HTMLTableElement): Column[] {
  return [...table.querySelectorAll<HTMLElement>('thead th[data-column]')].map(head => ({
    id: head.dataset['column']!,
    type: head.dataset['type'] ?? 'text',
    was: idsIn(head.dataset['was']),
    label: (head.textContent ?? '').trim(),
  }));
}

/** The control of a row's cell. */
export const controlOf = (line: HTMLTableRowElement, column: string): Control | null =>
  line.querySelector<Control>(`td[data-column="${column}"] :is(input, textarea, select)`);

/** The author's rows, with their starting values: what the HTML says, whatever the browser restored since. */
export function readRows(table: HTMLTableElement, columns: readonly Column[]): AuthorRow[] {
  return [...table.querySelectorAll<HTMLTableRowElement>('tbody > tr[data-row]')].map((line, index) => ({
    id: line.dataset['row']!,
    index,
    line,
    private: isMarked(line),
    was: idsIn(line.dataset['was']),
    start: new Map(columns.map(column => [column.id, startOf(controlOf(line, column.id))])),
  }));
}

/** What script writes into `data-private` of a row that is private by what it says, and not by its author's mark. */
export const BY_RULE = 'rule';
const isMarked = (line: HTMLElement): boolean => line.hasAttribute('data-private') && line.dataset['private'] !== BY_RULE;

function startOf(control: Control | null): string | boolean {
  if (control instanceof HTMLSelectElement) {
    return [...control.options].find(option => option.defaultSelected)?.value ?? '';
  }
  if (control instanceof HTMLInputElement && control.type === 'checkbox') return control.defaultChecked;
  const offset = control?.dataset['offset'];
  return offset ? `+${offset}d` : (control?.defaultValue ?? '');
}

/** Fill in what `line`'s cells need once the row has an id: control ids and their labels. */
export function nameCells(line: HTMLTableRowElement, worksheet: string, row: string, columns: readonly Column[]): void {
  line.id = `${worksheet}--${row}`;
  line.dataset['row'] = row;
  for (const {id} of columns) {
    const control = controlOf(line, id);
    if (!control) continue;
    control.id = `${line.id}.${id}`;
    line.querySelector(`td[data-column="${id}"] > label`)?.setAttribute('for', control.id);
  }
}
