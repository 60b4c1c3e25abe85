/** The loop's own data in this browser: the store behind `LoopStore` (loop-store.ts). It needs no page and no sheet's script. */

import {forget, remember} from '../keep/journal.ts';
import {allRows, LoopDatabase, type Rows, TABLES, type Table} from '../keep/loop-database.ts';
import {Ticker} from '../model/clock.ts';
import {today} from '../model/dates.ts';
import {LIMITS} from '../model/limits.ts';
import {writeLeaf} from '../model/merge.ts';
import {randomId} from '../model/response.ts';
import {breath} from './breath.ts';
import {isMail, MOST, NEVER, oneLine} from './fields.ts';
import type {Leaf, Remarks} from './formats.ts';
import {
  handledRow,
  memberRow,
  readAsked,
  readable,
  readableOne,
  readGiven,
  readHandled,
  readIndex,
  readKept,
  readMe,
  readMember,
  readRemarksRow,
  readSent,
  readSettings,
  sideOf,
} from './kept.ts';
import type {
  Asked,
  EntryOf,
  Everything,
  Given,
  Handled,
  IndexEntry,
  KeptReturn,
  LoopStore,
  Me,
  Member,
  SentReturn,
  Settings,
  Side,
  Taken,
} from './loop-store.ts';
import {eraseFrom, letGo, putMember, putRemarks, TAKING, type Taking, takeIn} from './shelf.ts';
import {everythingIn, restoreInto} from './team-file.ts';

/** How many returns one transaction takes in. */
const BATCH = 200;

function channelOf(site: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`playbook-loop:${site}`);
  } catch {
    return undefined; // Firefox refuses where storage is refused
  }
}

const batches = <T>(all: readonly T[]): T[][] =>
  Array.from({length: Math.ceil(all.length / BATCH)}, (_, n) => all.slice(n * BATCH, (n + 1) * BATCH));

class Loop implements LoopStore {
  readonly #database: LoopDatabase;
  readonly #ticker = new Ticker(randomId('l', 8));
  readonly #listeners = new Set<() => void>();
  #channel: BroadcastChannel | undefined;

  constructor(
    readonly site: string,
    private readonly made: boolean,
  ) {
    this.#database = new LoopDatabase(site, made, () => this.#heard());
  }

  get inMemory(): boolean {
    return this.#database.inMemory;
  }

  #heard(): void {
    for (const listener of this.#listeners) listener();
  }

