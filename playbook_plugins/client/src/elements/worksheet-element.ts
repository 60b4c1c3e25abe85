/** `<playbook-worksheet>`: makes a contract form remember, count, print, and travel. */

import {LABEL, ownerOf, textOf} from '../response.ts';
import {Store, type Edit} from '../store.ts';
import {say} from '../words.ts';
import {ActionPlan} from './action-plan.ts';
import {Checklist} from './checklist.ts';
import {button, el} from './dom.ts';
import type {Host, Kind} from './kind.ts';
import {bringIn, download, lastOut, takeOut} from './out-and-in.ts';
import {Printing} from './print.ts';
import {anchorOf, copyLink} from './tip.ts';
import {Toolbar} from './toolbar.ts';

interface Step {edits: Edit[]; stretch: string}

const STEPS_KEPT = 200;

/** Upgrades the form inside. Attribute `ready` appears once the reader's answers are shown. */
export class PlaybookWorksheet extends HTMLElement implements Host {
  form!: HTMLFormElement;
  store!: Store;
  worksheet = '';
  signal!: AbortSignal;
  #kind!: Kind;
  #toolbar!: Toolbar;
  #printing!: Printing;
  #ending: AbortController | undefined;
  #steps = new Map<string, Step[]>();
  #status = el('p', {class: 'pb-status', role: 'status', 'data-search-exclude': true});
  #earlier = el('details', {class: 'pb-earlier', hidden: true, 'data-search-exclude': true}, el('summary', {}, say('earlier')));
  #saying: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.#begin(), {once: true});
    } else this.#begin();
  }

  disconnectedCallback(): void {
    this.store?.rest();
    this.#ending?.abort();
    this.#ending = undefined;
  }

  #begin(): void {
    const form = this.querySelector<HTMLFormElement>('form.pb-sheet');
    const worksheet = this.getAttribute('worksheet-id');
    if (!form || !worksheet || this.#ending || !this.isConnected) return;
    this.#ending = new AbortController();
    this.signal = this.#ending.signal;
    [this.form, this.worksheet] = [form, worksheet];
    this.#unfurnish();
    this.store = new Store(this.getAttribute('site') || 'site', worksheet, Number(this.getAttribute('version')) || 1);
    const plan = this.getAttribute('kind') === 'action-plan' && form.querySelector('table[data-rows]');
    this.#kind = plan ? new ActionPlan(this) : new Checklist(this);
    this.#printing = new Printing(this, form, this.#kind, this.signal);
    this.#furnish();
    this.#listen();
    void this.#open();
  }

  /** Take away what an earlier upgrade of the same form built, should the element have been moved. */
  #unfurnish(): void {
    for (const built of this.querySelectorAll('.pb-bar, .pb-foot, .pb-toast, .pb-add, .pb-removed')) built.remove();
  }

  #furnish(): void {
    this.#toolbar = new Toolbar(this, this.store, {
      undo: () => this.undo(), check: () => this.#check(), announce: text => this.announce(text),
      takeOut: () => takeOut(this, this.store, this.#kind, this.#printing),
      bringIn: () => bringIn(this, this.store, this.#kind, text => this.announce(text)),
      download: () => download(this.store),
    });
    const head = this.form.querySelector('.pb-head');
    if (head) head.after(this.#toolbar.bar);
    else this.form.prepend(this.#toolbar.bar);
    if (head && !head.querySelector('.pb-link')) {
      head.append(button('#', event => void copyLink(event.target as Element, this.form.id),
        {class: 'pb-link', 'aria-label': say('linkToSheet'), title: say('linkToSheet'), 'data-search-exclude': true}));
    }
    this.form.append(this.#toolbar.foot, this.#earlier, this.#status);
  }

  #listen(): void {
    const {signal} = this;
    this.addEventListener('keydown', event => this.#key(event), {signal});
    for (const [type, on] of [['compositionstart', true], ['compositionend', false]] as const) {
      this.addEventListener(type, event => (event.target as Element).toggleAttribute('data-composing', on), {signal});
    }
    this.addEventListener('focusout', () => this.#breakStretch(), {signal});
    this.form.addEventListener('submit', event => event.preventDefault(), {signal});
    this.store.addEventListener('change', () => this.#show(), {signal});
    this.store.addEventListener('standing', () => this.#toolbar.stand(this.store.standing, lastOut(this.store)), {signal});
    addEventListener('pagehide', () => this.store.rest(), {signal});
    addEventListener('pageshow', event => event.persisted && this.store.wake(), {signal});
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.store.flush();
      else void this.store.refresh();
    }, {signal});
  }

  async #open(): Promise<void> {
    await this.store.open();
    if (this.signal.aborted) return;
    this.#show();
    this.setAttribute('ready', '');
    const target = location.hash && document.getElementById(anchorOf(location.hash));
    if (target && this.contains(target)) target.scrollIntoView();
  }

  /** Show the whole open copy. */
  #show(): void {
    this.#move();
    this.#kind.show();
    this.#showEarlier();
    this.#showFrame();
  }

  #showFrame(): void {
    this.#toolbar.show(this.#kind.progress(), (this.#steps.get(this.store.copy.copy) ?? []).length > 0);
    this.#toolbar.stand(this.store.standing, lastOut(this.store));
  }

  /** Carry answers of renamed questions over, and set aside those that nobody asks any more. */
  #move(): void {
    const {copy} = this.store;
    const edits: Edit[] = [];
    for (const [id, was] of this.#kind.renamed()) {
      for (const [key, leaf] of [...copy.leaves]) {
        const parts = key.split('/');
        const at = parts[0] === 'r' ? 2 : 1;
        if (!was.includes(parts[at] ?? '')) continue;
        parts[at] = id;
        const moved = parts.join('/');
        if (!copy.leaves.has(moved)) edits.push({key: moved, value: leaf.v, ...(leaf.b !== undefined && {text: true})});
      }
    }
    if (edits.length) this.store.edit(edits);
    const taken = new Set([...this.#kind.renamed().values()].flat());
    const unasked = [...copy.leaves.keys()].map(ownerOf).filter(owner => owner && !this.#kind.asks(owner));
    this.store.describe(this.#kind.labels(), new Set(unasked));
    this.#renamedAway = taken;
  }

  #renamedAway = new Set<string>();

  #showEarlier(): void {
    const {copy} = this.store;
    const lines = [...copy.leaves].filter(([key, leaf]) => copy.retired.has(ownerOf(key)) && leaf.v !== '' && leaf.v !== false
      && !this.#renamedAway.has(key.split('/')[1] ?? '') && !/\/(pos|gone)$/.test(key));
    this.#earlier.hidden = lines.length === 0;
    if (lines.length) {
      this.#earlier.replaceChildren(el('summary', {}, say('earlier')), el('p', {}, say('earlierHelp')),
        el('ul', {class: 'pb-list'}, ...lines.map(([key, leaf]) =>
          el('li', {}, `${this.#kind.labelOf(key)}: ${this.#kind.wordsOf(key, leaf.v)}`))));
    }
  }

  edit(edits: Edit[], stretch = ''): void {
    if (!edits.length || this.store.standing === 'newer') return;
    if (!this.store.copy.leaves.size) edits = [{key: LABEL, value: say('firstCopy')}, ...edits];
    const back = this.store.edit(edits, key => this.#kind.fallback(key)).filter(edit => edit.key !== LABEL);
    const steps = this.#steps.get(this.store.copy.copy) ?? [];
    if (!stretch || steps.at(-1)?.stretch !== stretch) steps.push({edits: back, stretch});
    this.#steps.set(this.store.copy.copy, steps.slice(-STEPS_KEPT));
    this.#kind.show();
    this.#showFrame();
    this.#sayProgress();
  }

  #breakStretch(): void {
    const last = this.#steps.get(this.store.copy.copy)?.at(-1);
    if (last) last.stretch = '';
  }

  /** Take back the last step, as new edits: what was there before comes back, and travels to other tabs. */
  undo(): void {
    const step = this.#steps.get(this.store.copy.copy)?.pop();
    if (!step) return;
    this.store.edit(step.edits, key => this.#kind.fallback(key));
    this.#show();
    this.announce(say('undone'));
  }

  #key(event: KeyboardEvent): void {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key.length === 1 && !modified) event.stopPropagation(); // the theme turns bare letters into navigation
    const typing = event.target instanceof Element && event.target.matches('textarea, select, input:not([type="checkbox"])');
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !event.shiftKey && !typing) {
      event.preventDefault();
      this.undo();
    }
  }

  #check(): void {
    this.querySelector('.pb-errors')?.remove();
    const open = this.#kind.open();
    if (!open.length) return this.announce(say('allDone'), true);
    const title = el('h3', {}, say('open', {n: open.length}));
    const summary = el('div', {class: 'pb-errors', tabindex: '-1', role: 'group', 'aria-label': title.textContent ?? ''}, title,
      el('ul', {}, ...open.map(({id, label}) => {
        const link = el('a', {href: `#${id}`}, label);
        link.addEventListener('click', event => {
          event.preventDefault();
          document.getElementById(id)?.focus();
        });
        return el('li', {}, link);
      })));
    this.#toolbar.bar.after(summary);
    summary.focus();
  }

  #sayProgress(): void {
    const progress = this.#kind.progress();
    if (progress) this.announce(say('done', progress));
  }

  announce(text: string, visible = false): void {
    clearTimeout(this.#saying);
    this.#status.toggleAttribute('data-visible', visible);
    this.#saying = setTimeout(() => { this.#status.textContent = text; }, visible ? 0 : 700);
  }

  /** The name of the open copy, for tests and for scripts of a site's own. */
  get copyName(): string {
    return textOf(this.store.copy, LABEL);
  }
}

