/** What can be done on "My worksheets": each act says what became of it, with an undo where there is one. */

import type {LoopStore} from '../coaching/loop-store.ts';
import {noteBackup} from '../keep/backups.ts';
import {bringOver, type Elsewhere} from '../keep/elsewhere.ts';
import type {SiteCopies, SiteStore, StoredCopy} from '../keep/site-store.ts';
import {dayOf, today} from '../model/dates.ts';
import {Refusal} from '../model/gate.ts';
import type {Incoming} from '../model/incoming.ts';
import {nameOf} from '../model/limits.ts';
import {ARCHIVED, type Copy, GONE, isArchived, isGone, LABEL, newCopy, textOf, toRecord} from '../model/response.ts';
import {button} from '../page/dom.ts';
import {backupName, save} from '../page/download.ts';
import {askName} from '../page/name.ts';
import {siteFile} from '../travel/site-file.ts';
import {say as sayCopy} from '../words/copies.ts';
import {say as sayCore} from '../words/core.ts';
import {say as sayDesk} from '../words/desk.ts';
import {say} from '../words/mine.ts';
import type {Presses} from './copy-line.ts';
import type {DeskPage} from './desk-page.ts';
import type {ForMe} from './dialogs.ts';
import {loadMore, type MineMore} from './more.ts';
import type {Owed} from './owed.ts';

/** What the acts ask of the page. */
export interface Page {
  element: HTMLElement;
  store: SiteStore;
  desk: DeskPage;
  /** The loop's store, opened when it is first wanted. */
  loop(more: MineMore): LoopStore;
  contents(): SiteCopies;
  titleOf(worksheet: string): string;
  /** Read and show everything anew. */
  read(): Promise<void>;
  /** Show again what was read. */
  show(): void;
  tell(said: string, ...more: Node[]): void;
}

/** The acts of one page. */
export class Acts {
  constructor(private readonly page: Page) {}

