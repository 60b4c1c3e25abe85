/** `<playbook-mine>`: every copy of every sheet that this browser holds. Contract: docs/contributing/html-contract.md. */

import {openLoop} from '../coaching/loop.ts';
import type {LoopStore} from '../coaching/loop-store.ts';
import {type Sheets, sheetsIn} from '../coaching/sheets.ts';
import {lastBackup, noteBackup} from '../keep/backups.ts';
import {bringOver, type Elsewhere, elsewhere} from '../keep/elsewhere.ts';
import {type SiteCopies, SiteStore, type StoredCopy} from '../keep/site-store.ts';
import {Tabs} from '../keep/tabs.ts';
import {putBack} from '../keep/wipe.ts';
import {dayOf, today} from '../model/dates.ts';
import {Refusal} from '../model/gate.ts';
import type {Incoming} from '../model/incoming.ts';
import {nameOf} from '../model/limits.ts';
import {ARCHIVED, type Copy, GONE, isArchived, isGone, LABEL, newCopy, textOf, toRecord} from '../model/response.ts';
import {button, el, setText} from '../page/dom.ts';
import {backupName, save} from '../page/download.ts';
import {askName} from '../page/name.ts';
import {siteFile} from '../travel/site-file.ts';
import {say as sayCopy} from '../words/copies.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say as sayDesk} from '../words/desk.ts';
import {say} from '../words/mine.ts';
import {say as sayOut} from '../words/out.ts';
import {askForFiles, type ForMe, takeUp} from './bring-files.ts';
import {askToClear, everythingFile} from './clear.ts';
import {copyLine} from './copy-line.ts';
import {Desk, type LoopRead, NO_LOOP, readLoop} from './desk.ts';
import {keepFocus} from './focus.ts';
import {type ListedSheet, matches, type Order, ordered} from './list.ts';
import {aboutOf} from './owed.ts';
import {storageLines} from './storage.ts';

const PAUSE = 400; // another tab saves several times a second

/** Lists, opens, names, archives, deletes, takes out and brings in. */
export class PlaybookMine extends HTMLElement {
  #store!: SiteStore;
  #loop!: LoopStore;
  #loopRead: LoopRead = NO_LOOP;
  #known: Sheets = new Map();
  #desk!: Desk;
  #tools!: HTMLElement;
  #sheets = new Map<string, ListedSheet>();
  #contents: SiteCopies = {copies: [], unreadable: [], partly: [], refused: false};
  #showsArchive = false;
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

