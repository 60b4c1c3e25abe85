/** The amendments of an agreement: what was changed since it was signed, with lines to sign that on, and those that were signed. */

import {showText} from '../kinds/kind.ts';
import {SIGNED, type Side, type Standing} from '../kinds/signatures.ts';
import {signedTerms, signing, stateOf} from '../model/amendments.ts';
import {isDay, showDay, today} from '../model/dates.ts';
import {between} from '../model/position.ts';
import {cellKey, type Edit, rowKey, textOf, valueOf} from '../model/response.ts';
import {el} from '../page/dom.ts';
import {pageLanguage} from '../words/core.ts';
import {say as sayOfKind} from '../words/kinds.ts';
import {say} from '../words/result.ts';

/** Begin the amendments in their place under the signatures. */
export const amendmentsOf = (into: HTMLElement): {show(standing: Standing): void} => new Amendments(into);

class Amendments {
  readonly #list = el('ul', {class: 'pb-sentences pb-amended'});
  readonly #block = el('div', {class: 'pb-amendment', role: 'group', hidden: true});
  #now!: Standing;

  constructor(into: HTMLElement) {
    into.append(this.#list, this.#block);
    this.#block.addEventListener('input', event => this.#typed(event.target as HTMLInputElement));
  }

  show(standing: Standing): void {
    this.#now = standing;
    const row = stateOf(standing.now);
    this.#showSigned(standing.stale.length ? row : '');
    this.#showOpen(row);
  }

  #cell(row: string, column: string): string | boolean {
    const {host, amendments} = this.#now;
    return valueOf(host.store.copy, cellKey(amendments, row, column));
  }

