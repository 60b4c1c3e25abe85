/** `<playbook-mine>`: every copy of every sheet that this browser holds. Contract: docs/contributing/html-contract.md. */

import type {LoopStore} from '../coaching/loop-store.ts';
import {type Sheets, sheetsIn} from '../coaching/sheets.ts';
import {lastBackup} from '../keep/backups.ts';
import {elsewhere} from '../keep/elsewhere.ts';
import {recall} from '../keep/journal.ts';
import {type SiteCopies, SiteStore, type StoredCopy} from '../keep/site-store.ts';
import {Tabs} from '../keep/tabs.ts';
import {isArchived, isGone} from '../model/response.ts';
import {button, el, setText} from '../page/dom.ts';
import {say as sayCopy} from '../words/copies.ts';
import {pageLanguage} from '../words/core.ts';
import {say as sayDesk} from '../words/desk.ts';
import {say} from '../words/mine.ts';
import {Acts} from './acts.ts';
import {copyLine} from './copy-line.ts';
import {Desk} from './desk.ts';
import type {DeskPage} from './desk-page.ts';
import {first} from './first.ts';
import {keepFocus} from './focus.ts';
import {type ListedSheet, matches, type Order, ordered} from './list.ts';
import {type LoopPart, loadMore, type MineMore, NO_LOOP} from './more.ts';
import {aboutOf, whoIs} from './owed.ts';
import {storageLines} from './storage.ts';

const PAUSE = 400; // another tab saves several times a second
const FEW = 2; // fewer copies than this need neither search nor order

