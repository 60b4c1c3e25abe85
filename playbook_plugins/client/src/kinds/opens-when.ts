/** Gates between sections: shown as locked with the reason, never hidden. Contract: docs/contributing/html-contract.md. */

import {isMetadata} from '../model/response.ts';
import {say} from '../words/kinds.ts';
import type {Host, Kind, Maker} from './kind.ts';
import {Quiet} from './quiet.ts';

const CONTROLS = 'input, select, textarea, button:not(.pb-more, .pb-copylink, .pb-link, [data-does="link"])';

interface Gate {
  section: HTMLElement;
  waitsFor: string;
  open: boolean | undefined;
}

/** Opens sections when what they wait for is done. A section that holds answers never locks again. */
export class OpensWhen extends Quiet {
  readonly #gates: Gate[];

  constructor(
    private readonly host: Host,
    private readonly kinds: readonly Kind[],
  ) {
    super();
    this.#gates = [...host.form.querySelectorAll<HTMLElement>('[data-opens-when]')].map(section => ({
      section,
      waitsFor: section.dataset['opensWhen']!,
      open: undefined,
    }));
  }

  /** Lock and unlock; after every other part has shown itself. */
  show(): void {
    for (const gate of this.#gates) this.#show(gate);
  }

  #show(gate: Gate): void {
    const open = this.#isDone(gate.waitsFor) || this.#holdsAnswers(gate.section);
    gate.section.toggleAttribute('data-locked', !open);
    for (const control of gate.section.querySelectorAll<HTMLInputElement>(CONTROLS)) this.#lock(control, !open);
    if (gate.open === false && open)
      this.host.announce(say('opened', {label: gate.section.querySelector('legend')?.textContent?.trim() ?? ''}));
    gate.open = open;
  }

  /** What was disabled for another reason stays so. */
  #lock(control: HTMLInputElement, locked: boolean): void {
    if (locked && !control.disabled) {
      control.disabled = true;
      control.toggleAttribute('data-gated', true);
    } else if (!locked && control.hasAttribute('data-gated')) {
      control.disabled = false;
      control.removeAttribute('data-gated');
    }
  }

  /** What a gate names: a section, a part, an item or a field. */
  #named(id: string): Element | null {
    const {form, worksheet} = this.host;
    const found =
      form.querySelector(`[data-section="${CSS.escape(id)}"], [data-part="${CSS.escape(id)}"]`)
      ?? document.getElementById(`${worksheet}--${id}`);
    return form.contains(found) ? found : null;
  }

  isOdd(): boolean {
    return this.#gates.some(({waitsFor}) => waitsFor !== 'met' && !this.#named(waitsFor));
  }

  #isDone(id: string): boolean {
    const said = this.kinds.map(kind => kind.met?.(id)).find(met => met !== undefined);
    if (said !== undefined) return said;
    const root = this.#named(id);
    if (!root) return true; // a gate that waits for nothing must not stay shut
    // What is required opens the gate; where nothing is, everything does.
    const done = (required: boolean): boolean[] =>
      this.kinds.map(kind => kind.doneIn?.(root, required) ?? null).filter(each => each !== null);
    const required = done(true);
    return (required.length ? required : done(false)).every(Boolean);
  }

  #holdsAnswers(section: HTMLElement): boolean {
    const {copy} = this.host.store;
    for (const [key, leaf] of copy.leaves) {
      const [kind, first, second] = key.split('/') as [string, string, string?];
      if (leaf.v === '' || leaf.v === false || !'ar'.includes(kind) || isMetadata(key)) continue;
      const id = `${this.host.worksheet}--${kind === 'a' ? first : second}`;
      const found = document.getElementById(id);
      if (found && section.contains(found)) return true;
    }
    return false;
  }
}

/** The gates of a form that has any. */
export const make: Maker = (host, parts) => (host.form.querySelector('[data-opens-when]') ? [new OpensWhen(host, parts)] : []);
