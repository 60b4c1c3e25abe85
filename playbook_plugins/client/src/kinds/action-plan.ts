/** The action plan: typed rows that readers add, change, move and remove. Contract: docs/contributing/html-contract.md. */

import {dueDay, showDay, today} from '../model/dates.ts';
import {authorPosition, between} from '../model/position.ts';
import {isPrivate, type Privacy} from '../model/privacy.ts';
import {cellKey, markKey, randomId, rowKey, textOf, valueOf, type Copy} from '../model/response.ts';
import type {Edit} from '../keep/store.ts';
import {say} from '../words/kinds.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {button, el} from '../page/dom.ts';
import {idsIn, isYes, marked, rememberedChoice, showText, showWritten, type Due, type Host, type Kind, type Open} from './kind.ts';
import {BY_RULE, controlOf, nameCells, readColumns, readRows, type AuthorRow, type Column, type Control} from './plan-table.ts';
import {offerTo, receive} from './sending.ts';
import {dayIn} from './start.ts';
import {copyLink} from '../page/permalink.ts';

const isText = (type: string): boolean => type === 'text' || type === 'long' || type === 'person';

/** Applies the open copy to an action plan's form and the other way round. */
export class ActionPlan implements Kind {
  readonly #table: HTMLTableElement;
  readonly #name: string;
  readonly #columns: Column[];
  readonly #authored: Map<string, AuthorRow>;
  readonly #lines = new Map<string, HTMLTableRowElement>();
  readonly #removed: HTMLElement;
  readonly #add: HTMLButtonElement;
  readonly #privateWhen: [string, string][];

