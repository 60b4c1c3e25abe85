/**
 * The loop's own data in this browser: the database `playbook-loop:<site>`, apart from the copies, so that a page of an
 * earlier edition goes on saving them (decisions/coaching.md). Everything that is read passes the gate again.
 */

import type {Sent as SentClock} from '../travel/dim.ts';
import type {Assignment, Day, Envelope, Leaf, Person, Remarks, Returned} from './formats.ts';

/** Who works in this browser; the name was asked once. */
export interface Me extends Person {
  mail: string;
}

/** Something that was asked of me. */
export interface Asked {
  assignment: Assignment;
  text: string;
  taken: Day;
  /** The copy that was begun for it; `''` before *Start*. */
  copy: string;
  declined: {day: Day; say: string} | null;
}

/** A return that I made. What it held is not kept: my copy is. */
export interface SentReturn {
  id: string;
  copy: string;
  sheet: string;
  assignment: string;
  seq: number;
  digest: string;
  day: Day;
  to: Person;
  /** The newest clock of the copy then (travel/dim.ts), to tell whether something has changed since. */
  clock: SentClock | null;
}

/** Something that I asked of somebody; `sent` is the day on which I said that I have sent it. */
export interface Given {
  assignment: Assignment;
  text: string;
  sent: Day;
}

/** Somebody on my team. Each value meets its other versions by its clock. */
export interface Member {
  id: string;
  name: Leaf;
  /** Other names, one a line, by which commitments call them. */
  also: Leaf;
  mail: Leaf;
  left: Leaf;
  /** The day of the next talk. */
  next: Leaf;
}

/** A return that I hold, as it came. */
export interface KeptReturn {
  returned: Returned;
  text: string;
  digest: string;
  person: string;
  taken: Day;
}

/** `new`, or why nothing was kept: held already, or of somebody who was erased. */
export type Taken = 'new' | 'have' | 'erased';

/** `mine`: remarks that I write, as a coach. `theirs`: remarks that were written for me. */
export type Side = 'mine' | 'theirs';

/** What I did with the remarks on a copy of mine: my answers by remark, which go along with the next return, and those that I put out of sight. */
export interface Handled {
  replies: ReadonlyMap<string, Leaf>;
  hidden: ReadonlySet<string>;
}

/** The index of one return (coaching/index-entry.ts makes it); rebuilt from the return at any time. */
export interface IndexEntry {
  digest: string;
  person: string;
  copy: string;
  sheet: string;
  label: string;
  assignment: string;
  series: string;
  no: number;
  seq: number;
  day: Day;
  state: Returned['state'];
  /** How many remarks it answers. */
  replies: number;
  done: number;
  all: number;
  /** The band of each trait; a trait that was left open has none. */
  bands: Record<string, string>;
  /** Values of scales, by question, for plots. */
  scales: Record<string, string>;
  commitments: {id: string; text: string; owner: string; due: Day; status: string; born: string; row: string}[];
}

/** Who stood in a snapshot that left, and with which return: digests alone (coaching/rollup.ts), by the tables that were shown. */
export interface Shown {
  day: Day;
  tables: Record<string, string[]>;
}

/** The settings of a coach's page. */
export interface Settings {
  team: string;
  least: number;
  keep: number;
  /** The day of the last team file. */
  saved: Day;
  /** The day of the last visit. */
  visit: Day;
  /** Earlier snapshots, so that no two can be held against each other; those of two devices are joined. */
  shown: Shown[];
}

/** What a person has of the loop, beside their copies. `handled` by copy. */
export interface Own {
  asked: Asked[];
  sent: SentReturn[];
  theirs: Remarks[];
  handled: ReadonlyMap<string, Handled>;
}

/** All of it, as the team file carries it; `own` is there for whoever moves to another browser, or takes back that they cleared this one. */
export interface Everything {
  own: Own;
  me: Me | null;
  members: Member[];
  given: Given[];
  returns: KeptReturn[];
  remarks: Remarks[];
  erased: Record<string, Day>;
  settings: Settings;
}

/** Makes the index of a return that is held (coaching/index-entry.ts, with the sheets of the page). */
export type EntryOf = (kept: KeptReturn) => IndexEntry;

/** Reads and writes it. Every promise rejects where storage is full, or gives no answer in time; nothing is half written. */
export interface LoopStore {
  readonly site: string;
  /**
   * The browser refuses storage for this site, or it was asked for so: everything is here until the page is left. Known once
   * the first promise is kept.
   */
  readonly inMemory: boolean;
  me(): Promise<Me | null>;
  /** Under the id that they have, or `id` for who takes up what was made for them, or a new one. */
  setMe(name: string, mail?: string, id?: string): Promise<Me>;

  /** The person's side. A newer request of the same id replaces day, sentence and focus, and keeps the copy. */
  asked(): Promise<Asked[]>;
  takeUp(envelope: Extract<Envelope, {kind: 'assignment'}>): Promise<Asked>;
  started(assignment: string, copy: string): Promise<void>;
  decline(assignment: string, say: string): Promise<void>;
  sent(copy?: string): Promise<SentReturn[]>;
  noteSent(sent: SentReturn): Promise<void>;

  /** The coach's side. */
  given(): Promise<Given[]>;
  give(given: Given): Promise<void>;
  members(): Promise<Member[]>;
  addMember(name: string, id?: string): Promise<Member>;
  changeMember(id: string, part: Exclude<keyof Member, 'id'>, value: string | boolean): Promise<Member>;
  keepReturns(all: readonly {envelope: Extract<Envelope, {kind: 'return'}>; person: string; entry: IndexEntry}[]): Promise<Taken[]>;
  returns(person: string): Promise<KeptReturn[]>;
  index(): Promise<IndexEntry[]>;
  deleteReturns(digests: readonly string[]): Promise<void>;

  remarks(side: Side, copy: string): Promise<Remarks | null>;
  allRemarks(side: Side): Promise<Remarks[]>;
  /** Merge into what is held of the same copy. */
  addRemarks(side: Side, remarks: Remarks): Promise<Remarks>;
  /** Of `theirs`, with what I did with them. */
  deleteRemarks(side: Side, copy: string): Promise<void>;
  handled(copy: string): Promise<Handled>;
  /** Answer a remark, a text that meets its other versions as every text does; `''` takes the answer back. */
  reply(copy: string, remark: string, text: string): Promise<Handled>;
  /** Put a remark out of sight, or show it again. */
  hide(copy: string, remark: string, hidden: boolean): Promise<Handled>;
  /** A leaf of the loop's own data, with a clock that is newer than all that was seen. */
  leaf(before: Leaf | undefined, value: string | boolean, text?: boolean): Leaf;

  settings(): Promise<Settings>;
  setSettings(part: Partial<Settings>): Promise<void>;
  everything(): Promise<Everything>;
  /** Merge what a team file holds: leaves by their clocks, returns by digest; what was erased stays so, on either side. */
  restore(all: Everything, entryOf: EntryOf): Promise<void>;
  /** Make the index anew: a sheet has changed. */
  reindex(entryOf: EntryOf): Promise<void>;
  /** Delete what there is of somebody, and remember the id alone. */
  erase(person: string): Promise<void>;
  /** Delete the whole database. */
  clear(): Promise<void>;
  /** Call `changed` when another page of this site changed something; the function that is returned ends it. */
  listen(changed: () => void): () => void;
}
