/** Somebody else's copy, or another state of one's own, shown in the sheet itself: to be read, and nothing of it is kept. */

import type {Store} from '../../keep/store.ts';
import {dayOf} from '../../model/dates.ts';
import {mergeCopies, writeLeaf} from '../../model/merge.ts';
import {type Copy, type Edit, GONE, ownerOf, randomId} from '../../model/response.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';

type Element_ = HTMLElement & {store: Store};

const open = new WeakMap<HTMLElement, View>();

/** What is being read on a sheet, if anything is. */
export const viewOf = (element: HTMLElement): View | undefined => open.get(element);

const TEXTS = 'textarea, input:not([type="checkbox"], [type="radio"])';
const MOVES = new Set(['Tab', 'Escape', 'Home', 'End', 'PageUp', 'PageDown', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Shift']);

/** The store as the sheet sees it meanwhile: another copy, that takes no edit. Everything else goes on behind it. */
function lookingAt(store: Store, copy: Copy): Store {
  const instead: Record<PropertyKey, unknown> = {
    copy,
    standing: 'newer', // the sheet edits nothing, and what waits to be taken in waits on
    // Answers of renamed questions are shown where they are asked now.
    edit: (edits: Edit[]): Edit[] => {
      for (const {key, value, text} of edits) {
        copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, text === true, store.ticker));
        copy.retired.delete(ownerOf(key));
      }
      return [];
    },
    describe: (labels: Map<string, string>, retired: Set<string>): void => {
      for (const [key, label] of labels) copy.labels.set(key, label);
      copy.retired = retired;
    },
    begunOn: () => copy.start ?? dayOf(copy.created),
    begin: () => undefined,
    tellAbout: () => undefined,
  };
  return new Proxy(store, {
    get(real, name) {
      if (name in instead) return instead[name];
      const value: unknown = Reflect.get(real, name, real);
      return typeof value === 'function' ? value.bind(real) : value;
    },
  });
}

/** One copy being read. */
export class View {
  /** The sheet's own store, behind it. */
  readonly store: Store;
  readonly #element: Element_;
  readonly #form: HTMLFormElement;
  readonly #sheet: OpenSheet;
  readonly #ending = new AbortController();

  /** `told` says why nothing can be changed; `shown` is done whenever the copy has been shown anew. */
  constructor(
    sheet: OpenSheet,
    copy: Copy,
    private readonly told: () => void,
    private readonly shown: () => void = () => undefined,
  ) {
    this.#element = sheet.element as Element_;
    open.get(this.#element)?.close();
    this.#sheet = sheet;
    this.#form = sheet.form;
    this.store = this.#element.store;
    open.set(this.#element, this);
    // Of its own: what the reader typed too long into a copy stays with that copy.
    const read: Copy = {...mergeCopies(copy, copy), copy: randomId('c', 12), tentative: false};
    read.leaves.delete(GONE);
    void this.store.flush();
    this.store.tellAbout(undefined as never); // what the page shows is not what is open
    this.#element.store = lookingAt(this.store, read);
    this.#form.toggleAttribute('data-pb-viewing', true);
    sheet.whenShown(() => this.#lock());
    this.#refuse();
    this.#show();
  }

  #show(): void {
    this.store.dispatchEvent(new Event('change'));
  }

  #lock(): void {
    for (const control of this.#form.querySelectorAll<HTMLTextAreaElement>(TEXTS)) control.readOnly = true;
    this.shown();
  }

  /** Everything can be reached and read; what would change something says why it does not. */
  #refuse(): void {
    const options = {capture: true, signal: this.#ending.signal};
    const inSheet = (event: Event): Element | null => {
      const target = event.target instanceof Element ? event.target : null;
      return target && !target.closest('.pb-arrival, .pb-mark, dialog, .pb-earlier, .pb-removed > summary') ? target : null;
    };
    const stop = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
      this.told();
    };
    this.#form.addEventListener(
      'click',
      event => inSheet(event)?.closest('label, button, select, input:is([type="checkbox"], [type="radio"])') && stop(event),
      options,
    );
    this.#form.addEventListener('mousedown', event => inSheet(event)?.closest('select') && stop(event), options);
    this.#form.addEventListener('beforeinput', event => inSheet(event) && stop(event), options);
    this.#form.addEventListener(
      'keydown',
      event => {
        const target = inSheet(event);
        if (!target?.matches('select, input') || event.ctrlKey || event.metaKey || event.altKey) return;
        const chooses = target.matches('select, [type="radio"]') && event.key.startsWith('Arrow');
        if (chooses || !MOVES.has(event.key)) stop(event);
      },
      options,
    );
    for (const type of ['input', 'change'])
      this.#form.addEventListener(
        type,
        event => {
          if (!inSheet(event)) return;
          stop(event);
          this.#show();
        },
        options,
      );
  }

  /** The reader's own copy is back, as it was. */
  close(): void {
    if (open.get(this.#element) !== this) return;
    open.delete(this.#element);
    this.#ending.abort();
    this.#sheet.whenShown(() => undefined);
    this.#form.toggleAttribute('data-pb-viewing', false);
    for (const control of this.#form.querySelectorAll<HTMLTextAreaElement>(TEXTS))
      control.readOnly = control.parentElement?.querySelector(':scope > .pb-conflict') !== null;
    this.#element.store = this.store;
    this.#show();
  }
}
