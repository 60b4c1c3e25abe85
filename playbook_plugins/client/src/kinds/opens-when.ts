/** Gates between sections: they advise on an order and say what is missing, and nobody is held up. Contract: docs/contributing/html-contract.md. */

import {isMetadata} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {anchorOf} from '../page/permalink.ts';
import {say} from '../words/kinds.ts';
import type {Host, Kind, Maker, Open} from './kind.ts';
import {Quiet} from './quiet.ts';

const CONTROLS = 'input, select, textarea, button:not(.pb-more, .pb-copylink, .pb-link, [data-does="link"], .pb-gate *)';

interface Gate {
  section: HTMLElement;
  waitsFor: string;
  open: boolean | undefined;
  /** The reader has opened it, or came to something inside by a link: it stays open for the visit. */
  entered: boolean;
  tools: HTMLElement;
}

/**
 * Opens sections when what they usually come after is done, or when the reader wants to. One that holds answers, and one in which
 * somebody has asked for something (`data-pb-asked`), is open as well.
 */
export class OpensWhen extends Quiet {
  readonly #gates: Gate[];

  constructor(
    private readonly host: Host,
    private readonly kinds: readonly Kind[],
  ) {
    super();
    this.#gates = [...host.form.querySelectorAll<HTMLElement>('[data-opens-when]')].map(section => {
      const gate: Gate = {section, waitsFor: section.dataset['opensWhen']!, open: undefined, entered: false, tools: el('div')};
      gate.tools = this.#tools(gate);
      return gate;
    });
    addEventListener('hashchange', () => this.show(), {signal: host.signal});
    const watch = new MutationObserver(() => this.show());
    watch.observe(host.form, {subtree: true, attributeFilter: ['data-pb-asked']});
    host.signal.addEventListener('abort', () => watch.disconnect());
  }

  #tools(gate: Gate): HTMLElement {
    const missing = el('ul', {class: 'pb-missing', hidden: true});
    const show = button(
      say('gateMissing'),
      () => {
        missing.hidden = !missing.hidden;
        show.setAttribute('aria-expanded', String(!missing.hidden));
        this.#list(gate, missing);
      },
      {'aria-expanded': 'false'},
    );
    const enter = button(say('gateAnyway'), () => {
      gate.entered = true;
      this.show();
      gate.section.querySelector<HTMLElement>(CONTROLS)?.focus();
    });
    gate.section.querySelector(':scope > .pb-gate')?.remove(); // of an earlier upgrade of the same form
    const tools = el('div', {class: 'pb-gate', hidden: true, 'data-search-exclude': true}, enter, show, missing);
    const words = gate.section.querySelector(':scope > .pb-locked') ?? gate.section.querySelector(':scope > legend');
    if (words) words.after(tools);
    else gate.section.prepend(tools);
    return tools;
  }

  /** What is missing, as links to each. */
  #list(gate: Gate, list: HTMLElement): void {
    if (list.hidden) return;
    const lines = this.#missing(gate.waitsFor).map(({id, label}) => {
      const link = el('a', {href: `#${id}`}, label);
      link.addEventListener('click', event => {
        const control = document.getElementById(id);
        if (!control) return;
        event.preventDefault();
        control.scrollIntoView({block: 'center'});
        control.focus({preventScroll: true});
      });
      return el('li', {}, link);
    });
    if (list.textContent !== lines.map(line => line.textContent).join('')) list.replaceChildren(...lines);
  }

  /** Lock and unlock; after every other part has shown itself. */
  show(): void {
    for (const gate of this.#gates) this.#show(gate);
  }

  #show(gate: Gate): void {
    const {section, tools} = gate;
    const target = location.hash && document.getElementById(anchorOf(location.hash));
    if (target && section.contains(target)) gate.entered = true;
    const asked = section.matches('[data-pb-asked]') || section.querySelector('[data-pb-asked]') !== null;
    const open = gate.entered || asked || !this.#missing(gate.waitsFor).length || this.#holdsAnswers(section);
    section.toggleAttribute('data-locked', !open);
    tools.hidden = open;
    this.#list(gate, tools.querySelector('.pb-missing')!);
    for (const control of section.querySelectorAll<HTMLInputElement>(CONTROLS)) this.#lock(control, !open);
    if (gate.open === false && open) this.host.announce(say('opened', {label: section.querySelector('legend')?.textContent?.trim() ?? ''}));
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

  /** What is still open of what `id` names; nothing where the gate is open by itself. */
  #missing(id: string): Open[] {
    const said = this.kinds.map(kind => kind.openUntil?.(id)).find(open => open !== undefined);
    if (said !== undefined) return said;
    const root = this.#named(id);
    if (!root) return []; // a gate that waits for nothing must not stay shut
    // What is required opens the gate; where nothing is, everything does.
    const open = (required: boolean): Open[][] =>
      this.kinds.map(kind => kind.openIn?.(root, required) ?? null).filter(each => each !== null);
    const required = open(true);
    return (required.length ? required : open(false)).flat();
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
