/**
 * Saved means saved: memory, at once the journal, within 250 ms the database, and "Saved" only after its
 * `complete`. Tabs meet in the database: every write merges with what is stored, in one transaction.
 */

import {Ticker} from './clock.ts';
import {Database, type About, type Point} from './database.ts';
import {Refusal, readRecord} from './gate.ts';
import {readJournals, recall, remember, writeJournal} from './journal.ts';
import {mergeCopies, writeLeaf} from './merge.ts';
import {FILED, GONE, LABEL, newCopy, otherVersions, ownerOf, randomId, textOf, toRecord, type Copy, type Leaf} from './response.ts';

/** How it stands with the reader's answers. `unkept`: they are in memory only. */
export type Standing = 'fresh' | 'saving' | 'saved' | 'unkept' | 'newer';

/** One change by the reader; `text` values also keep what was written apart from them. */
export interface Edit {key: string; value: string | boolean; text?: boolean}

/** A copy in the list. */
export interface Listed {copy: string; label: string; updated: string; gone: boolean; filed: boolean}

/** The open copy and its values that the database does not have yet. */
interface Open {copy: Copy; dirty: Set<string>}

const DELAY = 250;
/** WebKit itself: Chromium keeps calling itself AppleWebKit/537.36. */
const FREEZES = typeof navigator !== 'undefined' && /AppleWebKit\/(?!537\.36)/.test(navigator.userAgent);
const visit = randomId('v', 8);

/** Keeps the copies of one worksheet. Emits `change` (other answers came in) and `standing`. */
export class Store extends EventTarget {
  standing: Standing = 'fresh';
  /** Stored records of this worksheet that could not be read, kept as they are. */
  unreadable: unknown[] = [];
  readonly ticker = new Ticker(visit);
  readonly #database: Database;
  #open: Open;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #channel: BroadcastChannel | undefined;
  #listed = new Map<string, Copy>();
  #opened = false;

  constructor(readonly site: string, readonly worksheet: string, readonly version: number) {
    super();
    this.#database = new Database(site);
    this.#open = {copy: newCopy(site, worksheet, version), dirty: new Set()};
  }

  /** The copy that is open. */
  get copy(): Copy {
    return this.#open.copy;
  }

  /** Read what this browser holds, finish what killed tabs left, and open the copy last used. */
  async open(): Promise<void> {
    const journals = readJournals(this.site, this.worksheet);
    await this.#read();
    for (const [name, journal] of journals.copies) {
      const known = this.#listed.get(name);
      this.#listed.set(name, known ? mergeCopies(known, journal) : journal);
    }
    const early = this.copy.leaves; // what was typed while we were reading
    const throwAway = this.copy;
    this.#choose(recall(this.#openKey));
    this.#opened = true;
    writeJournal(throwAway, new Set(), visit);
    if (early.size) this.edit([...early].map(([key, {v, b}]) => ({key, value: v, ...(b !== undefined && {text: true})})));
    await this.#settle(journals);
    this.#listen();
  }

