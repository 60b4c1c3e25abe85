/** The action plan: typed rows that readers add, change, move and remove. Contract: docs/contributing/html-contract.md. */

import {today} from '../model/dates.ts';
import {between} from '../model/position.ts';
import {isPrivate} from '../model/privacy.ts';
import {cellKey, randomId, rowKey} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {copyLink} from '../page/permalink.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {allIn, type Host, isYes, type Kind, type Maker, type Open, showText, showWritten} from './kind.ts';
import {isText, PlanRows} from './plan-rows.ts';
import {BY_RULE, type Column, type Control, controlOf, nameCells} from './plan-table.ts';
import {offerTo, receive} from './sending.ts';
import {dayIn} from './start.ts';

/** Applies the open copy to an action plan's form and the other way round. */
export class ActionPlan extends PlanRows {
  readonly #lines = new Map<string, HTMLTableRowElement>();
  readonly #removed: HTMLElement;
  readonly #add: HTMLButtonElement;

  constructor(host: Host, table: HTMLTableElement) {
    super(host, table);
    for (const [id, row] of this.authored) this.#lines.set(id, row.line);
    this.#add = button(say('addRow'), () => this.#addRow(), {class: 'pb-button pb-add'});
    this.#removed = el('details', {class: 'pb-removed', hidden: true}, el('summary', {}, say('removedRows', {n: 0})));
    this.#furnish();
    const options = {signal: host.signal};
    host.form.addEventListener('input', event => this.#typed(event), options);
    host.form.addEventListener('click', event => this.#pressed(event), options);
    offerTo(this);
  }

  arrive(): void {
    receive(this);
  }

  #furnish(): void {
    const head = this.table.querySelector('thead tr')!;
    this.#add.hidden = this.isBefore;
    if (!head.querySelector('.pb-actions')) head.append(el('th', {scope: 'col', class: 'pb-actions'}, say('actions')));
    this.table.after(this.#add, this.#removed);
    for (const line of this.#lines.values()) this.#equip(line);
  }

  /** Give a row its buttons. */
  #equip(line: HTMLTableRowElement): void {
    if (line.querySelector('.pb-actions')) return;
    const tool = (does: string, sign: string): HTMLElement =>
      el('button', {type: 'button', class: `pb-tool pb-${does}`, 'data-does': does}, sign);
    line.append(el('td', {class: 'pb-actions'}, tool('up', '↑'), tool('down', '↓'), tool('link', '#'), tool('remove', '×')));
  }

  #line(id: string): HTMLTableRowElement {
    const known = this.#lines.get(id);
    if (known) return known;
    const line = this.template!.content.querySelector('tr')!.cloneNode(true) as HTMLTableRowElement;
    // A carried row keeps its id, which this review's own rows may have as well.
    const owner = this.isBefore ? `${this.host.worksheet}--${this.name}` : this.host.worksheet;
    nameCells(line, owner, id, this.columns);
    this.#equip(line);
    this.#lines.set(id, line);
    return line;
  }

  show(): void {
    const rows = this.rows();
    const body = this.table.tBodies[0]!;
    const lines = rows.map(id => this.#line(id));
    lines.forEach((line, index) => {
      if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null);
    });
    while (body.children.length > lines.length) body.lastElementChild!.remove();
    for (const [index, id] of rows.entries()) this.#showRow(id, index + 1, rows.length);
    this.#showRemoved();
  }

  #showRow(id: string, number: number, all: number): void {
    const line = this.#line(id);
    for (const column of this.columns) this.#showCell(id, line, column, number);
    const names = {up: 'up', down: 'down', link: 'linkRow', remove: 'removeRow'} as const;
    for (const tool of line.querySelectorAll<HTMLButtonElement>('.pb-actions > button')) {
      const does = tool.dataset['does'] as keyof typeof names;
      const name = say(names[does], {n: number});
      if (tool.title !== name) tool.title = name;
      if (tool.getAttribute('aria-label') !== name) tool.setAttribute('aria-label', name);
      if (does === 'up' || does === 'down') tool.disabled = number === (does === 'up' ? 1 : all);
    }
    this.#showPrivate(id, line);
    line.toggleAttribute('data-done', this.isDone(id));
  }

  #showPrivate(id: string, line: HTMLTableRowElement): void {
    const isSo = isPrivate(this.host.store.copy, rowKey(this.name, id, 'pos'), this);
    if (!this.authored.get(id)?.private) {
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
    const value = this.cell(row, column.id);
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = isYes(value);
    else if (column.type === 'date') this.#showDue(row, control as HTMLInputElement, String(value));
    else if (control instanceof HTMLSelectElement) this.#showChoice(control, column, typeof value === 'string' ? value : '');
    else showWritten(this.host, control, cellKey(this.name, row, column.id), typeof value === 'string' ? value : '');
  }

