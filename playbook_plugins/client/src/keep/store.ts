/**
 * Saved means saved: memory, at once the journal, within 250 ms the database, and "Saved" only after its
 * `complete`. Tabs meet in the database: every write merges with what is stored, in one transaction.
 */

import {Ticker} from '../model/clock.ts';
import {dayOf, today} from '../model/dates.ts';
import {Refusal, readStored} from '../model/gate.ts';
import {mergeCopies, writeLeaf} from '../model/merge.ts';
import {type Copy, type Edit, LABEL, type Leaf, newCopy, otherVersions, ownerOf, randomId} from '../model/response.ts';
import {persist} from './connection.ts';
import {Copies} from './copies.ts';
import {type About, Database} from './database.ts';
import {type Journals, readJournals, writeJournal} from './journal.ts';
import {Tabs} from './tabs.ts';
import {answersOf, type Listed, listOf, movedTo, tentativeCopy, typeInto} from './tentative.ts';

/**
 * How it stands with the reader's answers. `unkept`: they are in memory only; `full`: the copy would be too large to be
 * read again; `newer`: a later version of the page wrote them.
 */
export type Standing = 'fresh' | 'saving' | 'saved' | 'full' | 'unkept' | 'newer';

/** The open copy and its values that the database does not have yet. */
interface Open {
  copy: Copy;
  dirty: Set<string>;
}

const DELAY = 250;
/** WebKit itself: Chromium keeps calling itself AppleWebKit/537.36. */
const FREEZES = typeof navigator !== 'undefined' && /AppleWebKit\/(?!537\.36)/.test(navigator.userAgent);
const VISIT = randomId('v', 8);
/** Stands among what is not saved yet for the day that offsets count from. */
const START = 'start';

/** Keeps the copies of one worksheet. Emits `change` (other answers came in) and `standing`. */
export class Store extends EventTarget {
  standing: Standing = 'fresh';
  readonly ticker: Ticker;
  readonly database: Database;
  #open: Open;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  /** The copies of this worksheet that the browser holds, and what of them could not be read. */
  readonly copies: Copies;
  readonly #tabs: Tabs;
  #opened = false;
  #resting = false;
  /** `visit` names the visit of the page: two tabs are two devices. */
  constructor(
    readonly site: string,
    readonly worksheet: string,
    readonly version: number,
    private readonly visit = VISIT,
  ) {
    super();
    this.ticker = new Ticker(visit);
    this.database = new Database(site, () => void this.#catchUp());
    this.copies = new Copies(this.database, site, worksheet, () => this.#stand('newer'));
    this.#tabs = new Tabs(site, worksheet, copy => void (copy === this.copy.copy ? this.refresh() : this.#meet(copy)));
    this.#open = {copy: tentativeCopy(site, worksheet, version), dirty: new Set()};
  }

  /** The copy that is open. */
  get copy(): Copy {
    return this.#open.copy;
  }

  /** Read what this browser holds, finish what killed tabs left, and open the copy last used. */
  async open(): Promise<void> {
    const journals = readJournals(this.site, this.worksheet);
    await this.#read();
    this.copies.gather(journals);
    this.#opened = true;
    this.#bringHome(); // what was typed while we were reading
    await this.#settle(journals);
    this.#tabs.listen();
  }

  /** Open the copy that is to be open, with what was typed meanwhile. */
  #bringHome(): void {
    const early = this.copy;
    this.#choose(this.copies.last);
    if (this.copy.copy === early.copy) return this.#keepDirty(early);
    writeJournal(early, new Set(), this.visit);
    for (const key of typeInto(this.copy, early, this.ticker)) this.#open.dirty.add(key);
    if (this.#open.dirty.size) this.#changed();
  }

  #keepDirty(early: Copy): void {
    Object.assign(this.copy, mergeCopies(this.copy, early));
    for (const key of early.leaves.keys()) this.#open.dirty.add(key);
    if (early.leaves.size) this.#later();
  }

  /** The database answers again: what it holds comes to what was typed meanwhile, hides nothing and doubles nothing. */
  async #catchUp(): Promise<void> {
    if (this.#resting || !this.#opened) return;
    const journals = readJournals(this.site, this.worksheet);
    await this.#read();
    if (this.copies.unread) return;
    this.copies.gather(journals);
    if (this.copy.tentative) this.#bringHome();
    else Object.assign(this.copy, mergeCopies(this.copy, this.copies.all.get(this.copy.copy) ?? this.copy));
    for (const leaf of this.copy.leaves.values()) this.#observe(leaf);
    this.dispatchEvent(new Event('change'));
    await this.#settle(journals);
    await this.flush();
    if (!this.#open.dirty.size && this.standing === 'unkept') this.#stand(this.copy.leaves.size ? 'saved' : 'fresh');
  }

  /** Write recovered journals to the database; until that worked they stay where they are. */
  async #settle(journals: Journals): Promise<void> {
    try {
      for (const copy of journals.copies.values()) await this.#write(copy);
      journals.settle();
    } catch (error) {
      if (journals.copies.size) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const reason = error instanceof Refusal && error.reason;
    this.#stand(this.standing === 'newer' || reason === 'newer' ? 'newer' : reason === 'tooLarge' ? 'full' : 'unkept');
  }

  async #read(): Promise<void> {
    try {
      await this.copies.read();
    } catch (error) {
      this.#fail(error);
    }
  }

  #choose(wanted: string, deleted = false): void {
    const found = this.copies.choose(wanted, deleted);
    this.#open = {copy: found ?? tentativeCopy(this.site, this.worksheet, this.version), dirty: new Set()};
    for (const leaf of this.copy.leaves.values()) this.#observe(leaf);
    if (this.standing === 'saving' || this.standing === 'fresh') this.#stand(found ? 'saved' : 'fresh');
  }

