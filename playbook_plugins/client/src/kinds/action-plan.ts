/** The action plan: typed rows that readers add, change, move and remove. Contract: docs/contributing/html-contract.md. */

import {showDay, today} from '../model/dates.ts';
import {between} from '../model/position.ts';
import {isPrivate} from '../model/privacy.ts';
import {cellKey, randomId, rowKey} from '../model/response.ts';
import {button, el, setText} from '../page/dom.ts';
import {loadMore} from '../page/more.ts';
import {anchorOf, copyLink} from '../page/permalink.ts';
import {REVEAL} from '../page/reveal.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {allIn, type Host, isYes, type Kind, type Maker, type Open, showText, showWritten} from './kind.ts';
import {isText, PlanRows} from './plan-rows.ts';
import {BY_RULE, type Column, type Control, controlOf, nameCells} from './plan-table.ts';
import {focusShown, lineCell, showLine} from './row-line.ts';
import {offerTo, receive} from './sending.ts';
import {dayIn} from './start.ts';

/** Where boxes do not grow by themselves, the script that is wanted late makes them as high as their texts. */
const grows = globalThis.CSS?.supports?.('field-sizing', 'content') ?? true;
function fit(root: HTMLElement): void {
  if (!grows)
    void loadMore<{fit(root: HTMLElement): void}>()
      .then(more => more.fit(root))
      .catch(() => undefined);
}

const NAMES = {up: 'up', down: 'down', link: 'linkRow', remove: 'removeRow'} as const;

/** Applies the open copy to an action plan's form and the other way round. */
export class ActionPlan extends PlanRows {
  readonly #lines = new Map<string, HTMLTableRowElement>();
  readonly #removed: HTMLElement;
  readonly #add: HTMLButtonElement;
  readonly #allDone = el('p', {class: 'pb-all-done', hidden: true, 'data-search-exclude': true}, say('planDone'));
  /** The row whose form is open where rows close, and those that are shut although they are empty. */
  #opened = '';
  readonly #shut = new Set<string>();
  /** What a row's state was before it was ticked. */
  readonly #states = new Map<string, string>();

