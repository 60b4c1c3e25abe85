/**
 * Says at a field, while it is typed, that its text is too long to be kept. The text stays in the field and is never cut;
 * the copy keeps what stood there before. Nothing else of the sheet waits for it.
 */

import {excess, LIMITS} from '../limits.ts';
import {say} from '../words.ts';
import {describe, el, setText} from './dom.ts';

type Control = HTMLInputElement | HTMLTextAreaElement;

const MARK = 'data-too-long';
const isText = (target: EventTarget | null): target is Control =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !['checkbox', 'radio', 'file'].includes(target.type));

/** Whether a control holds a text that the copy does not: nothing may be shown over it. */
export const isTooLong = (control: Element): boolean => control.hasAttribute(MARK);

/** Watches the fields of a form. `told` hears whether there is such a text, and what to say of it. */
export class TooLong {
  /** Texts of copies that are not open, by copy and control. */
  readonly #texts = new Map<string, Map<string, string>>();
  #copy = '';

  constructor(private readonly form: HTMLFormElement, private readonly told: (any: boolean, words: string) => void, signal: AbortSignal) {
    // Before every kind: an edit is either taken whole or not at all.
    form.addEventListener('input', event => {
      if (isText(event.target) && this.#typed(event.target)) event.stopPropagation();
    }, {capture: true, signal});
    addEventListener('beforeunload', event => {
      if (this.any) event.preventDefault();
    }, {signal});
  }

  /** Whether a text that is on the page is too long. */
  get any(): boolean {
    return this.form.querySelector(`[${MARK}]`) !== null;
  }

  #typed(control: Control): boolean {
    const over = excess(control.value);
    if (over) this.#mark(control, over);
    else if (isTooLong(control)) this.#unmark(control);
    return over > 0;
  }

  #mark(control: Control, over: number): void {
    const id = `${control.id}.long`;
    const words = say('tooLong', {n: over, most: LIMITS.text});
    control.setAttribute(MARK, '');
    control.setAttribute('aria-invalid', 'true');
    const note = document.getElementById(id) ?? el('p', {class: 'pb-error pb-too-long', id});
    setText(note, words);
    if (!note.isConnected) control.after(note);
    describe(control, id, true);
    this.told(true, words);
  }

  #unmark(control: Control): void {
    const id = `${control.id}.long`;
    control.removeAttribute(MARK);
    control.removeAttribute('aria-invalid');
    describe(control, id, false);
    document.getElementById(id)?.remove();
    this.told(this.any, '');
  }

  /** Do `show` for the open copy; what is too long stays with the copy that it was typed in. */
  around(copy: string, show: () => void): void {
    const turned = copy !== this.#copy;
    if (turned) this.#putAway();
    this.#copy = copy;
    show();
    if (turned) this.#bringBack();
  }

  #putAway(): void {
    const texts = new Map<string, string>();
    for (const control of this.form.querySelectorAll<Control>(`[${MARK}]`)) {
      texts.set(control.id, control.value);
      this.#unmark(control);
    }
    if (texts.size) this.#texts.set(this.#copy, texts);
  }

  #bringBack(): void {
    for (const [id, text] of this.#texts.get(this.#copy) ?? []) {
      const control = document.getElementById(id);
      if (!isText(control)) continue;
      control.value = text;
      this.#typed(control);
    }
    this.#texts.delete(this.#copy);
  }
}
