/** All copies of all sheets of a site, as this browser holds them. */

import {Ticker} from '../model/clock.ts';
import {Refusal, readStored} from '../model/gate.ts';
import {type Incoming, withoutBrought} from '../model/incoming.ts';
import {mergeCopies, writeLeaf} from '../model/merge.ts';
import {type Copy, GONE, randomId} from '../model/response.ts';
import type {About} from './database.ts';
import {journalled, readJournals} from './journal.ts';
import {keepPoint} from './points.ts';
import {SiteDatabase} from './site-database.ts';
import {tellAll} from './tabs.ts';
import {gather} from './tentative.ts';
import {writeCopy} from './write-copy.ts';

/** A copy and what its sheet said of it when it was last open. */
export interface StoredCopy {
  copy: Copy;
  about: About | null;
}

/** All that a site's database and journals hold. `partly`: records of which a part cannot be read; `refused`: the browser keeps nothing for this site. */
export interface SiteCopies {
  copies: StoredCopy[];
  unreadable: unknown[];
  partly: unknown[];
  refused: boolean;
}

const TEXT = 120;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 2000;
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1e6;

/** A stored remark, not trusted: anything odd is no remark. */
export function readAbout(value: unknown): About | null {
  if (typeof value !== 'object' || value === null) return null;
  const {title, done, all, dues} = value as Record<string, unknown>;
  if (!isText(title) || !isCount(done) || !isCount(all) || !Array.isArray(dues)) return null;
  const days = dues
    .slice(0, 50)
    .filter(
      (due): due is {day: string; label: string} =>
        typeof due === 'object' && due !== null && isText(due.label) && isText(due.day) && /^\d{4}-\d\d-\d\d$/.test(due.day),
    );
  return {title: title.slice(0, TEXT), done, all, dues: days.map(({day, label}) => ({day, label: label.slice(0, TEXT)}))};
}

/** Reads and writes the copies of one site. */
export class SiteStore {
  readonly #database: SiteDatabase;
  readonly #ticker = new Ticker(randomId('m', 8));
  readonly #writing = new Set<Promise<Copy>>();

  /** `heard` is called when the database answers after it had not. */
  constructor(
    readonly site: string,
    heard: () => void = () => undefined,
  ) {
    this.#database = new SiteDatabase(site, heard);
  }

  /** Everything, with what killed tabs left in their journals. */
  async read(): Promise<SiteCopies> {
    const found = new Map<string, StoredCopy>();
    const unreadable: unknown[] = [];
    const partly: unknown[] = [];
    let refused = false;
    try {
      for (const {record, about} of await this.#database.everything()) {
        try {
          const copy = readStored(record);
          if (copy.aside !== undefined) partly.push(record);
          found.set(`${copy.worksheet}/${copy.copy}`, {copy, about: readAbout(about)});
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          unreadable.push(record);
        }
      }
      unreadable.push(...(await this.#database.asides()));
    } catch {
      refused = true;
    }
    for (const worksheet of journalled(this.site)) this.#gather(worksheet, found);
    for (const {copy} of found.values()) for (const leaf of copy.leaves.values()) this.#ticker.observe(leaf.t);
    return {copies: [...found.values()], unreadable, partly, refused};
  }

  /** Take in what the journals of one sheet hold. */
  #gather(worksheet: string, found: Map<string, StoredCopy>): void {
    const copies = new Map([...found.values()].filter(({copy}) => copy.worksheet === worksheet).map(({copy}) => [copy.copy, copy]));
    for (const copy of readJournals(this.site, worksheet).copies.values()) gather(copy, copies);
    for (const copy of copies.values()) {
      const key = `${worksheet}/${copy.copy}`;
      found.set(key, {copy, about: found.get(key)?.about ?? null});
    }
  }

  /** Set one plain value of a copy, such as its name or that it was deleted, and tell open pages. */
  async set(copy: Copy, key: string, value: string | boolean, about: About | null = null): Promise<void> {
    const leaf = writeLeaf(copy.leaves.get(key), value, false, this.#ticker);
    await this.write({...copy, updated: new Date().toISOString(), leaves: new Map(copy.leaves).set(key, leaf)}, about);
  }

  /** Merge `copy` into what is stored. Rejects when storage is refused or full. */
  write(copy: Copy, about: About | null = null): Promise<void> {
    return this.#change(copy, stored => (stored ? mergeCopies(stored, copy) : copy), about);
  }

  /** Bring in a copy; what it changes is kept first. */
  async bring({copy, known, back}: Incoming): Promise<void> {
    if (known) await this.keep(known, 'import');
    if (copy.aside !== undefined) await this.#database.setAside(copy.worksheet, copy.copy, copy.aside);
    const mine = {...copy, site: this.site};
    await (known && back ? this.set(mergeCopies(known, mine), GONE, false) : this.write(mine));
  }

  /** Keep what could not be read, as it came. */
  setAside(worksheet: string, record: unknown): Promise<void> {
    return this.#database.setAside(worksheet, '', record);
  }

  /** Take back what was brought in. A copy that did not stand in the list leaves it again. */
  async takeBack(incoming: Incoming): Promise<void> {
    const {copy, known, back} = incoming;
    await this.#change(copy, stored => {
      const now = stored ?? copy;
      const before = withoutBrought(now, incoming, this.#ticker);
      if (known && !back) return before;
      return {...before, leaves: new Map(before.leaves).set(GONE, writeLeaf(now.leaves.get(GONE), true, false, this.#ticker))};
    });
  }

  /** Let go of the database, once what is under way is written: a resting page must keep no other waiting. */
  rest(): void {
    if (this.#writing.size === 0) this.#database.leave();
    else void Promise.allSettled(this.#writing).then(() => this.#database.leave());
  }

  /** Replace what is stored of a copy by what `make` makes of it. What cannot be read is set aside, what is newer stays. */
  async #change(copy: Copy, make: (stored: Copy | null) => Copy, about: About | null = null): Promise<void> {
    const writing = writeCopy(this.#database, copy, make, {about: about ?? undefined});
    this.#writing.add(writing);
    await writing.finally(() => this.#writing.delete(writing));
    tellAll(this.site, copy.worksheet, copy.copy);
  }

  /** Keep the state of a copy before something that changes much. */
  async keep(copy: Copy, why: string): Promise<void> {
    await keepPoint({database: this.#database, copy}, why);
  }
}
