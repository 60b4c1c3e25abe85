/** Whose a copy is that leaves: the name is asked once, kept in this browser, and can be changed wherever it is shown. */

import type {Person} from '../coaching/formats.ts';
import {randomId} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {nameFrom} from '../travel/sender.ts';
import {say} from '../words/asked.ts';
import {loopOf, meIn} from './loop/store.ts';

const MOST = 80;

/** The line in a dialog that says from whom it goes: a box where nobody is known yet. */
export class Sender {
  readonly element = el('div', {class: 'pb-sender'});
  readonly #input: HTMLInputElement;
  readonly #told = el('p', {class: 'pb-refused', role: 'alert'});
  #kept = '';
  #id: string;

  /** `suggested` stands in the box where nobody is known; `changed` is called with every change. */
  constructor(
    private readonly site: string,
    id: string,
    private readonly suggested = '',
    /** The id that their coach knows them by, for whoever has none here. */
    known = randomId('p', 12),
    private readonly changed: () => void = () => undefined,
  ) {
    this.#input = el('input', {type: 'text', id, maxlength: String(MOST), autocomplete: 'name', 'aria-describedby': `${id}.help`});
    this.#id = known;
    this.#input.value = suggested;
    this.#input.addEventListener('input', () => {
      this.#told.textContent = '';
      changed();
    });
    this.#ask();
  }

  /** The name is known, or known not to be. */
  readonly ready = new Promise<void>(resolve => {
    void Promise.resolve().then(async () => {
      const me = await meIn(this.site);
      this.#kept = me?.name ?? '';
      this.#id = me?.id ?? this.#id;
      const typed = this.#input.value !== this.suggested;
      if (this.#kept && !typed) {
        this.#input.value = this.#kept;
        this.#show();
      }
      resolve();
      this.changed();
    });
  });

  #ask(): void {
    const id = this.#input.id;
    this.element.replaceChildren(
      el('label', {for: id}, say('loopYourName')),
      this.#input,
      el('p', {class: 'pb-help', id: `${id}.help`}, say('loopYourNameHelp')),
      this.#told,
    );
  }

  #show(): void {
    this.element.replaceChildren(
      el('p', {}, say('loopFrom', {name: this.#kept})),
      button(
        say('loopChangeName'),
        () => {
          this.#ask();
          this.#input.focus();
          this.#input.select();
        },
        {class: 'pb-button pb-change-name'},
      ),
    );
  }

  /** The name as it stands; `''` for none. */
  get name(): string {
    return nameFrom(this.#input.value);
  }

  /** Whose it is, by the id that is kept once the name is. */
  get person(): Person {
    return {id: this.#id, name: this.name};
  }

  /** Keep the name from now on. False where there is none: the box says so, and has the focus. */
  take(required = true): boolean {
    const {name} = this;
    if (name && name !== this.#kept) {
      this.#kept = name;
      void loopOf(this.site)
        .me()
        .then(me => loopOf(this.site).setMe(name, me?.mail, me?.id ?? this.#id))
        .catch(() => undefined); // where nothing is kept it is asked again
    }
    if (name || !required) return true;
    this.#ask();
    this.#told.textContent = say('loopNameless');
    this.#input.focus();
    return false;
  }
}
