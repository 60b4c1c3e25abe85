/** What the dialogs that are loaded late ask of their page. */

import type {Envelope} from '../coaching/formats.ts';
import type {LoopStore} from '../coaching/loop-store.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import type {Incoming} from '../model/incoming.ts';
import type {Copy} from '../model/response.ts';

/** What a coach has sent me. */
export type ForMe = Extract<Envelope, {kind: 'assignment' | 'remarks'}>;

/** Of "Open a file…". */
export interface FilesPage {
  site: string;
  /** The copies that stand here now. */
  copies(): Copy[];
  /** The title of a sheet. */
  titleOf(worksheet: string): string;
  bring(all: Incoming[], forMe: ForMe[]): void;
}

/** Of "Clear this browser…". */
export interface Leaving {
  parent: HTMLElement;
  site: string;
  loop: LoopStore;
  /** The copies that stand here when it is pressed. */
  copies(): Promise<readonly StoredCopy[]>;
  /** Let go of the database. */
  rest(): void;
  /** It is cleared; `putBack` takes that back, once `prepare` has made the databases anew. */
  done(putBack: (prepare: () => Promise<unknown>) => Promise<void>): void;
}