/** Lists, opens, names, archives, deletes, takes out and brings in. */
export class PlaybookMine extends HTMLElement {
  #store!: SiteStore;
  #loop: LoopStore | undefined;
  #loopPart: LoopPart = NO_LOOP;
  #known: Sheets = new Map();
  #page!: DeskPage;
  #desk!: Desk;
  #acts!: Acts;
  #sheets = new Map<string, ListedSheet>();
  #contents: SiteCopies = {copies: [], unreadable: [], partly: [], refused: false};
  #ending: AbortController | undefined;
  readonly #tabs = new Map<string, Tabs>();
  #hearing: ReturnType<typeof setTimeout> | undefined;
  #reading = 0;
  #shown = '';
  readonly #search = el('input', {type: 'search', id: 'pb-mine-search', autocomplete: 'off'});
  readonly #order = el(
    'select',
    {id: 'pb-mine-order'},
    ...(['updated', 'due', 'name'] as const).map(order =>
      el('option', {value: order}, say(({updated: 'sortUpdated', due: 'sortDue', name: 'sortName'} as const)[order])),
    ),
  );
  readonly #list = el('div', {class: 'pb-mine-list'});
  readonly #count = el('p', {class: 'pb-help', role: 'status'});
  readonly #told = el('div', {class: 'pb-mine-told', role: 'status'});
  readonly #storage = el('section', {class: 'pb-mine-storage'});
  readonly #archive = el('input', {type: 'checkbox', id: 'pb-mine-archive'});
  /** What is not needed while nothing is kept here, and what is needed only then. */
  readonly #whole = el('div', {hidden: true});
  readonly #first = el('section', {class: 'pb-mine-first', hidden: true});
  readonly #found = el('div', {class: 'pb-mine-search'});
  readonly #filed = el('label', {class: 'pb-choice'}, this.#archive, ` ${say('showArchived')}`);
  readonly #tools = el('div', {class: 'pb-mine-tools'}, this.#found, this.#filed);

  connectedCallback(): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    const {signal} = this.#ending;
    const site = this.getAttribute('site') || 'site';
    this.#store = new SiteStore(site, () => void this.#read());
    this.#loop = undefined;
    this.#known = sheetsIn(this);
    for (const line of this.querySelectorAll<HTMLElement>('li[data-sheet]')) {
      const link = line.querySelector('a');
      if (link)
        this.#sheets.set(line.dataset['sheet']!, {
          title: link.textContent.trim(),
          kind: line.dataset['kind'] ?? '',
          link,
          practice: line.hasAttribute('data-practice'),
        });
    }
    for (const built of this.querySelectorAll('.pb-mine-desk')) built.remove();
    this.#search.addEventListener('input', () => this.#show(), {signal});
    this.#order.addEventListener('change', () => this.#show(), {signal});
    this.prepend(this.#controls());
    addEventListener('pageshow', event => event.persisted && void this.#read(), {signal});
    addEventListener('pagehide', () => this.#rest(), {signal});
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void this.#read(), {signal});
    void this.#read().then(() => this.setAttribute('ready', ''));
  }

  disconnectedCallback(): void {
    this.#ending?.abort();
    this.#ending = undefined;
    this.#rest();
  }

  /** The page goes or sleeps: nothing of it may keep another one waiting. */
  #rest(): void {
    clearTimeout(this.#hearing);
    this.#reading += 1; // what is being read now is of no use any more
    for (const tabs of this.#tabs.values()) tabs.close();
    this.#tabs.clear();
    this.#store.rest();
  }

  /** Hear of what other tabs write, in every sheet that is listed or has copies. */
  #listen(): void {
    if (!this.#ending) return;
    for (const worksheet of new Set([...this.#sheets.keys(), ...this.#contents.copies.map(({copy}) => copy.worksheet)])) {
      if (this.#tabs.has(worksheet)) continue;
      const tabs = new Tabs(this.#store.site, worksheet, () => this.#readSoon());
      tabs.listen();
      this.#tabs.set(worksheet, tabs);
    }
  }

  #readSoon(): void {
    clearTimeout(this.#hearing);
    this.#hearing = setTimeout(() => void this.#read(), PAUSE);
  }

  /** The loop's store, opened once. */
  #open(more: MineMore): LoopStore {
    if (this.#loop) return this.#loop;
    this.#loop = more.openLoop(this.#store.site);
    this.#ending?.signal.addEventListener(
      'abort',
      this.#loop.listen(() => this.#readSoon()),
    );
    return this.#loop;
  }

  /** What the loop holds; nothing is loaded for it in a browser that takes no part. */
  async #readLoop(): Promise<LoopPart> {
    if (!recall(`playbook:${this.#store.site}:loop`)) return NO_LOOP;
    return loadMore().then(
      more => more.readLoop(this.#open(more), this.#page),
      () => NO_LOOP,
    );
  }

  #controls(): HTMLElement {
    this.#page = {
      element: this,
      site: this.#store.site,
      sheets: this.#known,
      addressOf: worksheet => this.#sheets.get(worksheet)?.link.href ?? '',
      write: (copy, key, value, said) => this.#acts.write(copy, key, value, said),
      calendar: lines => this.#acts.calendar(lines),
    };
    this.#desk = new Desk(this.#page);
    this.#acts = new Acts({
      element: this,
      store: this.#store,
      desk: this.#page,
      loop: more => this.#open(more),
      contents: () => this.#contents,
      titleOf: worksheet => this.#sheets.get(worksheet)?.title ?? worksheet,
      read: () => this.#read(),
      show: () => this.#show(),
      tell: (said, ...more) => this.#told.replaceChildren(...(said ? [el('p', {}, said, ' ', ...more)] : [])),
    });
    this.#archive.addEventListener('change', () => this.#show(), {signal: this.#ending!.signal});
    const labelled = (control: HTMLElement, label: string): HTMLElement => el('div', {}, el('label', {for: control.id}, label), control);
    this.#found.replaceChildren(labelled(this.#search, say('mineSearch')), labelled(this.#order, say('mineSort')));
    const open = (): HTMLElement => button(sayDesk('deskIn'), () => this.#acts.bringIn(), {class: 'pb-button pb-primary pb-mine-in'});
    this.#whole.replaceChildren(
      this.#desk.root,
      el('h2', {}, sayDesk('deskCopies')),
      this.#tools,
      this.#count,
      this.#list,
      el('div', {class: 'pb-buttons'}, open()),
    );
    this.#first.replaceChildren(...first(this, this.#sheets), el('p', {}, say('mineFirstHelp')), el('div', {class: 'pb-buttons'}, open()));
    return el(
      'div',
      {class: 'pb-mine-desk', 'data-search-exclude': true},
      this.#whole,
      this.#first,
      this.#storage,
      this.#told,
      el('h2', {}, say('mineSheets')),
    );
  }

  async #read(): Promise<void> {
    const turn = (this.#reading += 1);
    const [contents, loop] = await Promise.all([this.#store.read(), this.#readLoop()]);
    if (turn !== this.#reading || !this.#ending) return; // a later reading knows more
    this.#contents = contents;
    this.#loopPart = loop;
    this.#show();
    this.#listen();
    await this.#showStorage();
  }

  #title({copy, about}: StoredCopy): string {
    return this.#sheets.get(copy.worksheet)?.title ?? about?.title ?? copy.worksheet;
  }

  #show(): void {
    const isListed = ({copy}: StoredCopy): boolean => !isGone(copy) && copy.leaves.size > 0 && !this.#sheets.get(copy.worksheet)?.practice;
    const who = whoIs(this.#loopPart.me, this.#loopPart.asked);
    const standing = this.#contents.copies
      .filter(isListed)
      .map(each => ({...each, about: aboutOf(each, this.#known.get(each.copy.worksheet), who)}));
    const isEmpty = standing.length + this.#loopPart.asked.length === 0;
    const focused = isEmpty !== this.#whole.hidden && this.contains(document.activeElement);
    [this.#whole.hidden, this.#first.hidden] = [isEmpty, !isEmpty];
    if (focused) (isEmpty ? this.#first : this.#whole).querySelector<HTMLElement>('h2')?.focus();
    this.#desk.show(standing, this.#loopPart);
    const isFiled = standing.some(({copy}) => isArchived(copy));
    this.#found.hidden = standing.length < FEW;
    this.#filed.hidden = !isFiled;
    this.#tools.hidden = this.#found.hidden && this.#filed.hidden;
    const wanted = standing.filter(
      each => (this.#archive.checked || !isArchived(each.copy)) && matches(each, this.#title(each), this.#search.value),
    );
    setText(this.#count, this.#search.value ? say('mineFound', {n: wanted.length}) : '');
    const sorted = ordered(wanted, this.#order.value as Order, pageLanguage());
    const shown = JSON.stringify(
      sorted.map(({copy, about}) => [copy.worksheet, copy.copy, copy.updated, [...copy.leaves], about, lastBackup(this.#store.site, copy)]),
    );
    if (this.#shown === shown) return; // a list redrawn under the pointer swallows the click
    this.#shown = shown;
    const refocus = keepFocus(this.#list, this.#search);
    const open = new Set(
      [...this.#list.querySelectorAll<HTMLElement>('.pb-mine-copy:has(details[open])')].map(({dataset}) => dataset['key']),
    );
    this.#list.replaceChildren(el('ul', {class: 'pb-mine-copies'}, ...sorted.map(each => this.#line(each))));
    for (const line of this.#list.querySelectorAll<HTMLElement>('.pb-mine-copy'))
      if (open.has(line.dataset['key'])) line.querySelector('details')!.open = true;
    refocus();
  }

  #line(each: StoredCopy): HTMLElement {
    const place = {site: this.#store.site, title: this.#title(each), href: this.#sheets.get(each.copy.worksheet)?.link.href ?? ''};
    return copyLine(each, place, this.#acts.of(each));
  }

  async #showStorage(): Promise<void> {
    const isEmpty = this.#whole.hidden;
    const does = {all: () => this.#acts.backupAll(), ask: () => void this.#ask(), clear: () => this.#acts.clear()};
    const lines = [...(await storageLines(this.#contents, this.#store.site, isEmpty, does)), ...(await this.#elsewhere())];
    const focused = this.#storage.contains(document.activeElement);
    this.#storage.hidden = lines.length === 0;
    this.#storage.setAttribute('aria-labelledby', 'pb-mine-storage');
    this.#storage.replaceChildren(el('h2', {id: 'pb-mine-storage', tabindex: '-1'}, say('mineStorage')), ...lines);
    if (focused) this.#storage.querySelector<HTMLElement>('button, h2')?.focus();
  }

  async #ask(): Promise<void> {
    const words = (await navigator.storage.persist().catch(() => false)) ? 'mineLasting' : 'mineNotLasting';
    await this.#showStorage();
    this.#told.replaceChildren(el('p', {}, say(words)));
  }

  /** What this browser keeps under other names of the site, for sheets that this site has. */
  async #elsewhere(): Promise<HTMLElement[]> {
    const found = await elsewhere(this.#store.site, [...this.#sheets.keys()]).catch(() => []);
    return found.map(each =>
      el(
        'p',
        {class: 'pb-elsewhere'},
        `${sayCopy('elsewhere', {n: each.copies, site: each.site})} `,
        button(sayCopy('elsewhereBring'), () => void this.#acts.bringOver(each)),
      ),
    );
  }
}
