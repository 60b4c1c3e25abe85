/** Loads the desk, the script that is wanted seldom: "What is missing?", and the dialogs in which copies are named, leave, come in, and are looked back on. */

import type {Store} from '../keep/store.ts';
import type {Kind} from '../kinds/kind.ts';
import type {Edit} from '../model/response.ts';
import {loadMore} from '../page/more.ts';
import type {Wanted} from '../travel/outgoing.ts';

/** The sheet that a press works for. */
export interface OpenSheet {
  element: HTMLElement;
  form: HTMLFormElement;
  store: Store;
  kind: Kind;
  printing: {print(wanted: Wanted, empty?: () => void): void};
  edit(edits: Edit[]): void;
  announce(text: string, visible?: boolean): void;
  /** Do `then` whenever the open copy has been shown anew, until something else is to be done. */
  whenShown(then: () => void): void;
}

/** What each press does; the names are the contract between two scripts, which may be of two editions. */
export interface Desk {
  check(sheet: OpenSheet): void;
  /** Go to the next open line. */
  next(sheet: OpenSheet): void;
  newCopy(sheet: OpenSheet): void;
  manage(sheet: OpenSheet): void;
  takeOut(sheet: OpenSheet): void;
  bringIn(sheet: OpenSheet): void;
  history(sheet: OpenSheet): Promise<void>;
  openLink(sheet: OpenSheet): Promise<void>;
  framed(sheet: OpenSheet): void;
  share(sheet: OpenSheet): void;
  /** Fill the menu of the bar. */
  menu(sheet: OpenSheet, into: HTMLElement): void;
  /** What this browser holds for the sheet beside its answers: some under another name of the site, requests and remarks. */
  elsewhere(sheet: OpenSheet): Promise<void>;
  /** Name in the console what is wrong with the markup of a sheet, as it was `written`. */
  nameMistakes(sheet: Element, written: Element): void;
  /** Draw a sheet's address for paper; what its head says beside what the sheet says itself. Asked while the browser prints. */
  paper?(form: HTMLFormElement, address: string, wanted: Wanted): string[];
}

/** The script; rejects where it cannot be loaded, and the next call tries again. */
export const loadDesk = (): Promise<Desk> => loadMore<Desk>();
