/** `<playbook-worksheet>`: makes a contract form remember, count, print, and travel. */

import type {About} from '../keep/database.ts';
import {recall} from '../keep/journal.ts';
import {isLeft, otherNames} from '../keep/other-names.ts';
import {Store} from '../keep/store.ts';
import type {Host, Maker} from '../kinds/kind.ts';
import {TooLong} from '../kinds/too-long.ts';
import {carried, unasked} from '../model/carry.ts';
import {mark} from '../model/privacy.ts';
import {type Edit, isMetadata, LABEL, type Leaf, ownerOf, textOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {backup} from '../page/download.ts';
import {clearFragment, hasFragment} from '../page/fragment.ts';
import {anchorOf} from '../page/permalink.ts';
import {say} from '../words/core.ts';
import {type Desk, loadDesk, type OpenSheet} from './desk-loader.ts';
import {Printing} from './print.ts';
import {Sheet} from './sheet.ts';
import {hasLost} from './suspect.ts';
import {said, Toolbar} from './toolbar.ts';

interface Step {
  edits: Edit[];
  stretch: string;
}

const STEPS_KEPT = 200;
const SAID = 6000; // milliseconds for which a visible sentence stands

/** Upgrades the form inside. Attribute `ready` appears once the reader's answers are shown. */
export class PlaybookWorksheet extends HTMLElement implements Host {
  /** What makes the kinds, in the order in which they count and show. Scripts add to it. */
  static readonly makers: Maker[] = [];
  /** What in a form needs a script that has not run yet. */
  static missing = '';

  form!: HTMLFormElement;
  store!: Store;
  worksheet = '';
  signal!: AbortSignal;
  #kind!: Sheet;
  #toolbar!: Toolbar;
  #printing!: Printing;
  #tooLong!: TooLong;
  #ending: AbortController | undefined;
  #steps = new Map<string, Step[]>();
  #status = el('p', {class: 'pb-status', role: 'status', 'data-search-exclude': true});
  #earlier = el('details', {class: 'pb-earlier', hidden: true, 'data-search-exclude': true}, el('summary', {}, say('earlier')));
  #shown = (): void => undefined;
  #saying: ReturnType<typeof setTimeout> | undefined;
  #saidUntil = 0;

  connectedCallback(): void {
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.begin(), {once: true});
    } else this.begin();
  }

  disconnectedCallback(): void {
    this.store?.rest();
    this.#ending?.abort();
    this.#ending = undefined;
  }

  /** Upgrade the form, once everything is there that it needs. Calling it again changes nothing. */
  begin(): void {
    const form = this.querySelector<HTMLFormElement>('form.pb-sheet');
    const worksheet = this.getAttribute('worksheet-id');
    if (this.#ending || !this.isConnected) return;
    if (!form || !worksheet) return this.#nameMistakes();
    const {makers, missing} = this.constructor as typeof PlaybookWorksheet;
    if (missing && form.querySelector(missing)) return; // the script with the other kinds calls `begin`
    this.#ending = new AbortController();
    this.signal = this.#ending.signal;
    [this.form, this.worksheet] = [form, worksheet];
    this.#unfurnish();
    this.#shown = () => undefined;
    this.store = new Store(
      this.getAttribute('site') || 'site',
      worksheet,
      Math.max(1, Math.trunc(Number(this.getAttribute('version'))) || 1),
    );
    const opened = this.store.open(); // the browser fetches its database while the form is equipped
    this.#kind = new Sheet(this, makers);
    this.#printing = new Printing(this, form, this.#kind, this.signal);
    if (this.#kind.isOdd() || hasLost(form, owner => this.#kind.asks(owner))) this.#nameMistakes();
    this.#furnish();
    this.#tooLong = new TooLong(
      form,
      words => {
        this.#stand();
        if (words) this.announce(words);
      },
      this.signal,
    );
    this.#listen();
    this.toggleAttribute('data-reached', this.#reach()); // its place is seen once everything above it has its height: styles/fields.css
    void this.#open(opened);
  }

  #nameMistakes(): void {
    const written = this.cloneNode(true) as Element; // what nobody can read may be gone once the answers are shown
    void loadDesk()
      .then(desk => desk.nameMistakes(this, written))
      .catch(() => undefined); // that script may be of an older edition
  }

  /** Take away what an earlier upgrade of the same form built, should the element have been moved. */
  #unfurnish(): void {
    for (const built of this.querySelectorAll('.pb-bar, .pb-toast, .pb-errors, .pb-error, .pb-add, .pb-removed, .pb-next, .pb-result'))
      built.remove();
  }

  #furnish(): void {
    this.#toolbar = new Toolbar(this.store, {
      undo: () => this.undo(),
      next: () => void this.#more('next'),
      send: () => void this.#more('takeOut'),
      backup: () => backup(this.store),
      menu: into => void this.#more('menu', into),
    });
    this.form.append(this.#earlier, this.#status);
    this.#toolbar.place(this.form, this.signal);
    // Whoever comes near the buttons gets what they do without waiting.
    for (const type of ['focusin', 'pointerover'])
      this.#toolbar.bar.addEventListener(type, () => void loadDesk().catch(() => undefined), {once: true});
  }

  /** Do what is loaded when it is first wanted. Without a network a backup can still be saved. */
  async #more(name: Exclude<keyof Desk, 'nameMistakes' | 'paper'>, into?: HTMLElement): Promise<void> {
    try {
      const desk = await loadDesk();
      const sheet: OpenSheet = {
        element: this,
        form: this.form,
        store: this.store,
        kind: this.#kind,
        printing: this.#printing,
        edit: edits => this.edit(edits),
        announce: (text, visible) => this.announce(text, visible),
        whenShown: then => {
          this.#shown = then;
        },
      };
      void desk[name](sheet, into!);
    } catch {
      into?.replaceChildren(button(say('backup'), () => backup(this.store)));
      this.announce(say('noMore'), true);
    }
  }

  #listen(): void {
    const {signal} = this;
    this.addEventListener('keydown', event => this.#key(event), {signal});
    for (const [type, on] of [
      ['compositionstart', true],
      ['compositionend', false],
    ] as const) {
      this.addEventListener(type, event => (event.target as Element).toggleAttribute('data-composing', on), {signal});
    }
    this.addEventListener('focusout', () => this.#breakStretch(), {signal});
    this.form.addEventListener('submit', event => event.preventDefault(), {signal});
    // What was sent to the sheet comes in when it can be kept: a browser that was slow may keep again at any time.
    const arrive = (): void => {
      if (this.hasAttribute('ready')) this.#kind.arrive();
    };
    this.store.addEventListener(
      'change',
      () => {
        this.#show();
        arrive();
      },
      {signal},
    );
    this.store.addEventListener(
      'standing',
      () => {
        this.#stand();
        arrive();
      },
      {signal},
    );
    addEventListener('hashchange', () => this.#openLink(), {signal});
    addEventListener('pagehide', () => this.store.rest(), {signal});
    addEventListener('pageshow', event => event.persisted && this.store.wake(), {signal});
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'hidden') void this.store.flush();
        else void this.store.refresh();
      },
      {signal},
    );
  }

  async #open(opened: Promise<void>): Promise<void> {
    await opened;
    if (this.signal.aborted) return;
    this.#show();
    this.setAttribute('ready', '');
    this.#kind.arrive();
    this.#openLink();
    if (top !== window) void this.#more('framed');
    void this.#lookElsewhere();
    this.#reach();
  }

  /** Go to what a link leads to in this sheet; whether there is any. */
  #reach(): boolean {
    const target = location.hash && document.getElementById(anchorOf(location.hash));
    if (!target || !this.contains(target)) return false;
    target.scrollIntoView();
    return true;
  }

  /** Answers of this sheet may stand under another name that the site once had, and what is asked on it in the loop's own store. */
  async #lookElsewhere(): Promise<void> {
    const {site, standing} = this.store;
    const others = standing === 'unkept' || standing === 'newer' ? [] : await otherNames(site).catch(() => []);
    if (recall(`playbook:${site}:loop`) || others.some(other => !isLeft(site, other)))
      void loadDesk().then(
        () => this.#more('elsewhere'),
        () => undefined,
      );
  }

  /** A link with answers belongs to the first sheet on the page; its dialog names the right one if it is another's. */
  #openLink(): void {
    clearFragment();
    if (hasFragment() && document.querySelector('playbook-worksheet') === this) void this.#more('openLink');
  }

  /** Show the whole open copy. */
  #show(): void {
    this.#move();
    this.#tooLong.around(this.store.copy.copy, () => this.#kind.show());
    this.#showEarlier();
    this.#showFrame();
  }

  #showFrame(): void {
    this.#toolbar.show(this.#kind.progress(), (this.#steps.get(this.store.copy.copy) ?? []).length > 0);
    this.#stand();
    this.#shown();
  }

  #stand(): void {
    this.#toolbar.stand(this.store.standing, this.#tooLong.any);
  }

  /** Carry answers of renamed questions over, and set aside those that nobody asks any more. */
  #move(): void {
    const {copy} = this.store;
    for (const edits of [carried(copy, this.#kind), this.#kind.respelled?.() ?? []]) if (edits.length) this.store.edit(edits);
    const taken = new Set([...this.#kind.renamed().values()].flat());
    this.store.describe(this.#kind.labels(), unasked(copy, this.#kind));
    mark(this.store.copy, this.#kind);
    this.store.tellAbout(() => this.#about());
    this.#renamedAway = taken;
  }

  #renamedAway = new Set<string>();

  /** What the page "My worksheets" shows of the open copy. */
  #about(): About {
    const title = (this.form.querySelector('.pb-title')?.firstChild?.textContent ?? this.worksheet).trim();
    const dues = this.#kind
      .dues()
      .filter(due => !due.done)
      .sort((a, b) => (a.day < b.day ? -1 : 1))
      .slice(0, 20);
    return {title, ...(this.#kind.progress() ?? {done: 0, all: 0}), dues: dues.map(({day, label}) => ({day, label: label.slice(0, 80)}))};
  }

  /** Whether an answer stands nowhere else on the page: nobody asks any more, or asks for something of another type. */
  #isEarlier([key, leaf]: [string, Leaf]): boolean {
    const {copy} = this.store;
    const owner = ownerOf(key);
    if (!owner || leaf.v === '' || leaf.v === false || isMetadata(key) || copy.leaves.get(`${owner}/gone`)?.v === true) return false;
    return copy.retired.has(owner) ? !this.#renamedAway.has(key.split('/')[1] ?? '') : !this.#kind.shows(key, leaf.v);
  }

  #showEarlier(): void {
    const lines = [...this.store.copy.leaves].filter(each => this.#isEarlier(each));
    this.#earlier.hidden = lines.length === 0;
    if (lines.length) {
      this.#earlier.replaceChildren(
        this.#earlier.firstChild!,
        el('p', {}, say('earlierHelp')),
        el(
          'ul',
          {class: 'pb-list'},
          ...lines.map(([key, leaf]) => el('li', {}, `${this.#kind.labelOf(key)}: ${this.#kind.wordsOf(key, leaf.v)}`)),
        ),
      );
    }
  }

  edit(edits: Edit[], stretch = ''): void {
    if (!edits.length || this.store.standing === 'newer') return;
    if (!this.store.copy.leaves.size) this.store.begin(say('firstCopy'));
    const back = this.store.edit(edits, key => this.#kind.fallback(key));
    const steps = this.#steps.get(this.store.copy.copy) ?? [];
    if (!stretch || steps.at(-1)?.stretch !== stretch) steps.push({edits: back, stretch});
    this.#steps.set(this.store.copy.copy, steps.slice(-STEPS_KEPT));
    mark(this.store.copy, this.#kind);
    this.#kind.show();
    this.#showEarlier();
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
    const typing =
      event.target instanceof Element && event.target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !event.shiftKey && !typing) {
      event.preventDefault();
      this.undo();
    }
  }

  #sayProgress(): void {
    const progress = this.#kind.progress();
    if (progress) this.announce(said(this.form, progress));
  }

  announce(text: string, visible = false): void {
    // What was said for all to see is not talked over, and what has been said is not said again.
    if (!visible && (Date.now() < this.#saidUntil || text === this.#status.textContent)) return;
    clearTimeout(this.#saying);
    if (visible) this.#saidUntil = Date.now() + SAID;
    this.#saying = setTimeout(
      () => {
        this.#status.toggleAttribute('data-visible', visible);
        this.#status.textContent = text;
      },
      visible ? 0 : 700,
    );
  }

  /** The name of the open copy, for tests and for scripts of a site's own. */
  get copyName(): string {
    return textOf(this.store.copy, LABEL);
  }
}