  #read<T>(tables: readonly Table[], work: (rows: Rows) => Promise<T>): Promise<T> {
    return this.#database.read(tables, work);
  }

  async #write<T>(tables: readonly Table[], work: (rows: Rows) => Promise<T>): Promise<T> {
    const made = await this.#database.write(tables, work);
    this.#tell();
    return made;
  }

  /** Tell the other pages of this site. */
  #tell(): void {
    if (this.made) return;
    remember(`playbook:${this.site}:loop`, 'yes'); // by which a sheet knows that there is something to read
    const channel = this.#channel ?? channelOf(this.site);
    channel?.postMessage('');
    if (channel !== this.#channel) channel?.close();
  }

  listen(changed: () => void): () => void {
    const told = (): void => changed();
    this.#listeners.add(told);
    if (!this.made) this.#channel ??= channelOf(this.site);
    if (this.#channel) this.#channel.onmessage = () => this.#heard();
    return () => {
      this.#listeners.delete(told);
      if (this.#listeners.size) return;
      this.#channel?.close();
      this.#channel = undefined;
    };
  }

  leaf(before: Leaf | undefined, value: string | boolean, text = false): Leaf {
    return writeLeaf(before?.t === NEVER ? undefined : before, value, text, this.#ticker);
  }

  #observe(leaves: Iterable<Leaf>): void {
    for (const {t, also} of leaves) for (const clock of [t, ...(also ?? []).map(other => other.t)]) this.#ticker.observe(clock);
  }

  // Who works here

  async me(): Promise<Me | null> {
    return readableOne(await this.#read(['own'], rows => rows.get('own', 'me')), readMe);
  }

  setMe(name: string, mail?: string, id?: string): Promise<Me> {
    return this.#write(['own'], async rows => {
      const held = await readableOne(await rows.get('own', 'me'), readMe);
      const address = mail ?? held?.mail ?? '';
      const me = {id: id ?? held?.id ?? randomId('p', 12), name: nameIn(name), mail: isMail(address) ? address : ''};
      rows.put('own', 'me', me);
      return me;
    });
  }

  // The person's side

  async asked(): Promise<Asked[]> {
    return readable(await this.#read(['asked'], rows => rows.all('asked')), readAsked);
  }

  takeUp({assignment, text}: Parameters<LoopStore['takeUp']>[0]): Promise<Asked> {
    return this.#changeAsked(assignment.id, held => {
      if (held && held.assignment.made > assignment.made) return held;
      const again = held !== null && held.assignment.made < assignment.made;
      const before = {taken: held?.taken ?? today(), copy: held?.copy ?? '', declined: again ? null : (held?.declined ?? null)};
      return {...before, assignment, text};
    });
  }

  async started(assignment: string, copy: string): Promise<void> {
    await this.#changeAsked(assignment, held => ({...known(held, assignment), copy, declined: null}));
  }

  async decline(assignment: string, say: string): Promise<void> {
    await this.#changeAsked(assignment, held => ({
      ...known(held, assignment),
      declined: {day: today(), say: oneLine(say, MOST.say)},
    }));
  }

  #changeAsked(assignment: string, change: (held: Asked | null) => Asked): Promise<Asked> {
    return this.#write(['asked'], async rows => {
      const asked = change(await readableOne(await rows.get('asked', assignment), readAsked));
      const {text, taken, copy, declined} = asked;
      rows.put('asked', assignment, {text, taken, copy, declined});
      return asked;
    });
  }

  async sent(copy?: string): Promise<SentReturn[]> {
    const all = await readable(await this.#read(['sent'], rows => rows.all('sent')), readSent);
    return all.filter(each => copy === undefined || each.copy === copy).sort((a, b) => a.seq - b.seq);
  }

  noteSent(sent: SentReturn): Promise<void> {
    return this.#write(['sent'], async rows => rows.put('sent', sent.id, {...sent}));
  }

  // The coach's side

  async given(): Promise<Given[]> {
    return readable(await this.#read(['given'], rows => rows.all('given')), readGiven);
  }

  give({assignment, text, sent}: Given): Promise<void> {
    return this.#write(['given'], async rows => rows.put('given', assignment.id, {text, sent}));
  }

  async members(): Promise<Member[]> {
    const all = await readable(await this.#read(['members'], rows => rows.all('members')), readMember);
    for (const {name, also, mail, left, next} of all) this.#observe([name, also, mail, left, next]);
    return all.sort((a, b) => (String(a.name.v) < String(b.name.v) ? -1 : 1));
  }

  addMember(name: string, id = randomId('p', 12)): Promise<Member> {
    const never = {v: '', t: NEVER};
    return this.#write(['members', 'erased'], async rows => {
      const free = (await rows.get('erased', id)) === undefined ? id : randomId('p', 12); // who was erased comes back as somebody new
      const held = await readableOne(await rows.get('members', free), readMember);
      if (held) return held;
      const made = {id: free, name: this.leaf(undefined, nameIn(name)), also: never, mail: never, left: never, next: never};
      return putMember(rows, made, memberRow);
    });
  }

  changeMember(id: string, part: Exclude<keyof Member, 'id'>, value: string | boolean): Promise<Member> {
    return this.#write(['members'], async rows => {
      const held = await readableOne(await rows.get('members', id), readMember);
      if (!held) throw new Error(`no member ${id}`);
      return putMember(rows, {...held, [part]: this.leaf(held[part], value)}, memberRow);
    });
  }

  async keepReturns(all: Parameters<LoopStore['keepReturns']>[0]): Promise<Taken[]> {
    const taking = all.map(({envelope, person, entry}): Taking => {
      const {returned, text, digest} = envelope;
      return {kept: {returned, text, digest, person, taken: today()}, entry};
    });
    return this.#takeIn(taking);
  }

  async #takeIn(all: readonly Taking[]): Promise<Taken[]> {
    const told: Taken[] = [];
    for (const batch of batches(all)) told.push(...(await this.#database.write(TAKING, rows => takeIn(rows, batch))));
    if (told.includes('new')) this.#tell();
    return told;
  }

  async returns(person: string): Promise<KeptReturn[]> {
    return readable(await this.#read(['returns'], rows => rows.of(person)), readKept, breath());
  }

  async index(): Promise<IndexEntry[]> {
    const rows = await this.#read(['index'], rows => rows.all('index'));
    return (await readable(rows, readIndex, breath())).flat();
  }

  deleteReturns(digests: readonly string[]): Promise<void> {
    return this.#write(['returns', 'index', 'remarks'], rows => letGo(rows, digests));
  }

  // Remarks

  async remarks(side: Side, copy: string): Promise<Remarks | null> {
    return readableOne(await this.#read(['remarks'], rows => rows.get('remarks', `${side}/${copy}`)), readRemarksRow);
  }

  async allRemarks(side: Side): Promise<Remarks[]> {
    return readable(sideOf(await this.#read(['remarks'], rows => rows.all('remarks')), side), readRemarksRow);
  }

  addRemarks(side: Side, remarks: Remarks): Promise<Remarks> {
    return this.#write(['remarks'], rows => putRemarks(rows, side, remarks));
  }

  deleteRemarks(side: Side, copy: string): Promise<void> {
    return this.#write(['remarks', 'handled'], async rows => {
      rows.delete('remarks', `${side}/${copy}`);
      if (side === 'theirs') rows.delete('handled', copy);
    });
  }

  async handled(copy: string): Promise<Handled> {
    return handledIn(await this.#read(['handled'], rows => rows.get('handled', copy)));
  }

  reply(copy: string, remark: string, text: string): Promise<Handled> {
    return this.#changeHandled(copy, ({replies, hidden}) => ({
      replies: new Map(replies).set(remark, this.leaf(replies.get(remark), text, true)),
      hidden,
    }));
  }

  hide(copy: string, remark: string, hidden: boolean): Promise<Handled> {
    return this.#changeHandled(copy, held => {
      const all = new Set(held.hidden).add(remark);
      if (!hidden) all.delete(remark);
      return {replies: held.replies, hidden: all};
    });
  }

  #changeHandled(copy: string, change: (held: Handled) => Handled): Promise<Handled> {
    return this.#write(['handled'], async rows => {
      const made = change(await handledIn(await rows.get('handled', copy)));
      rows.put('handled', copy, {copy, ...handledRow(made)});
      return made;
    });
  }

  // All of it

  async settings(): Promise<Settings> {
    return readSettings(await this.#read(['own'], rows => rows.get('own', 'settings')));
  }

  setSettings(part: Partial<Settings>): Promise<void> {
    return this.#write(['own'], async rows => rows.put('own', 'settings', {...readSettings(await rows.get('own', 'settings')), ...part}));
  }

  async everything(): Promise<Everything> {
    return everythingIn(await this.#read(TABLES, allRows)); // through the gate in slices: no transaction lasts that long
  }

  async restore(all: Everything, entryOf: EntryOf): Promise<void> {
    await this.#write(TABLES, rows => restoreInto(rows, all));
    const wait = breath();
    const taking: Taking[] = [];
    for (const kept of all.returns) {
      taking.push({kept, entry: entryOf(kept)});
      await wait();
    }
    await this.#takeIn(taking);
  }

  async reindex(entryOf: EntryOf): Promise<void> {
    await this.#write(['returns', 'index'], async rows => {
      const all = new Map<string, IndexEntry[]>();
      for (const kept of await readable(await rows.all('returns'), readKept)) {
        const {person, digest} = kept;
        all.set(person, [...(all.get(person) ?? []), {...entryOf(kept), person, digest}]);
      }
      for (const person of await rows.keys('index')) rows.delete('index', person);
      for (const [person, entries] of all) rows.put('index', person, {person, entries: JSON.stringify(entries)});
    });
  }

  erase(person: string): Promise<void> {
    return this.#write(TABLES, rows => eraseFrom(rows, person));
  }

  async clear(): Promise<void> {
    await this.#database.clear();
    this.#tell();
    forget(`playbook:${this.site}:loop`);
  }
}

const nameIn = (name: string): string => oneLine(name, LIMITS.name);

const handledIn = async (row: unknown): Promise<Handled> => (await readableOne(row, readHandled)) ?? readHandled(undefined);

function known(held: Asked | null, assignment: string): Asked {
  if (!held) throw new Error(`no assignment ${assignment}`);
  return held;
}

/** The loop's data of a site; `made` keeps all of it in memory, for a team that is made up. */
export const openLoop = (site: string, made = false): LoopStore => new Loop(site, made);