  constructor(readonly host: Host, table: HTMLTableElement) {
    const {form} = host;
    this.#table = table;
    this.#name = this.#table.dataset['rows']!;
    this.#columns = readColumns(this.#table);
    this.#authored = new Map(readRows(this.#table, this.#columns).map(row => [row.id, row]));
    for (const [id, row] of this.#authored) this.#lines.set(id, row.line);
    this.#privateWhen = idsIn(this.#table.dataset['privateWhen']).map(pair => pair.split('=') as [string, string]);
    this.#add = button(say('addRow'), () => this.#addRow(), {class: 'pb-button pb-add'});
    this.#removed = el('details', {class: 'pb-removed', hidden: true}, el('summary', {}, say('removedRows', {n: 0})));
    this.#furnish();
    const options = {signal: host.signal};
    form.addEventListener('input', event => this.#typed(event), options);
    form.addEventListener('click', event => this.#pressed(event), options);
    offerTo(this);
  }

  arrive(): void {
    receive(this);
  }

  #furnish(): void {
    const head = this.#table.querySelector('thead tr')!;
    this.#add.hidden = this.#isBefore;
    if (!head.querySelector('.pb-actions')) head.append(el('th', {scope: 'col', class: 'pb-actions'}, say('actions')));
    this.#table.after(this.#add, this.#removed);
    for (const line of this.#lines.values()) this.#equip(line);
  }

  /** Whether these are last time's rows, which come from there and are not added to. */
  get #isBefore(): boolean {
    return this.#table.closest('[data-before]') !== null;
  }

  /** The name of the table among the answers. */
  get name(): string {
    return this.#name;
  }

  /** The element of the table, for what shows the same rows in another way. */
  get table(): HTMLTableElement {
    return this.#table;
  }

  /** The ids of the rows that stand, in order. */
  rows(): string[] {
    return this.#rowsOf(false);
  }

  /** What a cell holds, as stored. */
  cell(row: string, column: string): string | boolean {
    return this.#value(row, column);
  }

  /** A cell's day, or `''`. */
  day(row: string, column: string): string {
    return dayIn(this.host, String(this.#value(row, column)));
  }

  /** The columns, in order. */
  get columns(): readonly Column[] {
    return this.#columns;
  }

  /** Give a row its buttons. */
  #equip(line: HTMLTableRowElement): void {
    if (line.querySelector('.pb-actions')) return;
    const tool = (does: string, sign: string): HTMLElement =>
      el('button', {type: 'button', class: `pb-tool pb-${does}`, 'data-does': does}, sign);
    line.append(el('td', {class: 'pb-actions'}, tool('up', '↑'), tool('down', '↓'), tool('link', '#'), tool('remove', '×')));
  }

  #rowsOf(gone: boolean): string[] {
    const ids = new Set(this.#authored.keys());
    const prefix = `r/${this.#name}/`;
    for (const key of this.host.store.copy.leaves.keys()) if (key.startsWith(prefix)) ids.add(key.split('/')[2]!);
    const {copy} = this.host.store;
    const kept = [...ids].filter(id => (valueOf(copy, rowKey(this.#name, id, 'gone'), false) === true) === gone
      && !copy.retired.has(prefix + id));
    const places = new Map(kept.map(id => [id, this.#place(id)]));
    return kept.sort((a, b) => {
      const [left, right] = [places.get(a)!, places.get(b)!];
      return left < right || (left === right && a < b) ? -1 : 1;
    });
  }

  #place(id: string): string {
    const authored = this.#authored.get(id);
    return textOf(this.host.store.copy, rowKey(this.#name, id, 'pos'), authored ? authorPosition(authored.index) : 'zV');
  }

  #line(id: string): HTMLTableRowElement {
    const known = this.#lines.get(id);
    if (known) return known;
    const line = this.#template()!.content.querySelector('tr')!.cloneNode(true) as HTMLTableRowElement;
    // A carried row keeps its id, which this review's own rows may have as well.
    const owner = this.#isBefore ? `${this.host.worksheet}--${this.#name}` : this.host.worksheet;
    nameCells(line, owner, id, this.#columns);
    this.#equip(line);
    this.#lines.set(id, line);
    return line;
  }

  /** The empty row that follows this table, as in the contract, or the only one of the form. */
  #template(): HTMLTemplateElement | null {
    let next = this.#table.nextElementSibling;
    while (next && !next.matches('template.pb-row-template, table')) next = next.nextElementSibling;
    return next instanceof HTMLTemplateElement ? next : this.host.form.querySelector<HTMLTemplateElement>('template.pb-row-template');
  }

  show(): void {
    const rows = this.#rowsOf(false);
    const body = this.#table.tBodies[0]!;
    const lines = rows.map(id => this.#line(id));
    lines.forEach((line, index) => {
      if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null);
    });
    while (body.children.length > lines.length) body.lastElementChild!.remove();
    rows.forEach((id, index) => this.#showRow(id, index + 1, rows.length));
    this.#showRemoved();
  }

  #showRow(id: string, number: number, all: number): void {
    const line = this.#line(id);
    for (const column of this.#columns) this.#showCell(id, line, column, number);
    const names = {up: 'up', down: 'down', link: 'linkRow', remove: 'removeRow'} as const;
    for (const tool of line.querySelectorAll<HTMLButtonElement>('.pb-actions > button')) {
      const does = tool.dataset['does'] as keyof typeof names;
      const name = say(names[does], {n: number});
      if (tool.title !== name) tool.title = name;
      if (tool.getAttribute('aria-label') !== name) tool.setAttribute('aria-label', name);
      if (does === 'up' || does === 'down') tool.disabled = number === (does === 'up' ? 1 : all);
    }
    this.#showPrivate(id, line);
    line.toggleAttribute('data-done', this.#isDone(id));
  }

  #showPrivate(id: string, line: HTMLTableRowElement): void {
    const isSo = isPrivate(this.host.store.copy, rowKey(this.#name, id, 'pos'), this);
    if (!this.#authored.get(id)?.private) {
      if (isSo) line.dataset['private'] = BY_RULE;
      else delete line.dataset['private'];
    }
    const badge = line.querySelector('.pb-private');
    if (!isSo) badge?.remove();
    else if (!badge) line.cells[0]!.append(el('span', {class: 'pb-private'}, sayCore('private')));
  }

  #showCell(row: string, line: HTMLTableRowElement, column: Column, number: number): void {
    const control = controlOf(line, column.id);
    if (!control) return;
    const name = say('cell', {label: column.label, n: number});
    if (control.getAttribute('aria-label') !== name) control.setAttribute('aria-label', name);
    const value = this.#value(row, column.id);
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = isYes(value);
    else if (column.type === 'date') this.#showDue(row, control as HTMLInputElement, String(value));
    else if (control instanceof HTMLSelectElement) this.#showChoice(control, column, typeof value === 'string' ? value : '');
    else showWritten(this.host, control, cellKey(this.#name, row, column.id), typeof value === 'string' ? value : '');
  }

  /** A choice that the author took away since stays choosable in the row that chose it. */
  #showChoice(control: HTMLSelectElement, column: Column, value: string): void {
    if (![...control.options].some(option => option.value === value)) {
      control.append(el('option', {value}, this.host.store.copy.labels.get(`${this.#name}.${column.id}=${value}`) ?? value));
    }
    showText(control, value);
  }

  #showDue(row: string, control: HTMLInputElement, value: string): void {
    const day = dayIn(this.host, value);
    showText(control, day);
    const cell = control.closest('td')!;
    const help = cell.querySelector<HTMLElement>(':scope > .pb-help');
    if (help) help.hidden = !value.startsWith('+');
    const late = day !== '' && day < today() && !this.#isDone(row);
    const mark = cell.querySelector(':scope > .pb-late');
    if (late && !mark) cell.append(el('span', {class: 'pb-late'}, say('overdue')));
    else if (!late) mark?.remove();
  }

  #showRemoved(): void {
    const gone = this.#rowsOf(true).filter(id => this.#authored.has(id) || this.#title(id) !== say('emptyRow'));
    this.#removed.hidden = gone.length === 0;
    this.#removed.replaceChildren(el('summary', {}, say('removedRows', {n: gone.length})), el('ul', {}, ...gone.map(id =>
      el('li', {}, this.#title(id), ' ', button(sayCore('bringBack'), () => {
        this.host.edit([{key: rowKey(this.#name, id, 'gone'), value: false}]);
        this.#focus(id);
      })))));
  }

  #title(row: string, copy?: Copy): string {
    const texts = this.#columns.filter(column => isText(column.type)).map(column => String(this.#value(row, column.id, copy)).trim());
    return texts.find(Boolean)?.slice(0, 80) ?? say('emptyRow');
  }

  /** What is to be done by a row's day: its action, and what for; its first text where no column is called an action. */
  #actionOf(row: string): string {
    const named = this.#columns.find(({id}) => id === 'action' || id === 'commitment');
    const action = named ? String(this.#value(row, named.id)).trim() : '';
    const title = this.#title(row);
    return !action || action.startsWith(title) ? action || title : `${action.slice(0, 80)} (${title})`;
  }

  #value(row: string, column: string, copy: Copy = this.host.store.copy): string | boolean {
    const key = cellKey(this.#name, row, column);
    return copy.leaves.get(key)?.v ?? this.fallback(key);
  }

  fallback(key: string): string | boolean {
    const [, , row, part] = key.split('/') as [string, string, string?, string?];
    if (row === undefined || part === undefined) return '';
    if (part === 'gone') return !this.#authored.has(row); // undoing "Add a row" takes the row away again
    if (part === 'pos') return this.#place(row);
    const column = part.slice(1);
    const standing = this.#authored.get(row)?.start.get(column);
    if (standing !== undefined) return standing;
    return this.#columns.find(({id}) => id === column)?.type === 'check' ? false : '';
  }

  #cellOf(target: EventTarget | null): {row: string; column: Column; control: Control} | undefined {
    const cell = target instanceof Element && this.#table.contains(target) ? target.closest<HTMLElement>('td[data-column]') : null;
    const row = cell?.closest<HTMLElement>('tr[data-row]')?.dataset['row'];
    const column = this.#columns.find(({id}) => id === cell?.dataset['column']);
    return row && column ? {row, column, control: target as Control} : undefined;
  }

  #typed(event: Event): void {
    const cell = this.#cellOf(event.target);
    if (!cell || !('value' in cell.control)) return;
    const {row, column, control} = cell;
    const value = control instanceof HTMLInputElement && control.type === 'checkbox' ? control.checked : control.value;
    this.host.edit([{key: cellKey(this.#name, row, column.id), value, ...(isText(column.type) && {text: true})}], control.id);
  }

  #pressed(event: Event): void {
    const tool = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.pb-actions > button') : null;
    const line = tool?.closest<HTMLTableRowElement>('tr[data-row]');
    if (!tool || !line || !this.#table.contains(line)) return;
    const row = line.dataset['row']!;
    const does = tool.dataset['does'];
    if (does === 'link') void copyLink(tool, line.id);
    else if (does === 'remove') this.#remove(row);
    else this.#move(row, does === 'up' ? -1 : 1, tool);
  }

  /** The edits that add a row at the end, with `cells` filled by column. */
  adding(row: string, cells: ReadonlyMap<string, string | boolean> = new Map(), after?: string): Edit[] {
    const last = this.#rowsOf(false).at(-1);
    const place = after ?? (last ? this.#place(last) : '');
    return [
      {key: rowKey(this.#name, row, 'pos'), value: between(place, null)},
      {key: rowKey(this.#name, row, 'gone'), value: false},
      ...this.#columns.filter(({id}) => cells.has(id)).map(({id, type}): Edit =>
        ({key: cellKey(this.#name, row, id), value: cells.get(id)!, ...(isText(type) && {text: true})})),
    ];
  }

  /** Add a row that holds a text, in the column for what is to be done, and go to it. */
  take(text: string, about: string): void {
    const long = this.#columns.filter(column => isText(column.type));
    const action = long.find(({id}) => id === 'action' || id === 'what') ?? long[0];
    const goal = long.find(column => column !== action && column.id === 'goal');
    this.#addRow(new Map([...(goal ? [[goal.id, about] as const] : []), ...(action ? [[action.id, text] as const] : [])]), action?.id);
  }

  #addRow(cells: ReadonlyMap<string, string> = new Map(), focus?: string): void {
    const row = randomId('r', 8);
    this.host.edit(this.adding(row, cells));
    this.#focus(row, focus);
    this.host.announce(say('rowAdded', {n: this.#rowsOf(false).length}));
  }

  #focus(row: string, column = this.#columns[0]?.id): void {
    if (column) controlOf(this.#line(row), column)?.focus();
  }

  #move(row: string, by: -1 | 1, tool: HTMLButtonElement): void {
    const rows = this.#rowsOf(false);
    const others = rows.filter(id => id !== row);
    const index = rows.indexOf(row) + by;
    const before = others[index - 1];
    const after = others[index];
    const value = between(before ? this.#place(before) : '', after ? this.#place(after) : null);
    this.host.edit([{key: rowKey(this.#name, row, 'pos'), value}]);
    if (tool.disabled) tool.parentElement!.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
    else tool.focus();
    this.host.announce(say('moved', {n: index + 1}));
  }

  #remove(row: string): void {
    const rows = this.#rowsOf(false);
    const index = rows.indexOf(row);
    this.host.edit([{key: rowKey(this.#name, row, 'gone'), value: true}]);
    const neighbour = rows[index + 1] ?? rows[index - 1];
    if (neighbour) this.#line(neighbour).querySelector<HTMLElement>('.pb-remove')?.focus();
    else this.#add.focus();
    this.host.announce(say('rowRemoved'));
  }

  #isDone(row: string): boolean {
    return this.#columns.some(column => column.type === 'choice' && this.#value(row, column.id) !== ''
      && this.#value(row, column.id) === this.#doneOf(column.id));
  }

  /** The choice of a column that says that a row is done. */
  #doneOf(column: string): string | undefined {
    return this.#choices(column).find(name => name === 'done' || name === 'met');
  }

  /** Any mark or rule makes a row private. Where a rule meets a choice that it does not know, neither does the page. */
  privacy(owner: string): Privacy | null {
    if (!this.asks(owner)) return null;
    const row = owner.split('/')[2]!;
    if (this.#authored.get(row)?.private || marked(this.#table).private
      || this.#privateWhen.some(([column, value]) => this.#value(row, column) === value)) return {private: true};
    const by = [...new Set(this.#privateWhen.map(([column]) => column))].map(column => [column, String(this.#value(row, column))] as const);
    if (!by.every(([column, value]) => value === '' || this.#choices(column).includes(value)) || this.#isFromBefore(row)) return null;
    return {private: false, by: by.filter(([, value]) => value).map(([column]) => cellKey(this.#name, row, column))};
  }

  /** Whether a row without a mark of its own was written under another edition of the table, which may have said that it is private. */
  #isFromBefore(row: string): boolean {
    const {leaves} = this.host.store.copy;
    const owner = `r/${this.#name}/${row}`;
    if (leaves.has(markKey(owner))) return false;
    if (!this.#authored.has(row) && !leaves.has(rowKey(this.#name, row, 'gone'))) return true; // once the author's
    const known = new Set(this.#columns.map(({id}) => cellKey(this.#name, row, id)));
    return [...leaves.keys()].some(key => key.startsWith(`${owner}/=`) && !known.has(key));
  }

  readonly #offered = new Map<string, string[]>();

  /** What a choice column offers; asked of every row at every keystroke. */
  #choices(column: string): string[] {
    const known = this.#offered.get(column);
    if (known) return known;
    const found = [...this.#template()?.content.querySelectorAll<HTMLOptionElement>(`td[data-column="${column}"] option`) ?? []].map(option => option.value);
    this.#offered.set(column, found);
    return found;
  }

  labels(): Map<string, string> {
    const labels = new Map(this.#columns.map(column => [`${this.#name}.${column.id}`, column.label]));
    for (const column of this.#columns) {
      const select = this.#template()?.content.querySelector<HTMLSelectElement>(`td[data-column="${column.id}"] select`);
      for (const option of select?.options ?? []) {
        if (option.value) labels.set(`${this.#name}.${column.id}=${option.value}`, option.text);
      }
    }
    for (const row of this.#authored.values()) {
      for (const [column, value] of row.start) if (typeof value === 'string' && value) labels.set(`${this.#name}--${row.id}.${column}`, value);
    }
    return labels;
  }

  renamed(): Map<string, string[]> {
    return new Map([...this.#authored.values()].filter(row => row.was.length).map(row => [row.id, row.was]));
  }

  asks(owner: string): boolean {
    return owner.startsWith(`r/${this.#name}/`);
  }

  shows(key: string, value: string | boolean): boolean {
    const part = key.split('/')[3] ?? '';
    if (!part.startsWith('=')) return true;
    const type = this.#columns.find(({id}) => `=${id}` === part)?.type;
    if (type === undefined) return false;
    if (type === 'check') return isYes(value) || value === false || value === 'false';
    if (typeof value === 'boolean') return false;
    if (type === 'date') return value === '' || dueDay(value, today()) !== '';
    return type === 'choice' || rememberedChoice(this.host.store.copy, key, value) === undefined; // a choice that is gone stays choosable in its row
  }

  labelOf(key: string, copy: Copy = this.host.store.copy): string {
    const [kind, , row, part] = key.split('/') as [string, string, string, string?];
    if (kind !== 'r' || !part) return key;
    if (!part.startsWith('=')) return this.#title(row, copy);
    const id = part.slice(1);
    const column = this.#columns.find(each => each.id === id)?.label ?? copy.labels.get(`${this.#name}.${id}`) ?? id;
    return `${this.#title(row, copy)}: ${column}`;
  }

  /** A row's place and its privacy are nothing to read; that it was removed is. */
  wordsOf(key: string, value: string | boolean, copy: Copy = this.host.store.copy): string {
    const part = key.split('/')[3] ?? '';
    if (!part.startsWith('=')) return part === 'gone' && value === true ? say('rowGone') : '';
    if (typeof value === 'boolean') return sayCore(value ? 'yes' : 'no');
    const choice = copy.labels.get(`${this.#name}.${part.slice(1)}=${value}`);
    return choice ?? (showDay(dayIn(this.host, value, copy), pageLanguage()) || value || sayCore('nothing'));
  }

  progress(): {done: number; all: number} | null {
    const rows = this.#rowsOf(false);
    const counts = this.#columns.some(column => column.type === 'choice' && this.#doneOf(column.id) !== undefined);
    return counts && rows.length ? {done: rows.filter(row => this.#isDone(row)).length, all: rows.length} : null;
  }

  open(): Open[] {
    return this.#rowsOf(false).length || this.#isBefore ? [] : [{id: this.#add.id ||= `${this.#name}.add`, label: say('emptyPlan')}];
  }

  doneIn(root: Element, required: boolean): boolean | null {
    if (required || !root.contains(this.#table)) return null;
    const progress = this.progress();
    return progress ? progress.done === progress.all : this.#rowsOf(false).length > 0;
  }

  dues(): Due[] {
    const column = this.#columns.find(({type}) => type === 'date');
    if (!column) return [];
    return this.#rowsOf(false).map(row => ({id: row, owner: `r/${this.#name}/${row}`, day: this.day(row, column.id), label: this.#actionOf(row), done: this.#isDone(row)}))
      .filter(due => due.day !== '');
  }

  blank(): void {
    const body = this.#table.tBodies[0]!;
    const lined = Array.from({length: 4}, (_, index) => {
      const line = this.#line(`blank-${index}`);
      this.#lines.delete(`blank-${index}`);
      return line;
    });
    body.replaceChildren(...[...this.#authored.values()].map(row => row.line), ...lined);
    for (const row of this.#authored.values()) {
      for (const [column, value] of row.start) {
        const control = controlOf(row.line, column);
        if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = false;
        else if (control) control.value = column && String(value).startsWith('+') ? '' : String(value);
      }
    }
  }
}

