/** What the rows of a plan hold and say, apart from how they are shown and changed. */

import {dueDay, showDay, today} from '../model/dates.ts';
import {authorPosition, between} from '../model/position.ts';
import type {Privacy} from '../model/privacy.ts';
import {type Copy, cellKey, type Edit, isMetadata, markKey, rowKey, textOf, valueOf} from '../model/response.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {type Due, type Host, idsIn, isYes, type Kind, marked, type Open, rememberedChoice} from './kind.ts';
import {type AuthorRow, type Column, readColumns, readRows} from './plan-table.ts';
import {dayIn} from './start.ts';

/** Whether a column holds text, of which two versions may wait for a choice. */
export const isText = (type: string): boolean => type === 'text' || type === 'long' || type === 'person';

/** The column whose choice "done" says that a row is done, that choice in words, and what a row is before. */
interface Ends {
  column: string;
  words: string;
  before: string;
}

/** The rows of one table in the open copy: the author's, those added by the reader, and those that were removed. */
export abstract class PlanRows implements Kind {
  /** The name of the table among the answers. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** The rows that the page brings. */
  protected readonly authored: ReadonlyMap<string, AuthorRow>;
  readonly #privateWhen: [string, string][];
  readonly #offered = new Map<string, string[]>();

  constructor(
    readonly host: Host,
    readonly table: HTMLTableElement,
  ) {
    this.name = table.dataset['rows']!;
    this.columns = readColumns(table);
    this.authored = new Map(readRows(table, this.columns).map(row => [row.id, row]));
    this.#privateWhen = idsIn(table.dataset['privateWhen']).map(pair => pair.split('=') as [string, string]);
  }

  abstract show(): void;
  abstract open(): Open[];

  /** Whether these are last time's rows, which come from there and are not added to. */
  protected get isBefore(): boolean {
    return this.table.closest('[data-before]') !== null;
  }

  /** The ids of the rows that stand, or of those that were removed, in order. */
  rows(gone = false): string[] {
    const ids = new Set(this.authored.keys());
    const prefix = `r/${this.name}/`;
    for (const key of this.host.store.copy.leaves.keys()) if (key.startsWith(prefix)) ids.add(key.split('/')[2]!);
    const {copy} = this.host.store;
    const kept = [...ids].filter(
      id => (valueOf(copy, rowKey(this.name, id, 'gone'), false) === true) === gone && !copy.retired.has(prefix + id),
    );
    const places = new Map(kept.map(id => [id, this.place(id)]));
    return kept.sort((a, b) => {
      const [left, right] = [places.get(a)!, places.get(b)!];
      return left < right || (left === right && a < b) ? -1 : 1;
    });
  }

  /** What a cell holds, as stored. */
  cell(row: string, column: string, copy: Copy = this.host.store.copy): string | boolean {
    const key = cellKey(this.name, row, column);
    return copy.leaves.get(key)?.v ?? this.fallback(key);
  }

  /** A cell's day, or `''`. */
  day(row: string, column: string): string {
    return dayIn(this.host, String(this.cell(row, column)));
  }

  /** Where a row stands: see position.ts. */
  protected place(id: string): string {
    const authored = this.authored.get(id);
    return textOf(this.host.store.copy, rowKey(this.name, id, 'pos'), authored ? authorPosition(authored.index) : 'zV');
  }

  /** A row in words: its first text. */
  protected title(row: string, copy?: Copy): string {
    const texts = this.columns.filter(column => isText(column.type)).map(column => String(this.cell(row, column.id, copy)).trim());
    return texts.find(Boolean)?.slice(0, 80) ?? say('emptyRow');
  }

  /** What is to be done in a row: its action; its first text where no column is called an action. */
  protected said(row: string): string {
    const named = this.columns.find(({id}) => id === 'action' || id === 'commitment');
    return (named && String(this.cell(row, named.id)).trim()) || this.title(row);
  }

