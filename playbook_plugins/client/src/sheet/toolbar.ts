/** Above and below the sheet: which copy is open, how it stands, undo, check, out and in. */

import type {Standing, Store} from '../keep/store.ts';
import {button, el, setText} from '../page/dom.ts';
import {backupName, save} from '../page/download.ts';
import {pageLanguage, say} from '../words/core.ts';

/** What the toolbar asks of the sheet. */
export interface Actions {
  undo(): void;
  check(): void;
  send(): void;
  bringIn(): void;
  history(): void;
  backup(): void;
  newCopy(): void;
  manage(): void;
}

const label = (text: string): string => text || say('untitled');

/** The furniture around a sheet; shows the store's standing and copies. */
export class Toolbar {
  readonly bar: HTMLElement;
  readonly foot: HTMLElement;
  readonly #copies: HTMLSelectElement;
  readonly #standing = el('p', {class: 'pb-standing'});
  readonly #banner = el('div', {class: 'pb-banner', role: 'alert', hidden: true});
  readonly #progress = el('progress', {class: 'pb-progress', 'aria-label': say('progress')});
  readonly #count = el('span', {class: 'pb-done'});
  readonly #meter = el('div', {class: 'pb-meter', hidden: true}, this.#progress, this.#count);
  readonly #backup = el('p', {class: 'pb-backup'});
  readonly #undo: HTMLButtonElement;

  constructor(
    private readonly store: Store,
    private readonly actions: Actions,
  ) {
    const id = `${store.worksheet}.copy`;
    this.#copies = el('select', {id, class: 'pb-copy'});
    this.#copies.addEventListener('change', () => void this.store.change(this.#copies.value));
    this.#undo = button(say('undo'), () => actions.undo(), {class: 'pb-button pb-undo', disabled: true});
    this.bar = el(
      'div',
      {class: 'pb-bar', 'data-search-exclude': true},
      el(
        'div',
        {class: 'pb-copies'},
        el('label', {for: id}, say('copy')),
        this.#copies,
        button(say('newCopy'), () => actions.newCopy()),
        button(say('manage'), () => actions.manage()),
      ),
      this.#meter,
      this.#standing,
      this.#banner,
    );
    this.foot = el(
      'div',
      {class: 'pb-foot', 'data-search-exclude': true},
      el(
        'div',
        {class: 'pb-buttons'},
        button(say('check'), () => actions.check(), {class: 'pb-button pb-check'}),
        this.#undo,
        button(say('takeOut'), () => actions.send(), {class: 'pb-button pb-out'}),
        button(say('backup'), () => actions.backup(), {class: 'pb-button pb-save'}),
        button(say('bringIn'), () => actions.bringIn(), {class: 'pb-button pb-in'}),
        button(say('history'), () => actions.history(), {class: 'pb-button pb-history'}),
      ),
      this.#backup,
    );
  }

  /** Show the open copy's progress, the list of copies, and whether there is something to undo. */
  show(progress: {done: number; all: number} | null, undoable: boolean): void {
    this.#undo.disabled = !undoable;
    this.#meter.hidden = !progress;
    if (progress) {
      this.#progress.max = Math.max(progress.all, 1);
      this.#progress.value = progress.done;
      setText(this.#count, say('done', progress));
    }
    this.#list();
  }

  #list(): void {
    const open = this.store.list().filter(copy => !copy.gone);
    const shown = open.map(copy => [copy.copy, copy.archived ? say('inArchive', {label: label(copy.label)}) : label(copy.label)] as const);
    if (!open.some(copy => copy.copy === this.store.copy.copy)) shown.unshift([this.store.copy.copy, say('firstCopy')]);
    const now = JSON.stringify(shown);
    if (this.#copies.dataset['shown'] !== now) {
      this.#copies.replaceChildren(...shown.map(([value, text]) => el('option', {value}, text)));
      this.#copies.dataset['shown'] = now;
    }
    this.#copies.value = this.store.copy.copy;
  }

  /** Show how it stands with the answers; `tooLong`: but for a text that is too long to be taken. */
  stand(standing: Standing, backedUp: string, tooLong: boolean): void {
    const lasting = standing === 'unkept' || standing === 'newer' || standing === 'full';
    this.#standing.dataset['standing'] = tooLong && !lasting ? 'long' : standing;
    setText(this.#standing, lasting ? '' : say(tooLong ? 'notAll' : standing));
    this.#banner.hidden = !lasting && this.store.copies.unreadable.length + this.store.copies.partly.length === 0;
    if (!this.#banner.hidden) this.#warn(lasting ? standing : null);
    const out = backedUp
      ? say('lastOut', {day: new Intl.DateTimeFormat(pageLanguage(), {dateStyle: 'medium'}).format(new Date(backedUp))})
      : say('never');
    const old = Date.now() - Date.parse(backedUp || this.store.copy.created) > 7 * 86_400_000;
    setText(
      this.#backup,
      this.store.copy.leaves.size === 0 ? '' : old && this.store.copy.updated > backedUp ? `${out} ${say('nudge')}` : out,
    );
  }

  #warn(lasting: 'unkept' | 'newer' | 'full' | null): void {
    const {unreadable, partly} = this.store.copies;
    const text = lasting
      ? say(lasting)
      : [unreadable.length && say('unreadable', {n: unreadable.length}), partly.length && say('partly')].filter(Boolean).join(' ');
    const raw = [...unreadable, ...partly];
    const shown = `${text} ${raw.length}`;
    if (this.#banner.dataset['shown'] === shown) return;
    this.#banner.dataset['shown'] = shown;
    this.#banner.replaceChildren(
      el('p', {}, text),
      (lasting === 'newer' || !lasting) && raw.length
        ? button(say('downloadRaw'), () => save(JSON.stringify(raw, null, 1), backupName(this.store.worksheet, 'as-stored')))
        : button(say('backup'), () => this.actions.backup()),
    );
  }
}