  #observe(leaf: Leaf): void {
    this.ticker.observe(leaf.t);
    for (const other of leaf.also ?? []) this.ticker.observe(other.t);
  }

  /** All copies, newest first, deleted ones included. */
  list(): Listed[] {
    const copies = new Map(this.copies.all);
    if (this.copy.leaves.size) copies.set(this.copy.copy, this.copy);
    return listOf(copies.values());
  }

  /** Any copy by its id. */
  find(copy: string): Copy | undefined {
    return copy === this.copy.copy ? this.copy : this.copies.all.get(copy);
  }

  /**
   * Open another copy; a deleted one only when `deleted` is set. The change is immediate, so that the next keystroke
   * belongs to the new copy; resolves when what was typed in the old one is written.
   */
  change(copy: string, deleted = false): Promise<void> {
    const written = this.#leave();
    this.copies.last = copy;
    this.#choose(copy, deleted);
    this.dispatchEvent(new Event('change'));
    return written;
  }

  /** Start a copy called `label` and open it at once. `from` gives its answers. Resolves when it is written. */
  start(label: string, from?: Copy): Promise<void> {
    void this.#leave();
    const copy = newCopy(this.site, this.worksheet, this.version);
    if (from) {
      void this.#setAside(copy.copy, from);
      Object.assign(copy, answersOf(from));
    }
    this.#open = {copy, dirty: new Set(copy.leaves.keys())};
    this.edit([{key: LABEL, value: label}]);
    this.copies.last = copy.copy;
    this.dispatchEvent(new Event('change'));
    return this.flush();
  }

  /** Finish with the open copy. Should the database refuse, its journal stays and is merged next time. */
  #leave(): Promise<void> {
    const written = this.flush();
    if (this.copy.leaves.size) this.copies.list(this.copy);
    return written;
  }

  /** Take the reader's edits: memory, journal, and soon the database. Returns what undoes them. */
  edit(edits: Edit[], fallback: (key: string) => string | boolean = () => ''): Edit[] {
    if (edits.some(({key}) => !ownerOf(key))) this.copy.tentative = false; // named, filed or deleted: a copy of its own
    if (!this.copy.leaves.size) this.copy.start ??= today();
    const before = edits.map(({key, text}): Edit => ({key, value: this.copy.leaves.get(key)?.v ?? fallback(key), ...(text && {text})}));
    for (const {key, value, text} of edits) {
      this.copy.leaves.set(key, writeLeaf(this.copy.leaves.get(key), value, text === true, this.ticker));
      this.copy.retired.delete(ownerOf(key));
      this.#open.dirty.add(key);
    }
    this.#changed();
    return before.reverse();
  }

  /** Give the copy that the reader begins by typing its first name. */
  begin(name: string): void {
    this.copy.start ??= today();
    this.copy.leaves.set(LABEL, writeLeaf(undefined, name, false, this.ticker));
    this.#open.dirty.add(LABEL);
  }

  /** The day that offsets count from. Once it was shown it is kept, so that it stays wherever the reader goes. */
  begunOn(): string {
    const {copy} = this;
    if (copy.start || !copy.leaves.size) return copy.start ?? today();
    copy.start = dayOf(copy.created);
    if (this.standing !== 'newer') {
      this.#open.dirty.add(START);
      this.#later();
    }
    return copy.start;
  }

  #changed(): void {
    this.copy.updated = new Date().toISOString();
    this.copy.version = this.version;
    this.#later();
  }

  /** Keep the text of the questions, and which answers no longer have one. */
  describe(labels: Map<string, string>, retired: Set<string>): void {
    for (const [key, label] of labels) this.copy.labels.set(key, label);
    this.copy.retired = retired;
  }

  /** Who tells what there is to say about the open copy; asked when it is saved. */
  tellAbout(about: () => About): void {
    this.#about = about;
  }

  #about: (() => About) | undefined;

  /** Merge another state of the open copy, from a file. The days of another copy's offsets do not come along. */
  async merge(other: Copy): Promise<void> {
    const start = other.copy === this.copy.copy ? other.start : this.copy.start;
    this.#open.copy = mergeCopies(this.copy, {...other, site: this.site, copy: this.copy.copy, ...(start && {start})});
    void this.#setAside(this.copy.copy, other);
    for (const [key, leaf] of this.copy.leaves) {
      this.#observe(leaf);
      this.#open.dirty.add(key);
    }
    this.#later();
    await this.flush();
    this.dispatchEvent(new Event('change'));
  }

  /** Keep what could not be read of a file, as it came. */
  async #setAside(copy: string, {aside}: Copy): Promise<void> {
    if (aside !== undefined) await this.database.setAside(this.worksheet, copy, aside).catch(() => undefined);
  }

  #later(): void {
    writeJournal(this.copy, this.#open.dirty, this.visit);
    if (this.standing !== 'unkept' && this.standing !== 'full') this.#stand('saving');
    if (this.#opened) this.#timer ??= setTimeout(() => void this.flush(), DELAY);
  }

  /** Write now; resolves when it is done or has failed, and `standing` says which. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const open = this.#open;
    this.#saving = this.#saving.then(() => this.#save(open));
    return this.#saving;
  }

  async #save(open: Open): Promise<void> {
    if (open.dirty.size === 0) return;
    const {copy} = open;
    const writing = new Map([...open.dirty].map(key => [key, copy.leaves.get(key)?.t]));
    try {
      const merged = await this.#write(copy);
      if (this.#open === open) this.#adopt(merged);
      for (const [key, clock] of writing) {
        const now = open.copy.leaves.get(key)?.t; // ours, or what another tab had written and we have taken in
        if (now === clock || now === merged.leaves.get(key)?.t) open.dirty.delete(key);
      }
      writeJournal(open.copy, open.dirty, this.visit);
      if (this.#open === open) this.#stand(open.dirty.size ? 'saving' : 'saved');
      this.#tabs.tell(copy.copy);
      persist();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Merge `copy` into what is stored. One that gave way to another copy is open as that one from now on. */
  async #write(copy: Copy): Promise<Copy> {
    const name = copy.copy;
    const merged = await this.copies.write(copy, copy === this.copy ? this.#about?.() : undefined);
    if (this.copy.copy !== name) return merged;
    this.copy.tentative = false;
    if (merged.copy !== name) {
      writeJournal(this.copy, new Set(), this.visit);
      Object.assign(this.copy, movedTo(this.copy, merged));
    }
    return merged;
  }

  /** Take in what other tabs wrote, under edits made since. */
  #adopt(merged: Copy): void {
    let changed = false;
    for (const [key, leaf] of merged.leaves) {
      const mine = this.copy.leaves.get(key);
      if (mine?.t === leaf.t && otherVersions(mine).length === otherVersions(leaf).length) continue;
      changed = true;
    }
    if (!changed && this.copy.start === merged.start) return;
    Object.assign(this.copy, mergeCopies(this.copy, merged));
    for (const leaf of merged.leaves.values()) this.#observe(leaf);
    this.dispatchEvent(new Event('change'));
  }

  /** Read the open copy again: another tab wrote, or the page came back from rest. */
  async refresh(): Promise<void> {
    try {
      const record = await this.database.one(this.worksheet, this.copy.copy);
      if (record !== undefined) this.#adopt(readStored(record));
    } catch {
      // What is on the page stays; the next save says how it stands.
    }
  }

  /** Copies came from elsewhere: list them, and open one where nothing was typed yet. */
  async readAgain(): Promise<void> {
    await this.#read();
    if (this.copy.leaves.size === 0) this.#choose(this.copies.last);
    this.dispatchEvent(new Event('change'));
  }

  /** Another tab wrote another copy: list it, and open it where nothing was typed yet. */
  async #meet(name: string): Promise<void> {
    await this.#read();
    if (this.copy.leaves.size === 0 && this.copies.all.has(name)) this.#choose(name);
    this.dispatchEvent(new Event('change'));
  }

  /** The page goes: what is not written yet stands in the journal, and nothing is left open. */
  rest(): void {
    this.#resting = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const journalled = writeJournal(this.copy, this.#open.dirty, this.visit);
    this.#tabs.close();
    // WebKit would freeze a transaction with its page. The others finish it, and the database has it as well.
    if (journalled && FREEZES) this.database.leave();
    else void this.flush().then(() => this.database.leave());
  }

  /** The page is back. */
  wake(): void {
    this.#resting = false;
    this.#tabs.listen();
    void (this.copies.unread ? this.#catchUp() : this.refresh().then(() => this.flush()));
  }

  #stand(standing: Standing): void {
    if (this.standing === standing) return;
    this.standing = standing;
    this.dispatchEvent(new Event('standing'));
  }
}