  /** What is to be done by a row's day: its action, and what for. */
  #actionOf(row: string): string {
    const action = this.said(row);
    const title = this.title(row);
    return action.startsWith(title) ? action : `${action.slice(0, 80)} (${title})`;
  }

  /** The empty row that follows this table, as in the contract, or the only one of the form. */
  protected get template(): HTMLTemplateElement | null {
    let next = this.table.nextElementSibling;
    while (next && !next.matches('template.pb-row-template, table')) next = next.nextElementSibling;
    return next instanceof HTMLTemplateElement ? next : this.host.form.querySelector<HTMLTemplateElement>('template.pb-row-template');
  }

  fallback(key: string): string | boolean {
    const [, , row, part] = key.split('/') as [string, string, string?, string?];
    if (row === undefined || part === undefined) return '';
    if (part === 'gone') return !this.authored.has(row); // undoing "Add a row" takes the row away again
    if (part === 'pos') return this.place(row);
    const column = part.slice(1);
    const standing = this.authored.get(row)?.start.get(column);
    if (standing !== undefined) return standing;
    return this.columns.find(({id}) => id === column)?.type === 'check' ? false : '';
  }

  /** The edits that add a row at the end, with `cells` filled by column. */
  adding(row: string, cells: ReadonlyMap<string, string | boolean> = new Map(), after?: string): Edit[] {
    const last = this.rows().at(-1);
    const place = after ?? (last ? this.place(last) : '');
    return [
      {key: rowKey(this.name, row, 'pos'), value: between(place, null)},
      {key: rowKey(this.name, row, 'gone'), value: false},
      ...this.columns
        .filter(({id}) => cells.has(id))
        .map(({id, type}): Edit => ({key: cellKey(this.name, row, id), value: cells.get(id)!, ...(isText(type) && {text: true})})),
    ];
  }

  protected isDone(row: string): boolean {
    return this.columns.some(
      column => column.type === 'choice' && this.cell(row, column.id) !== '' && this.cell(row, column.id) === this.#doneOf(column.id),
    );
  }

  #ends: Ends | null | undefined;
  /** What says that a row is done; null where nothing does. */
  protected get ends(): Ends | null {
    if (this.#ends !== undefined) return this.#ends;
    const column = this.columns.find(({id, type}) => type === 'choice' && this.#doneOf(id) === 'done')?.id;
    const before = column && this.#choices(column).find(choice => choice && choice !== 'done');
    this.#ends = column ? {column, words: this.labels().get(`${this.name}.${column}=done`) ?? '', before: before ?? ''} : null;
    return this.#ends;
  }

  /** Whether nothing is owed for a row any more: it is done, or was let go of. */
  protected isSettled(row: string): boolean {
    return this.isDone(row) || this.columns.some(column => column.type === 'choice' && this.cell(row, column.id) === 'dropped');
  }

  /** The choice of a column that says that a row is done. */
  #doneOf(column: string): string | undefined {
    return this.#choices(column).find(name => name === 'done' || name === 'met');
  }

  /** What a choice column offers; asked of every row at every keystroke. */
  #choices(column: string): string[] {
    const known = this.#offered.get(column);
    if (known) return known;
    const found = [...(this.template?.content.querySelectorAll<HTMLOptionElement>(`td[data-column="${column}"] option`) ?? [])].map(
      option => option.value,
    );
    this.#offered.set(column, found);
    return found;
  }

  /** Any mark or rule makes a row private. Where a rule meets a choice that it does not know, neither does the page. */
  privacy(owner: string): Privacy | null {
    if (!this.asks(owner)) return null;
    const row = owner.split('/')[2]!;
    if (
      this.authored.get(row)?.private
      || marked(this.table).private
      || this.#privateWhen.some(([column, value]) => this.cell(row, column) === value)
    )
      return {private: true};
    const by = [...new Set(this.#privateWhen.map(([column]) => column))].map(column => [column, String(this.cell(row, column))] as const);
    if (!by.every(([column, value]) => value === '' || this.#choices(column).includes(value)) || this.#isFromBefore(row)) return null;
    return {private: false, by: by.filter(([, value]) => value).map(([column]) => cellKey(this.name, row, column))};
  }

  /** Whether a row without a mark of its own was written under another edition of the table, which may have said that it is private. */
  #isFromBefore(row: string): boolean {
    const {leaves} = this.host.store.copy;
    const owner = `r/${this.name}/${row}`;
    if (leaves.has(markKey(owner))) return false;
    if (!this.authored.has(row) && !leaves.has(rowKey(this.name, row, 'gone'))) return true; // once the author's
    const key = (id: string): string => cellKey(this.name, row, id);
    const known = new Set(this.columns.flatMap(({id, was}) => [key(id), ...(leaves.has(key(id)) ? was.map(key) : [])]));
    return [...leaves.keys()].some(key => key.startsWith(`${owner}/=`) && !isMetadata(key) && !known.has(key));
  }

  labels(): Map<string, string> {
    const labels = new Map(this.columns.map(column => [`${this.name}.${column.id}`, column.label]));
    for (const column of this.columns) {
      const select = this.template?.content.querySelector<HTMLSelectElement>(`td[data-column="${column.id}"] select`);
      for (const option of select?.options ?? []) {
        if (option.value) labels.set(`${this.name}.${column.id}=${option.value}`, option.text);
      }
    }
    for (const row of this.authored.values()) {
      for (const [column, value] of row.start)
        if (typeof value === 'string' && value) labels.set(`${this.name}--${row.id}.${column}`, value);
    }
    return labels;
  }

  renamed(): Map<string, string[]> {
    return new Map([...this.authored.values()].filter(row => row.was.length).map(row => [row.id, row.was]));
  }

  /** What stands under the former name of a column or choice, under the name of now. What was there stays. */
  respelled(): Edit[] {
    const {leaves} = this.host.store.copy;
    return this.columns.flatMap(({id, was}) => {
      const former = this.#former(id);
      if (!was.length && !former.size) return [];
      return [...leaves].flatMap(([key, {v, b}]): Edit[] => {
        const [, table, row = '', part = ''] = key.split('/');
        const to = cellKey(this.name, row, id);
        const value = former.get(String(v)) ?? v;
        const isOld = was.includes(part.slice(1)) && !leaves.has(to);
        if (table !== this.name || !(isOld || (key === to && value !== v))) return [];
        return [{key: to, value, ...(b !== undefined && {text: true})}];
      });
    });
  }

  /** A choice by what was stored for it once. */
  #former(column: string): Map<string, string> {
    const options = this.template?.content.querySelectorAll<HTMLOptionElement>(`td[data-column="${column}"] option[data-was]`) ?? [];
    return new Map([...options].flatMap(({dataset, value}) => idsIn(dataset['was']).map(was => [was, value] as const)));
  }

  asks(owner: string): boolean {
    return owner.startsWith(`r/${this.name}/`);
  }

  shows(key: string, value: string | boolean): boolean {
    const part = key.split('/')[3] ?? '';
    if (isMetadata(key)) return true;
    const type = this.columns.find(({id}) => `=${id}` === part)?.type;
    if (type === undefined) return this.columns.some(({was}) => was.includes(part.slice(1)));
    if (type === 'check') return isYes(value) || value === false || value === 'false';
    if (typeof value === 'boolean') return false;
    if (type === 'date') return value === '' || dueDay(value, today()) !== '';
    return type === 'choice' || rememberedChoice(this.host.store.copy, key, value) === undefined; // a choice that is gone stays choosable in its row
  }

  labelOf(key: string, copy: Copy = this.host.store.copy): string {
    const [kind, , row, part] = key.split('/') as [string, string, string, string?];
    if (kind !== 'r' || !part) return key;
    if (isMetadata(key)) return this.title(row, copy);
    const id = part.slice(1);
    const column = this.columns.find(each => each.id === id)?.label ?? copy.labels.get(`${this.name}.${id}`) ?? id;
    return `${this.title(row, copy)}: ${column}`;
  }

  /** A row's place and its privacy are nothing to read; that it was removed is. */
  wordsOf(key: string, value: string | boolean, copy: Copy = this.host.store.copy): string {
    const part = key.split('/')[3] ?? '';
    if (isMetadata(key)) return part === 'gone' && value === true ? say('rowGone') : '';
    if (typeof value === 'boolean') return sayCore(value ? 'yes' : 'no');
    const choice = copy.labels.get(`${this.name}.${part.slice(1)}=${value}`);
    return choice ?? (showDay(dayIn(this.host, value, copy), pageLanguage()) || value || sayCore('nothing'));
  }

  progress(): {done: number; all: number} | null {
    const rows = this.rows();
    const counts = this.columns.some(column => column.type === 'choice' && this.#doneOf(column.id) !== undefined);
    return counts && rows.length ? {done: rows.filter(row => this.isDone(row)).length, all: rows.length} : null;
  }

  openIn(root: Element, required: boolean): Open[] | null {
    if (required || !root.contains(this.table)) return null;
    const open = this.progress() ? this.rows().filter(row => !this.isDone(row)) : [];
    return this.rows().length ? this.openRows(open) : this.open();
  }

  /** Rows that are open, as a reader is led to them. */
  openRows(rows: readonly string[]): Open[] {
    return rows.map(row => ({id: this.controlIn(row), label: this.title(row)}));
  }

  /** The id of the first control of a row. */
  protected abstract controlIn(row: string): string;

  dues(): Due[] {
    const column = this.columns.find(({type}) => type === 'date');
    if (!column) return [];
    return this.rows()
      .map(row => ({
        id: row,
        owner: `r/${this.name}/${row}`,
        day: this.day(row, column.id),
        label: this.#actionOf(row),
        done: this.isSettled(row),
      }))
      .filter(due => due.day !== '');
  }
}