  /** Each change in words; a metric that came or went in one line. */
  #words(): string[] {
    const {metrics, sides, host, changed, asked} = this.#now;
    const rowOf = (term: string): string => term.slice(0, term.indexOf('/'));
    const gone = new Set(metrics.rows(true));
    const signed = new Set(sides.flatMap(side => [...signedTerms(host.store.copy, side.table).keys()].map(rowOf)));
    const lines = changed.map(({term, from, to}) => {
      const [row = '', column = ''] = term.split('/');
      const [owner, part, type] = asked(row);
      const place = rowKey(metrics.name, row, 'pos');
      if (gone.has(row)) return `${metrics.labelOf(place)}: ${say('rowWent')}`;
      if (owner.startsWith('r/') && !signed.has(row)) return `${metrics.labelOf(place)}: ${say('rowCame')}`;
      const key = column === 'v' && owner.startsWith('a/') ? `${owner}/v` : cellKey(metrics.name, row, column);
      const said = (value: string): string => (value && part!.wordsOf(key, type === 'check' ? true : value)) || say('nothingThere');
      return say('termChanged', {label: part!.labelOf(key), from: said(from), to: said(to)});
    });
    return [...new Set(lines)];
  }

  /** The amendments that every side has signed, in their order. */
  #showSigned(open: string): void {
    const {host, amendments, sides} = this.#now;
    const {copy} = host.store;
    const start = `r/${amendments}/`;
    const rows = [...new Set([...copy.leaves.keys()].filter(key => key.startsWith(start)).map(key => key.split('/')[2]!))]
      .filter(row => row !== open && sides.every(({id}) => this.#cell(row, id) === true))
      .sort((a, b) => (textOf(copy, rowKey(amendments, a, 'pos')) < textOf(copy, rowKey(amendments, b, 'pos')) ? -1 : 1));
    const lines = rows.map(row => [row, say('amended', {change: String(this.#cell(row, 'change')), by: this.#signers(row)})] as const);
    const shown = JSON.stringify(lines);
    if (this.#list.dataset['shown'] === shown) return;
    this.#list.dataset['shown'] = shown;
    this.#list.replaceChildren(...lines.map(([row, line]) => el('li', {'data-from': start + row, tabindex: '-1'}, line)));
  }

  #signers(row: string): string {
    const by = this.#now.sides.map(({id, name}) => {
      const [who = '', day = ''] = SIGNED.map(part => String(this.#cell(row, `${id}-${part}`)));
      return [who || name, isDay(day) ? showDay(day, pageLanguage()) : ''].filter(Boolean).join(', ');
    });
    return by.join('; ');
  }

  #showOpen(row: string): void {
    const {stale} = this.#now;
    const block = this.#block;
    block.hidden = !stale.length;
    const lines = block.hidden ? [] : this.#words();
    const shown = JSON.stringify([row, lines]);
    if (block.dataset['shown'] !== shown) {
      block.dataset['shown'] = shown;
      block.replaceChildren(...(block.hidden ? [] : this.#built(row, lines)));
    }
    for (const control of block.querySelectorAll('input')) {
      const {side, part} = control.dataset as {side: string; part?: string};
      if (part) showText(control, String(this.#cell(row, `${side}-${part}`)));
      else control.checked = !stale.some(({id}) => id === side);
    }
  }

  #built(row: string, lines: readonly string[]): HTMLElement[] {
    const {host, amendments, sides, changed, asked, isSigned} = this.#now;
    const id = `${host.worksheet}--${amendments}`;
    const from = [...new Set(changed.map(({term}) => asked(term.slice(0, term.indexOf('/')))[0]))].join(' ');
    this.#block.setAttribute('aria-labelledby', `${id}.title`);
    return [
      el('p', {class: 'pb-amendment-title', id: `${id}.title`}, sayOfKind('changedSince')),
      el('ul', {class: 'pb-sentences'}, ...lines.map(line => el('li', {'data-from': from}, line))),
      el('p', {class: 'pb-help'}, say('signAnew')),
      ...sides.filter(isSigned).map(side => this.#line(id, row, side)),
    ];
  }

  /** The lines on which a side signs, in the page's own words for them. */
  #line(id: string, row: string, {id: side, name, labels}: Side): HTMLElement {
    const named = `${id}.${side}`;
    const fields = SIGNED.map((part, at) => {
      const label = labels[at + 1] ?? '';
      const type = part === 'day' ? 'date' : 'text';
      const input = el('input', {type, id: `${named}.${part}`, 'data-side': side, 'data-part': part, 'aria-label': `${name}: ${label}`});
      return el('div', {}, el('label', {for: `${named}.${part}`}, label), input);
    });
    const tick = el('input', {type: 'checkbox', id: named, 'data-side': side});
    const line = el('div', {class: 'pb-line'}, tick, el('label', {for: named}, `${name}: ${labels[0] ?? ''}`));
    return el('div', {class: 'pb-sign', 'data-row': row}, line, ...fields);
  }

  #typed(control: HTMLInputElement): void {
    const {host, amendments, now, sides, stale} = this.#now;
    const row = stateOf(now);
    const {side: id, part} = control.dataset as {side: string; part?: string};
    const side = sides.find(each => each.id === id)!;
    const key = (column: string): string => cellKey(amendments, row, column);
    if (part) {
      const value = {key: key(`${id}-${part}`), value: control.value, ...(part === 'name' && {text: true})};
      return host.edit([...this.#begun(row), value], control.id);
    }
    const {copy} = host.store;
    const kept = signedTerms(copy, side.table);
    const edits: Edit[] = [...this.#begun(row), {key: key(id), value: control.checked}];
    if (control.checked) {
      edits.push(...signing(side.table, kept, now), {key: key('change'), value: this.#words().join('; '), text: true});
      if (!this.#cell(row, `${id}-day`)) edits.push({key: key(`${id}-day`), value: today()});
    } else if (stale[0]) edits.push(...signing(side.table, kept, signedTerms(copy, stale[0].table)));
    const hadFocus = this.#block.contains(document.activeElement);
    host.edit(edits);
    // Signed by all, the block is gone; the line that it has become takes the focus.
    if (this.#block.hidden && hadFocus) (this.#list.lastElementChild as HTMLElement | null)?.focus();
  }

  /** The edits that begin an amendment's row. */
  #begun(row: string): Edit[] {
    const {host, amendments} = this.#now;
    const key = rowKey(amendments, row, 'pos');
    if (host.store.copy.leaves.has(key)) return [];
    const places = [...host.store.copy.leaves]
      .filter(([each]) => each.startsWith(`r/${amendments}/`) && each.endsWith('/pos'))
      .map(([, {v}]) => String(v));
    return [{key, value: between(places.sort().at(-1) ?? '', null)}];
  }
}
