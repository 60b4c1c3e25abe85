/** What the parts of the Team page share. */

import type {LoopStore} from '../coaching/loop-store.ts';
import type {Sheets} from '../coaching/sheets.ts';

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
}