  constructor(host: Host, table: HTMLTableElement) {
    super(host, table);
    for (const [id, row] of this.authored) this.#lines.set(id, row.line);
    this.#add = button(say('addRow'), () => this.#addRow(), {class: 'pb-button pb-add'});
    this.#removed = el('details', {class: 'pb-removed', hidden: true}, el('summary', {}, say('removedRows', {n: 0})));
    this.#furnish();
    const options = {signal: host.signal};
    host.form.addEventListener('input', event => this.#typed(event), options);
    host.form.addEventListener('click', event => this.#pressed(event), options);
    table.addEventListener('keydown', event => this.#key(event), options);
    table.addEventListener(REVEAL, ({target}) => this.#turn(this.#rowOf(target)), options);
    addEventListener('hashchange', () => this.#reach(), options);
    offerTo(this);
  }

  arrive(): void {
    receive(this);
    if (!this.#hasArrived) this.#reach();
    this.#hasArrived = true;
  }

  #hasArrived = false;

  /** Open the row that a link leads to. */
  #reach(): void {
    if (location.hash) this.#turn(this.#rowOf(document.getElementById(anchorOf(location.hash))));
  }

  #rowOf(target: EventTarget | null): string {
    const line = target instanceof Element && this.table.contains(target) ? target.closest<HTMLElement>('tr[data-row]') : null;
    return line?.dataset['row'] ?? '';
  }

  #furnish(): void {
    const head = this.table.querySelector('thead tr')!;
    this.#add.hidden = this.isBefore;
    if (!head.querySelector('.pb-actions')) head.append(el('th', {scope: 'col', class: 'pb-actions'}, say('actions')));
    if (!this.host.form.querySelector(`[data-sentences="${CSS.escape(this.name)}"]`)) this.table.dataset['closes'] = '';
    for (const built of allIn(this.host.form, '.pb-all-done')) if (built.previousElementSibling === this.table) built.remove();
    this.table.after(this.#allDone, this.#add, this.#removed);
    for (const line of this.#lines.values()) this.#equip(line);
  }

  /** Give a row its buttons. */
  #equip(line: HTMLTableRowElement): void {
    if (line.querySelector('.pb-actions')) return;
    const tool = (does: string, words = ''): HTMLElement =>
      el('button', {type: 'button', class: `pb-tool pb-${does}`, 'data-does': does}, words);
    const menu = el('span', {class: 'pb-row-menu', hidden: true}, ...['up', 'down', 'link', 'remove'].map(does => tool(does)));
    line.prepend(lineCell());
    line.append(el('td', {class: 'pb-actions'}, tool('menu', '⋯'), menu, tool('shut', sayCore('close'))));
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
    this.#allDone.hidden = !rows.length || !rows.every(id => this.isDone(id));
    this.#showRemoved();
    fit(this.table);
  }

  #showRow(id: string, number: number, all: number): void {
    const line = this.#line(id);
    for (const column of this.columns) this.#showCell(id, line, column, number);
    for (const does of ['up', 'down', 'link', 'remove'] as const) {
      const tool = line.querySelector<HTMLButtonElement>(`.pb-${does}`)!;
      setText(tool, say(NAMES[does], {n: number}));
      if (does === 'up' || does === 'down') tool.disabled = number === (does === 'up' ? 1 : all);
    }
    const menu = line.querySelector('.pb-menu')!;
    const name = sayCore('moreFor', {label: this.title(id)});
    if (menu.getAttribute('aria-label') !== name) menu.setAttribute('aria-label', name);
    this.#showPrivate(id, line);
    line.toggleAttribute('data-done', this.isDone(id));
    this.#showLine(id);
  }

  /** Say a row's line anew: what is to be done, by whom, by when and how it stands. */
  #showLine(id: string): void {
    const line = this.#line(id);
    const {ends} = this;
    const facts = this.columns
      .filter(({type, id: column}) => type === 'person' || type === 'date' || (type === 'choice' && (!ends || ends.column === column)))
      .map(column => {
        const control = controlOf(line, column.id);
        if (control instanceof HTMLSelectElement) return control.value && (control.selectedOptions[0]?.text ?? '');
        return column.type === 'date' ? showDay(control?.value ?? '', pageLanguage()) : (control?.value.trim() ?? '');
      });
    if (line.querySelector('.pb-private')) facts.push(sayCore('private'));
    const title = this.said(id);
    showLine(
      line,
      {
        title,
        facts: facts.filter(Boolean),
        late: line.querySelector('.pb-late')?.textContent ?? '',
        tick: ends ? {name: `${ends.words}: ${title}`, on: this.isDone(id)} : null,
      },
      this.#isOpen(id),
    );
  }

  #isOpen(id: string): boolean {
    return this.#opened === id || (this.said(id) === say('emptyRow') && !this.#shut.has(id));
  }

  /** Open the form of a row and close the one that was open; what was pressed stays under the finger. */
  #turn(id: string, isOpen = true, pressed?: HTMLElement): void {
    if (!id || !this.#lines.has(id)) return;
    const before = this.#opened;
    const top = pressed?.getBoundingClientRect().top ?? 0;
    this.#opened = isOpen ? id : '';
    if (isOpen) this.#shut.delete(id);
    else this.#shut.add(id);
    for (const each of new Set([before, id])) if (this.#lines.has(each)) this.#showLine(each);
    fit(this.table);
    if (pressed) scrollBy(0, pressed.getBoundingClientRect().top - top);
  }

  #close(id: string): void {
    this.#turn(id, false);
    focusShown(this.#line(id), '[data-does="turn"]');
    this.#line(id).scrollIntoView({block: 'nearest'});
  }

  #showPrivate(id: string, line: HTMLTableRowElement): void {
    const isSo = isPrivate(this.host.store.copy, rowKey(this.name, id, 'pos'), this);
    if (!this.authored.get(id)?.private) {
      if (isSo) line.dataset['private'] = BY_RULE;
      else delete line.dataset['private'];
    }
    const badge = line.querySelector('.pb-private');
    if (!isSo) badge?.remove();
    else if (!badge) line.querySelector('td[data-column]')!.append(el('span', {class: 'pb-private'}, sayCore('private')));
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
    if (event.target instanceof HTMLInputElement && event.target.dataset['does'] === 'tick')
      return this.#tick(this.#rowOf(event.target), event.target.checked);
    const cell = this.#cellOf(event.target);
    if (!cell || !('value' in cell.control)) return;
    const {row, column, control} = cell;
    this.#opened = row; // an empty row stays a form while it is filled
    const value = control instanceof HTMLInputElement && control.type === 'checkbox' ? control.checked : control.value;
    this.host.edit([{key: cellKey(this.name, row, column.id), value, ...(isText(column.type) && {text: true})}], control.id);
  }

  /** Set the state that says that a row is done, or the one before it again. */
  #tick(row: string, on: boolean): void {
    const {ends} = this;
    if (!row || !ends) return;
    const key = cellKey(this.name, row, ends.column);
    if (on) this.#states.set(key, String(this.cell(row, ends.column)));
    this.host.edit([{key, value: on ? 'done' : (this.#states.get(key) ?? ends.before)}]);
  }

  #pressed(event: Event): void {
    const target = event.target instanceof Element ? event.target : null;
    for (const menu of allIn(this.host.form, '.pb-row-menu:not([hidden])'))
      if (!menu.parentElement!.contains(target)) this.#showMenu(menu, false);
    const tool = target?.closest<HTMLButtonElement>('button[data-does]');
    const row = this.#rowOf(tool ?? null);
    if (!tool || !row) return;
    const does = tool.dataset['does'];
    if (does === 'turn') this.#turn(row, tool.getAttribute('aria-expanded') !== 'true', tool);
    else if (does === 'shut') this.#close(row);
    else if (does === 'menu') this.#showMenu(tool.nextElementSibling as HTMLElement);
    else if (does === 'link') void copyLink(tool, this.#line(row).id);
    else if (does === 'remove') this.#remove(row);
    else if (does === 'up' || does === 'down') this.#move(row, does === 'up' ? -1 : 1, tool);
  }

  #showMenu(menu: HTMLElement, on = menu.hidden): void {
    menu.hidden = !on;
    menu.previousElementSibling!.setAttribute('aria-expanded', String(on));
  }

  /** Escape takes back what opened last: the buttons of a row, then its form. */
  #key(event: KeyboardEvent): void {
    const row = this.#rowOf(event.target);
    if (event.key !== 'Escape' || event.isComposing || !row) return;
    const menu = this.#line(row).querySelector<HTMLElement>('.pb-row-menu:not([hidden])');
    if (menu) {
      this.#showMenu(menu, false);
      focusShown(this.#line(row), '.pb-menu');
    } else if (this.#line(row).querySelector('[data-does="turn"]')?.getClientRects().length && this.#isOpen(row)) this.#close(row);
  }

  /** Add a row that holds a text, in the column for what is to be done, and go to it. */
  take(text: string, about: string): void {
    const long = this.columns.filter(column => isText(column.type));
    const action = long.find(({id}) => id === 'action' || id === 'what') ?? long[0];
    const goal = long.find(column => column !== action && column.id === 'goal');
    this.#addRow(new Map([...(goal ? [[goal.id, about] as const] : []), ...(action ? [[action.id, text] as const] : [])]), action?.id);
  }

  put(cells: ReadonlyMap<string, string>): string {
    const row = randomId('r', 8);
    this.host.edit(this.adding(row, cells));
    return row;
  }

  #addRow(cells: ReadonlyMap<string, string> = new Map(), focus?: string): void {
    const row = this.put(cells);
    this.#focus(row, focus);
    this.host.announce(say('rowAdded', {n: this.rows().length}));
  }

  #focus(row: string, column = this.columns[0]?.id): void {
    this.#turn(row);
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
    if (neighbour) focusShown(this.#line(neighbour), '[data-does="turn"]', '.pb-menu');
    else this.#add.focus();
    this.host.announce(say('rowRemoved'), true);
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
