/** The bar at the screen's edge: which copy is open, how far it is, how it stands, Undo, Next, Send and the rest in a menu. */

import type {Standing, Store} from '../keep/store.ts';
import {button, el, setText} from '../page/dom.ts';
import {backupName, save} from '../page/download.ts';
import {say} from '../words/core.ts';

/** What the bar asks of the sheet. */
export interface Actions {
  undo(): void;
  next(): void;
  send(): void;
  backup(): void;
  /** Fill the menu, which has just been opened. */
  menu(into: HTMLElement): void;
}

const label = (text: string): string => text || say('untitled');

/** How far a copy is: what asks only questions is answered, not done. */
export const said = (within: Element, progress: {done: number; all: number}): string =>
  say(within.closest('form')?.querySelector('[data-item], [data-rows]') ? 'done' : 'doneAsked', progress);

/** A phone holds the bar where the thumb is; elsewhere it stands below the head. */
const narrow = matchMedia('(max-width: 44em)');

/** The bar of one sheet; shows the store's standing and copies. */
export class Toolbar {
  readonly bar: HTMLElement;
  readonly #copies: HTMLSelectElement;
  readonly #standing = el('span', {class: 'pb-standing'});
  readonly #banner = el('div', {class: 'pb-banner', role: 'alert', hidden: true});
  readonly #progress = el('progress', {class: 'pb-progress', hidden: true, 'aria-label': say('progress')});
  readonly #count = el('span', {class: 'pb-done'});
  readonly #undo: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #menu = el('div', {class: 'pb-menu', hidden: true, role: 'group', 'aria-label': say('more')});
  readonly #opener: HTMLButtonElement;

  constructor(
    private readonly store: Store,
    private readonly actions: Actions,
  ) {
    this.#copies = el('select', {id: `${store.worksheet}.copy`, class: 'pb-copy', 'aria-label': say('copy')});
    this.#copies.addEventListener('change', () => void this.store.change(this.#copies.value));
    // Pressed once more with nothing left to undo it keeps the focus: a button that is disabled would lose it.
    this.#undo = button(say('undo'), () => actions.undo(), {class: 'pb-button pb-undo', hidden: true});
    this.#next = button(say('next'), () => actions.next(), {class: 'pb-button pb-go-on', hidden: true});
    this.#opener = button('⋯', () => this.#open(this.#menu.hidden), {
      class: 'pb-button pb-open-menu',
      'aria-label': say('more'),
      'aria-expanded': 'false',
    });
    this.bar = el(
      'div',
      {class: 'pb-bar', 'data-search-exclude': true},
      this.#progress,
      this.#banner,
      this.#copies,
      el('p', {class: 'pb-state'}, this.#count, this.#standing),
      this.#undo,
      this.#next,
      button(say('takeOut'), () => actions.send(), {class: 'pb-button pb-primary pb-out'}),
      this.#opener,
      this.#menu,
    );
    // Before what was pressed is done: a dialog gives the focus back to what had it.
    this.#menu.addEventListener(
      'click',
      ({target}) => {
        if (!(target as Element).closest('button')) return;
        this.#open(false);
        this.#opener.focus();
      },
      true,
    );
    this.bar.addEventListener('focusout', ({relatedTarget}) => {
      if (relatedTarget && !this.bar.contains(relatedTarget as Node)) this.#open(false);
    });
    this.bar.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || this.#menu.hidden) return;
      this.#open(false);
      this.#opener.focus();
    });
  }

  /** Put the bar where this window has it, now and whenever that changes. */
  place(form: HTMLElement, signal: AbortSignal): void {
    const put = (): void => {
      const head = form.querySelector('.pb-head');
      if (narrow.matches) form.append(this.bar);
      else if (head) head.after(this.bar);
      else form.prepend(this.bar);
    };
    put();
    narrow.addEventListener('change', put, {signal});
    document.addEventListener('pointerdown', ({target}) => this.bar.contains(target as Node) || this.#open(false), {signal});
  }

  #open(open: boolean): void {
    if (this.#menu.hidden !== open) return;
    this.#menu.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    if (open) this.actions.menu(this.#menu);
  }

  /** Show the open copy's progress, the list of copies, and whether there is something to undo. */
  show(progress: {done: number; all: number} | null, undoable: boolean): void {
    if (undoable) this.#undo.hidden = false;
    this.#undo.setAttribute('aria-disabled', String(!undoable));
    this.#next.hidden = !progress?.done;
    this.#progress.hidden = this.#count.hidden = !progress;
    if (progress) {
      this.#progress.max = Math.max(progress.all, 1);
      this.#progress.value = progress.done;
      setText(this.#count, said(this.bar, progress));
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
  stand(standing: Standing, tooLong: boolean): void {
    const lasting = standing === 'unkept' || standing === 'newer' || standing === 'full';
    this.#standing.dataset['standing'] = tooLong && !lasting ? 'long' : standing;
    setText(this.#standing, lasting ? '' : say(tooLong ? 'notAll' : standing));
    this.#banner.hidden = !lasting && this.store.copies.unreadable.length + this.store.copies.partly.length === 0;
    if (!this.#banner.hidden) this.#warn(lasting ? standing : null);
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
