/** What the signatures of an agreement are for: what was changed since stands below them, until the sides have signed that too. */

import {type Change, changes, signedTerms, signing, stateOf, type Terms, tableOf} from '../model/amendments.ts';
import {isDay, showDay, today} from '../model/dates.ts';
import {between} from '../model/position.ts';
import {isPrivate, type Privacy} from '../model/privacy.ts';
import {answerKey, cellKey, type Edit, rowKey, textOf, valueOf} from '../model/response.ts';
import {el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import type {ActionPlan} from './action-plan.ts';
import {words} from './fields.ts';
import {allIn, type Host, isYes, type Kind, type Open, showText} from './kind.ts';
import {dayIn} from './start.ts';

/** One who signs. */
interface Side {
  id: string;
  name: string;
  table: string;
  box: HTMLInputElement;
}

const NOTHING: Terms = new Map();
/** What becomes of a metric is no part of what was agreed on it. */
const OUTCOME = new Set(['met', 'came-to']);
const PARTS = ['name', 'day'] as const;
const rowOf = (term: string): string => term.slice(0, term.indexOf('/'));

/** Keeps what was signed apart from what stands there now, and shows the difference as an amendment with signatures of its own. */
export class Signatures implements Kind {
  readonly sides: Side[];
  readonly #amendments: string;
  /** The questions that are agreed on. */
  readonly #asked: Map<string, string>;
  readonly #list = el('ul', {class: 'pb-sentences pb-amended'});
  readonly #block = el('div', {class: 'pb-amendment', role: 'group', hidden: true});
  readonly #standing = el('div', {class: 'pb-amendments', 'data-search-exclude': true}, this.#list, this.#block);

  constructor(
    private readonly host: Host,
    root: HTMLElement,
    private readonly metrics: ActionPlan,
    private readonly parts: readonly Kind[],
  ) {
    const isOpen = (element: Element): boolean => !element.closest('[data-private]');
    const groups = allIn(root, '[data-group="sign-off"]').filter(isOpen);
    this.sides = groups.flatMap(group => {
      const box = group.querySelector<HTMLInputElement>('.pb-field[data-type="check"] input');
      const id = box?.closest<HTMLElement>('.pb-field')?.dataset['field'];
      return box && id ? [{id, name: words(group.querySelector('legend')), table: tableOf(metrics.name, id), box}] : [];
    });
    this.#amendments = tableOf(metrics.name, 'amendments');
    const agreed = allIn(root, '.pb-field[data-field]').filter(
      each => isOpen(each) && !each.closest('[data-group="sign-off"], [data-opens-when]') && each.dataset['field'] !== 'start-date',
    );
    this.#asked = new Map(agreed.map(each => [each.dataset['field']!, each.dataset['type'] ?? '']));
    for (const built of root.querySelectorAll('.pb-amendments')) built.remove();
    groups.at(-1)?.after(this.#standing);
    this.#block.addEventListener('input', event => this.#typed(event.target as HTMLInputElement));
  }

  #of(row: string): [owner: string, part: Kind | undefined] {
    const owner = this.#asked.has(row) ? `a/${row}` : `r/${this.metrics.name}/${row}`;
    return [owner, this.parts.find(part => part.asks(owner))];
  }

  #isPrivate(row: string): boolean {
    const [owner, part] = this.#of(row);
    return !part || isPrivate(this.host.store.copy, `${owner}/v`, part);
  }

  /** What is agreed as the sheet stands. Days count as they are shown. */
  #terms(): Terms {
    const {metrics, host} = this;
    const terms = new Map<string, string>();
    const add = (row: string, column: string, type: string, value: string | boolean): void => {
      const said = typeof value === 'boolean' ? (value ? 'true' : '') : type === 'date' ? dayIn(host, value) : value.trim();
      if (said) terms.set(`${row}/${column}`, said);
    };
    for (const row of metrics.rows().filter(each => !this.#isPrivate(each)))
      for (const {id, type} of metrics.columns) if (!OUTCOME.has(id)) add(row, id, type, metrics.cell(row, id));
    for (const [id, type] of this.#asked) {
      const key = answerKey(id);
      if (!this.#isPrivate(id)) add(id, 'v', type, valueOf(host.store.copy, key, this.#of(id)[1]!.fallback(key)));
    }
    return terms;
  }

  #isSigned({id}: Side): boolean {
    return isYes(valueOf(this.host.store.copy, answerKey(id), false));
  }

  /** Whether anybody has signed, as far as this sheet asks for it. */
  get isSigned(): boolean {
    return !this.sides.length || this.sides.some(side => this.#isSigned(side));
  }

  /** A new signature is one to what stands here; one from before there were amendments, to what the copy holds. */
  #settle(now: Terms): void {
    const {store} = this.host;
    if (store.standing === 'newer') return;
    const edits = this.sides.flatMap(side => {
      const kept = signedTerms(store.copy, side.table);
      const isSigned = this.#isSigned(side);
      return isSigned === kept.size > 0 ? [] : signing(side.table, kept, isSigned ? now : NOTHING);
    });
    if (edits.length) store.edit(edits);
  }

  /** What was changed since a side signed. What its author has taken off the page is not, nor what is private now. */
  #since(side: Side, now: Terms): Change[] {
    const rows = [...this.metrics.rows(), ...this.metrics.rows(true), ...this.#asked.keys()];
    const known = new Set(rows.filter(row => !this.#isPrivate(row)));
    return changes(signedTerms(this.host.store.copy, side.table), now).filter(({term}) => known.has(rowOf(term)));
  }

  /** The signatures that what stands here has outgrown, and the changes of the oldest. */
  #stale(now: Terms): {sides: Side[]; changed: Change[]} {
    const signed = this.sides.filter(side => this.#isSigned(side)).map(side => ({side, changed: this.#since(side, now)}));
    const stale = signed.filter(({changed}) => changed.length);
    return {
      sides: stale.map(({side}) => side),
      changed: stale.reduce<Change[]>((most, {changed}) => (changed.length > most.length ? changed : most), []),
    };
  }

  /** Each change in words; a metric that came or went in one line. */
  #words(changed: readonly Change[]): string[] {
    const {metrics} = this;
    const gone = new Set(metrics.rows(true));
    const signed = new Set(this.sides.flatMap(side => [...signedTerms(this.host.store.copy, side.table).keys()].map(rowOf)));
    const lines = changed.map(({term, from, to}) => {
      const [row = '', column = ''] = term.split('/');
      const [owner, part] = this.#of(row);
      const place = rowKey(metrics.name, row, 'pos');
      if (gone.has(row)) return `${metrics.labelOf(place)}: ${say('rowGone')}`;
      if (owner.startsWith('r/') && !signed.has(row)) return `${metrics.labelOf(place)}: ${say('rowCame')}`;
      const key = column === 'v' && owner.startsWith('a/') ? `${owner}/v` : cellKey(metrics.name, row, column);
      const said = (value: string): string => part!.wordsOf(key, this.#asked.get(row) === 'check' && value ? true : value);
      return say('termChanged', {label: part!.labelOf(key), from: said(from), to: said(to)});
    });
    return [...new Set(lines)];
  }

  show(): void {
    if (!this.sides.length) return;
    const {copy} = this.host.store;
    if (!this.sides.some(side => this.#isSigned(side) || signedTerms(copy, side.table).size)) {
      this.#standing.hidden = true;
      return;
    }
    const now = this.#terms();
    this.#settle(now);
    const {sides, changed} = this.#stale(now);
    const row = stateOf(now);
    this.#standing.hidden = false;
    this.#showStanding(sides.length ? row : '');
    this.#showOpen(row, sides, changed);
  }

  #cell(row: string, column: string): string | boolean {
    return valueOf(this.host.store.copy, cellKey(this.#amendments, row, column));
  }

  /** The amendments that were signed, in their order. */
  #showStanding(open: string): void {
    const {copy} = this.host.store;
    const start = `r/${this.#amendments}/`;
    const rows = [...new Set([...copy.leaves.keys()].filter(key => key.startsWith(start)).map(key => key.split('/')[2]!))]
      .filter(row => row !== open && this.sides.every(({id}) => this.#cell(row, id) === true))
      .sort((a, b) => (textOf(copy, rowKey(this.#amendments, a, 'pos')) < textOf(copy, rowKey(this.#amendments, b, 'pos')) ? -1 : 1));
    const lines = rows.map(row => {
      const by = this.sides.map(({id, name}) => {
        const [who, day] = PARTS.map(part => String(this.#cell(row, `${id}-${part}`)));
        return [who || name, isDay(day!) ? showDay(day!, pageLanguage()) : ''].filter(Boolean).join(', ');
      });
      return [row, say('amended', {change: String(this.#cell(row, 'change')), by: by.join('; ')})] as const;
    });
    const shown = JSON.stringify(lines);
    if (this.#list.dataset['shown'] === shown) return;
    this.#list.dataset['shown'] = shown;
    this.#list.replaceChildren(...lines.map(([row, line]) => el('li', {'data-from': start + row, tabindex: '-1'}, line)));
  }

  #showOpen(row: string, sides: readonly Side[], changed: readonly Change[]): void {
    const block = this.#block;
    block.hidden = !sides.length;
    const lines = this.#words(changed);
    const shown = block.hidden ? '' : JSON.stringify([row, lines]);
    if (block.dataset['shown'] !== shown) {
      block.dataset['shown'] = shown;
      block.replaceChildren(...(shown ? this.#built(row, lines, changed) : []));
    }
    for (const control of block.querySelectorAll('input')) {
      const {side, part} = control.dataset as {side: string; part?: string};
      if (part) showText(control, String(this.#cell(row, `${side}-${part}`)));
      else control.checked = !sides.some(({id}) => id === side);
    }
  }

  #built(row: string, lines: readonly string[], changed: readonly Change[]): HTMLElement[] {
    const id = `${this.host.worksheet}--${this.#amendments}`;
    const from = [...new Set(changed.map(({term}) => this.#of(rowOf(term))[0]))].join(' ');
    this.#block.setAttribute('aria-labelledby', `${id}.title`);
    return [
      el('p', {class: 'pb-amendment-title', id: `${id}.title`}, say('changedSince')),
      el('ul', {class: 'pb-sentences'}, ...lines.map(line => el('li', {'data-from': from}, line))),
      el('p', {class: 'pb-help'}, say('signAnew')),
      ...this.sides.filter(side => this.#isSigned(side)).map(side => this.#line(id, row, side)),
    ];
  }

  #line(id: string, row: string, side: Side): HTMLElement {
    const name = `${id}.${side.id}`;
    const labels = this.#labels(side);
    const boxed = el('input', {type: 'checkbox', id: name, 'data-side': side.id});
    return el(
      'div',
      {class: 'pb-sign', 'data-row': row},
      el('div', {class: 'pb-line'}, boxed, el('label', {for: name}, `${side.name}: ${labels[0]}`)),
      ...PARTS.map((part, at) =>
        el(
          'div',
          {},
          el('label', {for: `${name}.${part}`}, labels[at + 1]!),
          el('input', {
            ...{type: part === 'day' ? 'date' : 'text', id: `${name}.${part}`, 'data-side': side.id, 'data-part': part},
            'aria-label': `${side.name}: ${labels[at + 1]!}`,
          }),
        ),
      ),
    );
  }

  /** The page's own words for its signature lines: agreed, name, day. */
  #labels({box}: Side): string[] {
    const labels = allIn(box.closest<HTMLElement>('[data-group]')!, '.pb-field label');
    return [0, 1, 2].map(at => words(labels[at] ?? null));
  }

  #typed(control: HTMLInputElement): void {
    const now = this.#terms();
    const row = stateOf(now);
    const {side: id, part} = control.dataset as {side: string; part?: string};
    const side = this.sides.find(each => each.id === id)!;
    const key = (column: string): string => cellKey(this.#amendments, row, column);
    if (part)
      return this.host.edit(
        [...this.#begun(row), {key: key(`${id}-${part}`), value: control.value, ...(part === 'name' && {text: true})}],
        control.id,
      );
    const {copy} = this.host.store;
    const {changed, sides} = this.#stale(now);
    const kept = signedTerms(copy, side.table);
    const edits: Edit[] = [...this.#begun(row), {key: key(id), value: control.checked}];
    if (control.checked) {
      edits.push(...signing(side.table, kept, now), {key: key('change'), value: this.#words(changed).join('; '), text: true});
      if (!this.#cell(row, `${id}-day`)) edits.push({key: key(`${id}-day`), value: today()});
    } else if (sides[0]) edits.push(...signing(side.table, kept, signedTerms(copy, sides[0].table)));
    const shown = this.#block.contains(document.activeElement);
    this.host.edit(edits);
    if (this.#block.hidden && shown) (this.#list.lastElementChild as HTMLElement | null)?.focus();
  }

  /** The edits that begin an amendment's row. */
  #begun(row: string): Edit[] {
    const {copy} = this.host.store;
    const key = rowKey(this.#amendments, row, 'pos');
    if (copy.leaves.has(key)) return [];
    const places = [...copy.leaves]
      .filter(([each]) => each.startsWith(`r/${this.#amendments}/`) && each.endsWith('/pos'))
      .map(([, {v}]) => String(v));
    return [{key, value: between(places.sort().at(-1) ?? '', null)}];
  }

  open(): Open[] {
    return this.#stale(this.#terms()).sides.map(({id, name}) => ({
      id: `${this.host.worksheet}--${this.#amendments}.${id}`,
      label: `${name}: ${say('changedSince')}`,
    }));
  }

  #row(owner: string): string | undefined {
    const [, table, row] = owner.split('/');
    return [this.#amendments, ...this.sides.map(side => side.table)].includes(table!) ? row : undefined;
  }

  asks(owner: string): boolean {
    return owner.startsWith('r/') && this.#row(owner) !== undefined;
  }

  shows(): boolean {
    return true;
  }

  /** Undone, a row still has a place. */
  fallback(key: string): string {
    return key.endsWith('/pos') ? 'V' : '';
  }

  renamed(): Map<string, string[]> {
    return new Map();
  }

  progress(): null {
    return null;
  }

  /** What was signed is as private as the answer it was. */
  privacy(owner: string): Privacy | null {
    if (!this.asks(owner)) return null;
    const row = this.#row(owner)!;
    return {private: !owner.startsWith(`r/${this.#amendments}/`) && this.#isPrivate(row)};
  }

  labels(): Map<string, string> {
    const labels = this.sides.flatMap(side =>
      ['', ...PARTS.map(part => `-${part}`)].map(
        (part, at) => [`${this.#amendments}.${side.id}${part}`, `${side.name}: ${this.#labels(side)[at]}`] as const,
      ),
    );
    return new Map([[`${this.#amendments}.change`, say('changedSince')], ...labels]);
  }

  labelOf(key: string): string {
    const cell = key.split('/')[3]?.slice(1);
    return this.labels().get(`${this.#amendments}.${cell}`) ?? say('changedSince');
  }

  wordsOf(_key: string, value: string | boolean): string {
    return typeof value === 'boolean' ? sayCore(value ? 'yes' : 'no') : showDay(value, pageLanguage());
  }
}
