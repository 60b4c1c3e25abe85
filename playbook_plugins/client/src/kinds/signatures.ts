/** What the signatures of an agreement are for, and what was changed since. The late script shows that below them until the sides have signed it too. */

import {type Change, changes, signedTerms, signing, type Terms, tableOf} from '../model/amendments.ts';
import {showDay} from '../model/dates.ts';
import {isPrivate, type Privacy} from '../model/privacy.ts';
import {answerKey, valueOf} from '../model/response.ts';
import {el} from '../page/dom.ts';
import {loadMore} from '../page/more.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import type {ActionPlan} from './action-plan.ts';
import {words} from './fields.ts';
import {allIn, type Host, isYes, type Kind, type Open} from './kind.ts';
import {dayIn} from './start.ts';

/** One who signs. */
export interface Side {
  id: string;
  name: string;
  /** The table that keeps the terms of the signature. */
  table: string;
  /** The page's own words for the three lines: agreed, name, day. */
  labels: readonly string[];
}

/** An agreement that was signed, as it stands now. */
export interface Standing {
  host: Host;
  metrics: ActionPlan;
  sides: readonly Side[];
  /** The table that keeps what was signed anew. */
  amendments: string;
  now: Terms;
  /** The sides whose signature what stands here has outgrown, and what was changed since the oldest. */
  stale: readonly Side[];
  changed: readonly Change[];
  isSigned(side: Side): boolean;
  /** The owner of a row or question, the kind that asks it and the type of a question. */
  asked(row: string): [owner: string, part: Kind | undefined, type: string | undefined];
}

/** The part of the late script that an agreement asks for. */
interface Late {
  amendmentsOf(into: HTMLElement): {show(standing: Standing): void};
}

const NOTHING: Terms = new Map();
/** What becomes of a metric is no part of what was agreed on it. */
const OUTCOME = new Set(['met', 'came-to']);
/** What of a signature is kept beside its tick, in the order of the lines on the page. */
export const SIGNED = ['name', 'day'] as const;
const rowOf = (term: string): string => term.slice(0, term.indexOf('/'));

/** Keeps what was signed apart from what stands there now, and shows the difference as an amendment with signatures of its own. */
export class Signatures implements Kind {
  readonly sides: Side[];
  readonly #amendments: string;
  /** The questions that are agreed on. */
  readonly #asked: Map<string, string>;
  readonly #place = el('div', {class: 'pb-amendments', hidden: true, 'data-search-exclude': true});
  #late: ReturnType<Late['amendmentsOf']> | undefined;

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
      const labels = allIn(group, '.pb-field label').slice(0, 3).map(words);
      return id ? [{id, name: words(group.querySelector('legend')), table: tableOf(metrics.name, id), labels}] : [];
    });
    this.#amendments = tableOf(metrics.name, 'amendments');
    const agreed = allIn(root, '.pb-field[data-field]').filter(
      each => isOpen(each) && !each.closest('[data-group="sign-off"], [data-opens-when]') && each.dataset['field'] !== 'start-date',
    );
    this.#asked = new Map(agreed.map(each => [each.dataset['field']!, each.dataset['type'] ?? '']));
    for (const built of root.querySelectorAll('.pb-amendments')) built.remove();
    groups.at(-1)?.after(this.#place);
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

  show(): void {
    const {host, metrics, sides} = this;
    const {copy} = host.store;
    const isAsked = sides.some(side => this.#isSigned(side) || signedTerms(copy, side.table).size);
    const now = isAsked ? this.#terms() : NOTHING;
    if (isAsked) this.#settle(now);
    const stale = this.#stale(now);
    const isShown = isAsked && (stale.sides.length > 0 || this.#isAmended());
    this.#place.hidden = !isShown;
    if (!isShown) return;
    if (!this.#late) return this.#load();
    this.#late.show({
      ...{host, metrics, sides, now},
      ...{amendments: this.#amendments, stale: stale.sides, changed: stale.changed},
      isSigned: side => this.#isSigned(side),
      asked: row => [...this.#of(row), this.#asked.get(row)],
    });
  }

  #isAmended(): boolean {
    return [...this.host.store.copy.leaves.keys()].some(key => key.startsWith(`r/${this.#amendments}/`));
  }

  #load(): void {
    void loadMore<Late>().then(
      late => {
        this.#late ??= late.amendmentsOf(this.#place);
        this.show();
      },
      () => this.host.announce(sayCore('noMore'), true),
    );
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
      ['', ...SIGNED.map(part => `-${part}`)].map(
        (part, at) => [`${this.#amendments}.${side.id}${part}`, `${side.name}: ${side.labels[at]}`] as const,
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