  connectedCallback(): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    const {signal} = this.#ending;
    const site = this.getAttribute('site') || 'site';
    [this.#store, this.#loop] = [new SiteStore(site, () => void this.#read()), openLoop(site)];
    signal.addEventListener(
      'abort',
      this.#loop.listen(() => this.#readSoon()),
    );
    this.#known = sheetsIn(this);
    for (const line of this.querySelectorAll<HTMLElement>('li[data-sheet]')) {
      const link = line.querySelector('a');
      if (link)
        this.#sheets.set(line.dataset['sheet']!, {title: link.textContent.trim(), link, practice: line.hasAttribute('data-practice')});
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

  #controls(): HTMLElement {
    this.#desk = new Desk({
      element: this,
      site: this.#store.site,
      sheets: this.#known,
      addressOf: worksheet => this.#sheets.get(worksheet)?.link.href ?? '',
      write: (copy, key, value, said) => void this.#write(copy, key, value, said),
    });
    const archive = el('input', {type: 'checkbox', id: 'pb-mine-archive'});
    archive.addEventListener('change', () => {
      this.#showsArchive = archive.checked;
      this.#show();
    });
    this.#tools = el(
      'div',
      {class: 'pb-mine-tools'},
      el('div', {}, el('label', {for: this.#search.id}, say('mineSearch')), this.#search),
      el('div', {}, el('label', {for: this.#order.id}, say('mineSort')), this.#order),
      el('label', {class: 'pb-choice'}, archive, ` ${say('showArchived')}`),
    );
    return el(
      'div',
      {class: 'pb-mine-desk', 'data-search-exclude': true},
      this.#told,
      this.#desk.root,
      el('h2', {}, sayDesk('deskCopies')),
      this.#tools,
      this.#count,
      this.#list,
      el(
        'div',
        {class: 'pb-buttons'},
        button(sayDesk('deskIn'), () => this.#bringIn(), {class: 'pb-button pb-primary pb-mine-in'}),
        button(say('mineAll'), () => this.#backupAll()),
        button(sayDesk('deskClear'), () => this.#clear(), {class: 'pb-button pb-mine-clear'}),
      ),
      el('p', {class: 'pb-help'}, sayDesk('deskShared')),
      this.#storage,
      el('h2', {}, say('mineSheets')),
    );
  }

  /** Take everything along and leave nothing here; the undo lives as long as this page. */
  #clear(): void {
    // Read when it is pressed: other tabs write while the dialog stands open.
    const file = async (): Promise<string> => {
      const now = await this.#store.read();
      return everythingFile((now.refused ? this.#contents : now).copies, this.#loop);
    };
    askToClear(
      this,
      this.#store.site,
      file,
      () => this.#store.rest(),
      wiped => {
        void this.#read().then(() => {
          const undo = button(sayCore('undo'), () => {
            const prepare = (): Promise<unknown> => Promise.all([this.#store.read(), this.#loop.asked()]);
            void this.#do(() => putBack(wiped, prepare), sayDesk('deskPutBack'));
          });
          this.#tell(sayDesk('deskCleared'), undo);
          undo.focus();
        });
      },
    );
  }

  async #read(): Promise<void> {
    const turn = (this.#reading += 1);
    const [contents, loop] = await Promise.all([this.#store.read(), readLoop(this.#loop)]);
    if (turn !== this.#reading || !this.#ending) return; // a later reading knows more
    this.#contents = contents;
    this.#loopRead = loop;
    this.#show();
    this.#listen();
    await this.#showStorage();
  }

  #title({copy, about}: StoredCopy): string {
    return this.#sheets.get(copy.worksheet)?.title ?? about?.title ?? copy.worksheet;
  }

  #show(): void {
    const isListed = ({copy}: StoredCopy): boolean => !isGone(copy) && copy.leaves.size > 0 && !this.#sheets.get(copy.worksheet)?.practice;
    const standing = this.#contents.copies
      .filter(isListed)
      .map(each => ({...each, about: aboutOf(each, this.#known.get(each.copy.worksheet))}));
    this.#desk.show(standing, this.#loopRead);
    const wanted = standing.filter(
      each => (this.#showsArchive || !isArchived(each.copy)) && matches(each, this.#title(each), this.#search.value),
    );
    setText(this.#count, standing.length ? say('mineFound', {n: wanted.length}) : say('mineNone'));
    this.#tools.hidden = standing.length === 0;
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
    const {copy, about} = each;
    const label = textOf(copy, LABEL) || sayCore('untitled');
    return copyLine(
      each,
      {site: this.#store.site, title: this.#title(each), href: this.#sheets.get(copy.worksheet)?.link.href ?? ''},
      {
        mineRename: () => this.#rename(copy, label),
        mineDuplicate: () => void this.#duplicate(copy, label, about),
        [isArchived(copy) ? 'mineUnarchive' : 'mineArchive']: () =>
          void this.#do(() => this.#store.set(copy, ARCHIVED, !isArchived(copy)), say('mineDone')),
        mineDownload: () => this.#download(copy, label),
        mineDelete: () => void this.#delete(copy, label),
      },
    );
  }

  /** Write one value of a copy from the desk; the undo writes what stood there before. */
  async #write(copy: Copy, key: string, value: string, said: string): Promise<void> {
    const now = (): Copy =>
      this.#contents.copies.find(each => each.copy.copy === copy.copy && each.copy.worksheet === copy.worksheet)?.copy ?? copy;
    const before = now().leaves.get(key)?.v ?? '';
    if (!(await this.#do(() => this.#store.set(now(), key, value), ''))) return;
    this.#tell(
      said,
      button(sayCore('undo'), () => void this.#do(() => this.#store.set(now(), key, before), sayCore('undone'))),
    );
  }

  /** Do something that writes, then read again; say why when the browser refuses. */
  async #do(act: () => Promise<void>, said: string): Promise<boolean> {
    try {
      await act();
    } catch (error) {
      await this.#read();
      this.#tell(error instanceof Refusal && error.reason === 'tooLarge' ? sayOut('cannotMerge') : sayCore('unkept'));
      return false;
    }
    await this.#read();
    this.#tell(said);
    return true;
  }

  #tell(said: string, ...more: Node[]): void {
    this.#told.replaceChildren(el('p', {}, said, ' ', ...more));
  }

  #rename(copy: Copy, label: string): void {
    askName(
      this,
      'pb-mine-name',
      say('mineRename'),
      label,
      sayCopy('save'),
      name => void this.#do(() => this.#store.set(copy, LABEL, name), sayCopy('renamed')),
    );
  }

  async #duplicate(copy: Copy, label: string, about: StoredCopy['about']): Promise<void> {
    const {copy: id, created} = newCopy(copy.site, copy.worksheet, copy.version);
    const twin = {...copy, copy: id, created, start: copy.start ?? dayOf(copy.created), leaves: new Map(copy.leaves)};
    await this.#do(
      () =>
        this.#store.set(
          twin,
          LABEL,
          nameOf(label, name => sayCopy('copyOf', {label: name})),
          about,
        ),
      say('mineDone'),
    );
  }

  #download(copy: Copy, label: string): void {
    save(JSON.stringify(toRecord(copy), null, 1), backupName(copy.worksheet, label));
    noteBackup(this.#store.site, copy);
    this.#show();
  }

  async #delete(copy: Copy, label: string): Promise<void> {
    await this.#store.keep(copy, 'delete');
    if (!(await this.#do(() => this.#store.set(copy, GONE, true), ''))) return;
    this.#tell(
      say('mineDeleted', {label}),
      button(sayCore('undo'), () => void this.#bringBack(copy, label)),
    );
  }

  async #bringBack(copy: Copy, label: string): Promise<void> {
    const now = this.#contents.copies.find(each => each.copy.copy === copy.copy && each.copy.worksheet === copy.worksheet)?.copy ?? copy;
    await this.#do(() => this.#store.set(now, GONE, false), say('mineBack', {label}));
  }

  #backupAll(): void {
    const copies = this.#contents.copies.map(({copy}) => copy).filter(copy => copy.leaves.size && !isGone(copy));
    save(siteFile(this.#store.site, copies), backupName(this.#store.site, today()));
    for (const copy of copies) noteBackup(this.#store.site, copy);
    this.#show();
  }

  #bringIn(): void {
    askForFiles(this, {
      copies: () => this.#contents.copies.map(({copy}) => copy),
      site: this.#store.site,
      titleOf: worksheet => this.#sheets.get(worksheet)?.title ?? worksheet,
      bring: (all, forMe) => void this.#bring(all, forMe),
    });
  }

  async #bring(all: Incoming[], forMe: ForMe[]): Promise<void> {
    const brought: Incoming[] = [];
    const whole = await this.#do(async () => {
      await takeUp(this.#loop, forMe);
      for (const each of all) {
        await this.#store.bring(each);
        brought.push(each);
      }
    }, '');
    if (!brought.length) {
      if (whole && forMe.length) this.#tell(sayDesk('deskTaken', {n: forMe.length}));
      return;
    }
    const undo = button(
      sayCore('undo'),
      () =>
        void this.#do(async () => {
          for (const each of brought) await this.#store.takeBack(each);
        }, sayCore('undone')),
    );
    this.#tell(`${whole ? '' : `${sayCore('unkept')} `}${say('mineBrought', {n: brought.length})}`, undo);
  }

  async #showStorage(): Promise<void> {
    const lines = [...(await storageLines(this.#contents, this.#store.site, () => void this.#ask())), ...(await this.#elsewhere())];
    const focused = this.#storage.contains(document.activeElement);
    this.#storage.setAttribute('aria-labelledby', 'pb-mine-storage');
    this.#storage.replaceChildren(el('h2', {id: 'pb-mine-storage', tabindex: '-1'}, say('mineStorage')), ...lines);
    if (focused) this.#storage.querySelector<HTMLElement>('button, h2')?.focus();
  }

  /** What this browser keeps under other names of the site, for sheets that this site has. */
  async #elsewhere(): Promise<HTMLElement[]> {
    const found = await elsewhere(this.#store.site, [...this.#sheets.keys()]).catch(() => []);
    return found.map(each =>
      el(
        'p',
        {class: 'pb-elsewhere'},
        `${sayOut('elsewhere', {n: each.copies, site: each.site})} `,
        button(sayOut('elsewhereBring'), () => void this.#bringOver(each)),
      ),
    );
  }

  async #bringOver(each: Elsewhere): Promise<void> {
    let brought = 0;
    const bring = async (): Promise<void> => {
      brought = await bringOver(each, this.#store);
    };
    if (await this.#do(bring, '')) this.#tell(sayOut('elsewhereBrought', {n: brought}));
  }

  async #ask(): Promise<void> {
    const words = (await navigator.storage.persist().catch(() => false)) ? 'mineLasting' : 'mineNotLasting';
    await this.#showStorage();
    this.#tell(say(words));
  }
}
