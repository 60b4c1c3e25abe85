/** What the parts of the Team page share. */

import type {Envelope} from '../coaching/formats.ts';
import type {Given, LoopStore, Member} from '../coaching/loop-store.ts';
import type {Sheets} from '../coaching/sheets.ts';
import type {Refusal} from '../model/gate.ts';
import type {TeamState} from './board.ts';
import type {Promised} from './promises.ts';

/** One Team page. */
export interface TeamContext {
  /** Where dialogs open, and the one status region stands. */
  element: HTMLElement;
  loop: LoopStore;
  sheets: Sheets;
  /** Say something in the page's one polite status region; `visible` shows it for six seconds as well. */
  announce(text: string, visible?: boolean): void;
  /** Show the page of somebody, or the start page for `''`. */
  open(person: string): void;
  /** Read everything again and show it. */
  refresh(): Promise<void>;
  /** Do what writes often; the page reads again what others write, not what this does. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** The team is made up (*Look at a sample team*): nothing of it is stored, and nothing leaves. */
  sample: boolean;
}

/** One file of an intake, by itself: what came through the gate, or why it did not. */
export interface ReadFile {
  name: string;
  refused: Refusal | null;
  envelopes: Envelope[];
}

/** What *Open files…* asks of its worker: files in their order, through the gate, `told` after each few; `signal` ends it with what was read. */
export type ReadFiles = (files: readonly File[], told: (done: number) => void, signal?: AbortSignal) => Promise<ReadFile[]>;

/** The page at one moment. */
export interface TeamPage extends TeamContext {
  state: TeamState;
  /** Where the reader is. */
  today: string;
  /** Where the outcome of an intake stands, until the next one. */
  results: HTMLElement;
}

/** What was chosen on somebody's page; it stays while the page is shown anew. */
export type Chosen = Map<string, string>;

/** What a request begins with: a card of the author, or somebody's page. */
export interface Preset {
  sheet?: string;
  due?: string;
  say?: string;
  focus?: readonly string[];
  /** Starting values, by question. */
  fill?: ReadonlyMap<string, string>;
  notes?: boolean;
  blind?: boolean;
  label?: string;
  people?: readonly string[];
}

/** What is loaded once the Team page stands (`playbook-team-more.js`), or when it is asked for. Names are the contract between the two scripts. */
export interface TeamMore {
  askToAssign(page: TeamPage, preset?: Preset): void;
  /** Show the link of a request once more. */
  sendAgain(page: TeamPage, given: Given): Promise<void>;
  /** Change day or sentence of a request. */
  askToChange(page: TeamPage, given: Given): void;
  askToBringIn(page: TeamPage): void;
  bringFiles(page: TeamPage, files: readonly File[]): Promise<void>;
  /** What the link that was opened brings, or the door has left for this page. */
  bringArrived(page: TeamPage): Promise<void>;
  personPage(page: TeamPage, member: Member, chosen: Chosen): Promise<HTMLElement[]>;
  /** Say that a promise of the coach's is done, or not. */
  tickPromise(page: TeamPage, promised: Promised, done: boolean): Promise<void>;
  /** History of somebody: their returns, and plots of what moves. */
  history(context: TeamContext, into: HTMLElement, person: string): Promise<void>;
  /** Strengths over the team, for the coach alone. */
  strengths(context: TeamContext, into: HTMLElement): Promise<void>;
  /** The start page's *More*: snapshot, team file, what I hold, retention, erase. */
  moreMenu(context: TeamContext, into: HTMLElement): Promise<void>;
  /** Save the team file: the start page's own button. */
  saveTeamFile(context: TeamContext): Promise<void>;
  /** Read many files in a worker. */
  readFiles: ReadFiles;
  /** Fill a store with people who are made up; the sheets that they filled in. */
  sampleTeam(loop: LoopStore, today: string): Promise<Sheets>;
  /** A button that shows the QR code of a text; nothing where it is too long for a camera. */
  qrPicture(text: string): Node[];
}