  /** A choice that the author took away since stays choosable in the row that chose it. */
  #showChoice(control: HTMLSelectElement, column: Column, value: string): void {
    if (![...control.options].some(option => option.value === value)) {
      control.append(el('option', {value}, this.host.store.copy.labels.get(`${this.name}.${column.id}=${value}`) ?? value));
    }
    showText(control, value);
  }

  #showDue(row: string, control: HTMLInputElement, value: string): void {
    const day = dayIn(this.host, value);
    showText(control, day);
    const cell = control.closest('td')!;
    const help = cell.querySelector<HTMLElement>(':scope > .pb-help');
    if (help) help.hidden = !value.startsWith('+');
    const late = day !== '' && day < today() && !this.isSettled(row);
    const mark = cell.querySelector(':scope > .pb-late');
    if (late && !mark) cell.append(el('span', {class: 'pb-late'}, say('overdue')));
    else if (!late) mark?.remove();
  }

  #showRemoved(): void {
    const gone = this.rows(true).filter(id => this.authored.has(id) || this.title(id) !== say('emptyRow'));
    this.#removed.hidden = gone.length === 0;
    this.#removed.replaceChildren(
      el('summary', {}, say('removedRows', {n: gone.length})),
      el(
        'ul',
        {},
        ...gone.map(id =>
          el(
            'li',
            {},
            this.title(id),
            ' ',
            button(sayCore('bringBack'), () => {
              this.host.edit([{key: rowKey(this.name, id, 'gone'), value: false}]);
              this.#focus(id);
            }),
          ),
        ),
      ),
    );
  }

  #cellOf(target: EventTarget | null): {row: string; column: Column; control: Control} | undefined {
    const cell = target instanceof Element && this.table.contains(target) ? target.closest<HTMLElement>('td[data-column]') : null;
    const row = cell?.closest<HTMLElement>('tr[data-row]')?.dataset['row'];
    const column = this.columns.find(({id}) => id === cell?.dataset['column']);
    return row && column ? {row, column, control: target as Control} : undefined;
  }

  #typed(event: Event): void {
    const cell = this.#cellOf(event.target);
    if (!cell || !('value' in cell.control)) return;
    const {row, column, control} = cell;
    const value = control instanceof HTMLInputElement && control.type === 'checkbox' ? control.checked : control.value;
    this.host.edit([{key: cellKey(this.name, row, column.id), value, ...(isText(column.type) && {text: true})}], control.id);
  }

  #pressed(event: Event): void {
    const tool = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.pb-actions > button') : null;
    const line = tool?.closest<HTMLTableRowElement>('tr[data-row]');
    if (!tool || !line || !this.table.contains(line)) return;
    const row = line.dataset['row']!;
    const does = tool.dataset['does'];
    if (does === 'link') void copyLink(tool, line.id);
    else if (does === 'remove') this.#remove(row);
    else this.#move(row, does === 'up' ? -1 : 1, tool);
  }

  /** Add a row that holds a text, in the column for what is to be done, and go to it. */
  take(text: string, about: string): void {
    const long = this.columns.filter(column => isText(column.type));
    const action = long.find(({id}) => id === 'action' || id === 'what') ?? long[0];
    const goal = long.find(column => column !== action && column.id === 'goal');
    this.#addRow(new Map([...(goal ? [[goal.id, about] as const] : []), ...(action ? [[action.id, text] as const] : [])]), action?.id);
  }

  #addRow(cells: ReadonlyMap<string, string> = new Map(), focus?: string): void {
    const row = randomId('r', 8);
    this.host.edit(this.adding(row, cells));
    this.#focus(row, focus);
    this.host.announce(say('rowAdded', {n: this.rows().length}));
  }

  #focus(row: string, column = this.columns[0]?.id): void {
    if (column) controlOf(this.#line(row), column)?.focus();
  }

  #move(row: string, by: -1 | 1, tool: HTMLButtonElement): void {
    const rows = this.rows();
    const others = rows.filter(id => id !== row);
    const index = rows.indexOf(row) + by;
    const before = others[index - 1];
    const after = others[index];
    const value = between(before ? this.place(before) : '', after ? this.place(after) : null);
    this.host.edit([{key: rowKey(this.name, row, 'pos'), value}]);
    if (tool.disabled) tool.parentElement!.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
    else tool.focus();
    this.host.announce(say('moved', {n: index + 1}));
  }

  #remove(row: string): void {
    const rows = this.rows();
    const index = rows.indexOf(row);
    this.host.edit([{key: rowKey(this.name, row, 'gone'), value: true}]);
    const neighbour = rows[index + 1] ?? rows[index - 1];
    if (neighbour) this.#line(neighbour).querySelector<HTMLElement>('.pb-remove')?.focus();
    else this.#add.focus();
    this.host.announce(say('rowRemoved'));
  }

  open(): Open[] {
    return this.rows().length || this.isBefore ? [] : [{id: (this.#add.id ||= `${this.name}.add`), label: say('emptyPlan')}];
  }

  protected controlIn(row: string): string {
    const line = this.#line(row);
    return controlOf(line, this.columns[0]?.id ?? '')?.id ?? line.id;
  }

  blank(): void {
    const body = this.table.tBodies[0]!;
    const lined = Array.from({length: 4}, (_, index) => {
      const line = this.#line(`blank-${index}`);
      this.#lines.delete(`blank-${index}`);
      return line;
    });
    body.replaceChildren(...[...this.authored.values()].map(row => row.line), ...lined);
    for (const row of this.authored.values()) {
      for (const [column, value] of row.start) {
        const control = controlOf(row.line, column);
        if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = false;
        else if (control) control.value = column && String(value).startsWith('+') ? '' : String(value);
      }
    }
  }
}

/** A plan for each table. */
export const make: Maker = host => allIn<HTMLTableElement>(host.form, 'table[data-rows]').map(table => new ActionPlan(host, table));

/** The plan among `parts` whose rows are called `name`. */
export const planCalled = (name: string | undefined, parts: Kind[]): ActionPlan | undefined =>
  parts.find((part): part is ActionPlan => part instanceof ActionPlan && part.name === name);
