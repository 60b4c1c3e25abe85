/**
 * Says at a field, while it is typed, that its text is too long to be kept. The text stays in the field and is never cut;
 * the copy keeps what stood there before. Nothing else of the sheet waits for it.
 */

import {excess, LIMITS} from '../model/limits.ts';
import {describe, el} from '../page/dom.ts';
import {say} from '../words/core.ts';

type Control = HTMLInputElement | HTMLTextAreaElement;

const MARK = 'data-too-long';

/** Whether a control holds a text that the copy does not: nothing may be shown over it. */
export const isTooLong = (control: Element): boolean => control.hasAttribute(MARK);

/** Watches the fields of a form. `told` hears what is to be said when there is another such text, or one less. */
export class TooLong {
  /** Texts of copies that are not open, by copy and control. */
  readonly #texts = new Map<string, [string, string][]>();
  #copy = '';

  constructor(
    private readonly form: HTMLFormElement,
    private readonly told: (words: string) => void,
    signal: AbortSignal,
  ) {
    // Before every kind: an edit is either taken whole or not at all.
    form.addEventListener('input', event => this.#typed(event.target as Control) && event.stopPropagation(), {capture: true, signal});
    addEventListener('beforeunload', event => this.any && event.preventDefault(), {signal});
  }

  get #marked(): Control[] {
    return [...this.form.querySelectorAll<Control>(`[${MARK}]`)];
  }

  /** Whether a text that is on the page is too long. */
  get any(): boolean {
    return this.#marked.length > 0;
  }

  #typed(control: Control): boolean {
    const over = excess(control.value);
    if (over || isTooLong(control)) this.#mark(control, over);
    return over > 0;
  }

  #mark(control: Control, over: number): void {
    const id = `${control.id}.long`;
    const words = over ? say('tooLong', {n: over, most: LIMITS.text}) : '';
    document.getElementById(id)?.remove();
    if (over) control.after(el('p', {class: 'pb-error pb-too-long', id}, words));
    control.toggleAttribute(MARK, over > 0);
    control.setAttribute('aria-invalid', String(over > 0));
    describe(control, id, over > 0);
    this.told(words);
  }

  /** Do `show` for the open copy; what is too long stays with the copy that it was typed in. */
  around(copy: string, show: () => void): void {
    const turned = copy !== this.#copy;
    if (turned) {
      this.#texts.set(
        this.#copy,
        this.#marked.map(({id, value}) => [id, value]),
      );
      for (const control of this.#marked) this.#mark(control, 0);
    }
    this.#copy = copy;
    show();
    for (const [id, text] of turned ? (this.#texts.get(copy) ?? []) : []) {
      const control = document.getElementById(id) as Control | null;
      if (!control) continue;
      control.value = text;
      this.#typed(control);
    }
  }
}
