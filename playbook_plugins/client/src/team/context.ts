/** What the parts of the Team page share. */

import type {Envelope} from '../coaching/formats.ts';
import type {LoopStore} from '../coaching/loop-store.ts';
import type {Sheets} from '../coaching/sheets.ts';
import type {Refusal} from '../model/gate.ts';

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
  /** The team is made up (*Look at a sample team*): nothing of it is stored, and nothing leaves. */
  sample: boolean;
}

/** One file of an intake, by itself: what came through the gate, or why it did not. */
export interface ReadFile {
  name: string;
  refused: Refusal | null;
  envelopes: Envelope[];
}

/** What *Bring in* asks of its worker: files in their order, through the gate, `told` after each few; `signal` ends it with what was read. */
export type ReadFiles = (files: readonly File[], told: (done: number) => void, signal?: AbortSignal) => Promise<ReadFile[]>;

/** What is loaded once the Team page stands (`playbook-team-more.js`), or when it is asked for. Names are the contract between the two scripts. */
export interface TeamMore {
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
  /** A button that shows the QR code of a text; nothing where it is too long for a camera. */
  qrPicture(text: string): Node[];
}