  get #openKey(): string {
    return `playbook:${this.site}:open:${this.worksheet}`;
  }

  /** Write recovered journals to the database; until that worked they stay where they are. */
  async #settle(journals: ReturnType<typeof readJournals>): Promise<void> {
    try {
      for (const copy of journals.copies.values()) await this.#write(copy);
      journals.settle();
    } catch {
      if (journals.copies.size) this.#stand('unkept');
    }
  }

  async #read(): Promise<void> {
    let records: unknown[];
    try {
      records = await this.#database.all(this.worksheet);
    } catch {
      this.#stand('unkept');
      return;
    }
    this.unreadable = [];
    for (const record of records) {
      try {
        const copy = readRecord(record);
        this.#listed.set(copy.copy, copy);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.unreadable.push(record);
        if (error.reason === 'newer') this.#stand('newer');
      }
    }
  }

  #choose(wanted: string, deleted = false): void {
    const open = [...this.#listed.values()].filter(copy => copy.leaves.get(GONE)?.v !== true || (deleted && copy.copy === wanted));
    open.sort((a, b) => (a.updated < b.updated ? 1 : -1));
    const copy = open.find(each => each.copy === wanted) ?? open[0] ?? newCopy(this.site, this.worksheet, this.version);
    this.#open = {copy, dirty: new Set()};
    for (const leaf of this.copy.leaves.values()) this.#observe(leaf);
    if (this.standing === 'saving' || this.standing === 'fresh') this.#stand(open.length ? 'saved' : 'fresh');
  }

  #observe(leaf: Leaf): void {
    this.ticker.observe(leaf.t);
    for (const other of leaf.also ?? []) this.ticker.observe(other.t);
  }

  /** All copies, newest first, deleted ones included. */
  list(): Listed[] {
    const copies = new Map(this.#listed);
    if (this.copy.leaves.size) copies.set(this.copy.copy, this.copy);
    return [...copies.values()]
      .map(copy => ({copy: copy.copy, label: textOf(copy, LABEL), updated: copy.updated, gone: copy.leaves.get(GONE)?.v === true, filed: copy.leaves.get(FILED)?.v === true}))
      .sort((a, b) => Number(a.filed) - Number(b.filed) || (a.updated < b.updated ? 1 : -1));
  }

  /** Any copy by its id. */
  find(copy: string): Copy | undefined {
    return copy === this.copy.copy ? this.copy : this.#listed.get(copy);
  }

  /**
   * Open another copy; a deleted one only when `deleted` is set. The change is immediate, so that the next keystroke
   * belongs to the new copy; resolves when what was typed in the old one is written.
   */
  change(copy: string, deleted = false): Promise<void> {
    const written = this.#leave();
    remember(this.#openKey, copy);
    this.#choose(copy, deleted);
    this.dispatchEvent(new Event('change'));
    return written;
  }

  /** Start a copy called `label` and open it at once. `from` gives its answers. Resolves when it is written. */
  start(label: string, from?: Copy): Promise<void> {
    void this.#leave();
    const fresh = newCopy(this.site, this.worksheet, this.version);
    const copy = from ? {...from, site: this.site, copy: fresh.copy, created: fresh.created, leaves: new Map(from.leaves), labels: new Map(from.labels), retired: new Set(from.retired)} : fresh;
    copy.leaves.delete(GONE);
    this.#open = {copy, dirty: new Set(copy.leaves.keys())};
    this.edit([{key: LABEL, value: label}]);
    remember(this.#openKey, copy.copy);
    this.dispatchEvent(new Event('change'));
    return this.flush();
  }

  /** Finish with the open copy. Should the database refuse, its journal stays and is merged next time. */
  #leave(): Promise<void> {
    const written = this.flush();
    if (this.copy.leaves.size) this.#listed.set(this.copy.copy, this.copy);
    return written;
  }

  /** Take the reader's edits: memory, journal, and soon the database. Returns what undoes them. */
  edit(edits: Edit[], fallback: (key: string) => string | boolean = () => ''): Edit[] {
    const before = edits.map(({key, text}): Edit =>
      ({key, value: this.copy.leaves.get(key)?.v ?? fallback(key), ...(text && {text})}));
    for (const {key, value, text} of edits) {
      this.copy.leaves.set(key, writeLeaf(this.copy.leaves.get(key), value, text === true, this.ticker));
      this.copy.retired.delete(ownerOf(key));
      this.#open.dirty.add(key);
    }
    this.copy.updated = new Date().toISOString();
    this.copy.version = this.version;
    this.#later();
    return before.reverse();
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

  /** Merge another state of the open copy, from a file. */
  async merge(other: Copy): Promise<void> {
    this.#open.copy = mergeCopies(this.copy, {...other, site: this.site, copy: this.copy.copy});
    for (const [key, leaf] of this.copy.leaves) {
      this.#observe(leaf);
      this.#open.dirty.add(key);
    }
    this.#later();
    await this.flush();
    this.dispatchEvent(new Event('change'));
  }

  #later(): void {
    writeJournal(this.copy, this.#open.dirty, visit);
    if (this.standing !== 'unkept') this.#stand('saving');
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
      for (const [key, clock] of writing) if (open.copy.leaves.get(key)?.t === clock) open.dirty.delete(key);
      writeJournal(open.copy, open.dirty, visit);
      if (this.#open === open) this.#stand(open.dirty.size ? 'saving' : 'saved');
      this.#channel?.postMessage(copy.copy);
      this.#persist();
    } catch {
      this.#stand(this.standing === 'newer' ? 'newer' : 'unkept');
    }
  }

  /** Merge `copy` into what is stored. A record that cannot be read is moved aside in the same transaction. */
  async #write(copy: Copy): Promise<Copy> {
    let merged = copy;
    const about = copy === this.copy && this.#about ? {about: this.#about()} : {};
    await this.#database.update(copy.worksheet, copy.copy, stored => {
      if (stored === undefined) return {record: toRecord(copy), ...about};
      try {
        merged = mergeCopies(readRecord(stored), copy);
        return {record: toRecord(merged), ...about};
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.reason === 'newer') {
          this.#stand('newer');
          throw error;
        }
        return {record: toRecord(copy), aside: stored, ...about};
      }
    });
    this.#listed.set(merged.copy, merged);
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
    if (!changed) return;
    Object.assign(this.copy, mergeCopies(this.copy, merged));
    for (const leaf of merged.leaves.values()) this.#observe(leaf);
    this.dispatchEvent(new Event('change'));
  }

  /** Read the open copy again: another tab wrote, or the page came back from rest. */
  async refresh(): Promise<void> {
    try {
      const record = await this.#database.one(this.worksheet, this.copy.copy);
      if (record !== undefined) this.#adopt(readRecord(record));
    } catch {
      // What is on the page stays; the next save says how it stands.
    }
  }

  /** Another tab wrote another copy: list it, and open it where nothing was typed yet. */
  async #meet(name: string): Promise<void> {
    await this.#read();
    if (this.copy.leaves.size === 0 && this.#listed.has(name)) this.#choose(name);
    this.dispatchEvent(new Event('change'));
  }

  /** Keep the state of the open copy before something that changes much. */
  async keep(why: string): Promise<void> {
    const {worksheet, copy} = this.copy;
    await this.#database.keep({worksheet, copy, at: new Date().toISOString(), why, record: toRecord(this.copy)}).catch(() => undefined);
  }

  /** Earlier states, newest first; none when storage is refused. */
  points(): Promise<Point[]> {
    return this.#database.points(this.worksheet).catch(() => []);
  }

  #listen(): void {
    if (this.#channel || typeof BroadcastChannel === 'undefined') return;
    try {
      this.#channel = new BroadcastChannel(`playbook:${this.site}:${this.worksheet}`);
    } catch {
      return; // Firefox refuses where storage is refused
    }
    this.#channel.onmessage = event => {
      if (event.data === this.copy.copy) void this.refresh();
      else void this.#meet(String(event.data));
    };
  }

  /** The page goes: what is not written yet stands in the journal, and nothing is left open. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const journalled = writeJournal(this.copy, this.#open.dirty, visit);
    this.#channel?.close();
    this.#channel = undefined;
    // WebKit would freeze a transaction with its page. The others finish it, and the database has it as well.
    if (journalled && FREEZES) this.#database.leave();
    else void this.flush().then(() => this.#database.leave());
  }

  /** The page is back. */
  wake(): void {
    this.#listen();
    void this.refresh().then(() => this.flush());
  }

  #stand(standing: Standing): void {
    if (this.standing === standing) return;
    this.standing = standing;
    this.dispatchEvent(new Event('standing'));
  }

  #persisted = false;

  /** Ask once, after something was saved, that the browser keep it when space runs short. */
  #persist(): void {
    if (this.#persisted) return;
    this.#persisted = true;
    void navigator.storage?.persist?.().catch(() => false);
  }
}