  /** A copy as it stands now. */
  #now(copy: Copy): Copy {
    const {copies} = this.page.contents();
    return copies.find(each => each.copy.copy === copy.copy && each.copy.worksheet === copy.worksheet)?.copy ?? copy;
  }

  /** Do something that writes, then read again; say why when the browser refuses. */
  async #do(act: () => Promise<unknown>, said: string, ...more: Node[]): Promise<boolean> {
    const {page} = this;
    try {
      await act();
    } catch (error) {
      await page.read();
      page.tell(error instanceof Refusal && error.reason === 'tooLarge' ? sayCopy('cannotMerge') : sayCore('unkept'));
      return false;
    }
    await page.read();
    page.tell(said, ...more);
    return true;
  }

  #undo(act: () => Promise<unknown>, said = sayCore('undone')): HTMLButtonElement {
    return button(sayCore('undo'), () => void this.#do(act, said));
  }

  /** Do what a script is loaded for. */
  #late(act: (more: MineMore) => void): void {
    void loadMore().then(act, () => this.page.tell(sayCore('noMore')));
  }

  /** The presses of one copy, in their order. */
  of(each: StoredCopy): Presses {
    const {copy, about} = each;
    const label = textOf(copy, LABEL) || sayCore('untitled');
    const archived = isArchived(copy);
    return {
      mineRename: () => this.#rename(copy, label),
      mineDuplicate: () => this.#duplicate(copy, label, about),
      [archived ? 'mineUnarchive' : 'mineArchive']: () =>
        void this.#set(copy, ARCHIVED, !archived, sayCopy(archived ? 'unfiled' : 'filed')),
      mineDownload: () => this.#download(copy, label),
      mineDelete: () => void this.#delete(copy, label),
    };
  }

  /** Set one value of a copy; the undo writes what stood there before. */
  async #set(copy: Copy, key: string, value: string | boolean, said: string): Promise<void> {
    const {store} = this.page;
    const before = this.#now(copy).leaves.get(key)?.v ?? (typeof value === 'boolean' ? false : '');
    await this.#do(
      () => store.set(this.#now(copy), key, value),
      said,
      this.#undo(() => store.set(this.#now(copy), key, before)),
    );
  }

  /** Write one value of a copy from the desk. */
  write(copy: Copy, key: string, value: string, said: string): void {
    void this.#set(copy, key, value, said);
  }

  #rename(copy: Copy, label: string): void {
    askName(
      this.page.element,
      'pb-mine-name',
      say('mineRename'),
      label,
      sayCopy('save'),
      name => void this.#set(copy, LABEL, name, sayCopy('renamed')),
    );
  }

  #duplicate(copy: Copy, label: string, about: StoredCopy['about']): void {
    const offered = nameOf(label, name => sayCopy('copyOf', {label: name}));
    askName(this.page.element, 'pb-mine-name', say('mineDuplicate'), offered, say('mineDuplicate'), name => {
      const {copy: id, created} = newCopy(copy.site, copy.worksheet, copy.version);
      const twin = {...copy, copy: id, created, start: copy.start ?? dayOf(copy.created), leaves: new Map(copy.leaves)};
      void this.#do(() => this.page.store.set(twin, LABEL, name, about), say('mineBrought', {n: 1}));
    });
  }

  #download(copy: Copy, label: string): void {
    const {store, show, tell} = this.page;
    save(JSON.stringify(toRecord(copy), null, 1), backupName(copy.worksheet, label));
    noteBackup(store.site, copy);
    show();
    tell(say('mineSavedFile'));
  }

  async #delete(copy: Copy, label: string): Promise<void> {
    const {store} = this.page;
    await store.keep(copy, 'delete');
    await this.#do(
      () => store.set(copy, GONE, true),
      say('mineDeleted', {label}),
      this.#undo(() => store.set(this.#now(copy), GONE, false), say('mineBack', {label})),
    );
  }

  /** Everything, in one file. */
  backupAll(): void {
    const {store, contents, show, tell} = this.page;
    const copies = contents()
      .copies.map(({copy}) => copy)
      .filter(copy => copy.leaves.size && !isGone(copy));
    save(siteFile(store.site, copies), backupName(store.site, today()));
    for (const copy of copies) noteBackup(store.site, copy);
    show();
    tell(say('mineSavedFile'));
  }

  calendar(lines: readonly Owed[]): void {
    this.#late(more => more.calendarFile(this.page.desk, lines));
  }

  /** Open files of any kind. */
  bringIn(): void {
    const {page} = this;
    this.#late(more =>
      more.askForFiles(page.element, {
        copies: () => page.contents().copies.map(({copy}) => copy),
        site: page.store.site,
        titleOf: page.titleOf,
        bring: (all, forMe) => void this.#bring(all, forMe, more),
      }),
    );
  }

  async #bring(all: Incoming[], forMe: ForMe[], more: MineMore): Promise<void> {
    const {store, loop, tell} = this.page;
    const brought: Incoming[] = [];
    const whole = await this.#do(async () => {
      if (forMe.length) await more.takeUp(loop(more), forMe);
      for (const each of all) {
        await store.bring(each);
        brought.push(each);
      }
    }, '');
    if (!brought.length) {
      if (whole && forMe.length) tell(sayDesk('deskTaken', {n: forMe.length}));
      return;
    }
    const undo = this.#undo(async () => {
      for (const each of brought) await store.takeBack(each);
    });
    tell(`${whole ? '' : `${sayCore('unkept')} `}${say('mineBrought', {n: brought.length})}`, undo);
  }

  /** Take everything along and leave nothing here; the undo lives as long as this page. */
  clear(): void {
    const {element, store, loop, contents, read, tell} = this.page;
    this.#late(more => {
      const kept = loop(more);
      more.askToClear({
        parent: element,
        site: store.site,
        loop: kept,
        copies: async () => {
          const now = await store.read(); // other tabs write while the dialog stands open
          return (now.refused ? contents() : now).copies;
        },
        rest: () => store.rest(),
        done: putBack => {
          void read().then(() => {
            const prepare = (): Promise<unknown> => Promise.all([store.read(), kept.asked()]);
            const undo = this.#undo(() => putBack(prepare), sayDesk('deskPutBack'));
            tell(sayDesk('deskCleared'), undo);
            undo.focus();
          });
        },
      });
    });
  }

  /** Bring here what stands under another name of the site. */
  async bringOver(each: Elsewhere): Promise<void> {
    let brought = 0;
    const bring = async (): Promise<void> => {
      brought = await bringOver(each, this.page.store);
    };
    if (await this.#do(bring, '')) this.page.tell(sayCopy('elsewhereBrought', {n: brought}));
  }
}
