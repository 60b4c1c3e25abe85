/** What the parts of the desk share. */

import type {Sheets} from '../coaching/sheets.ts';
import type {Copy} from '../model/response.ts';

/** What the desk asks of its page. */
export interface DeskPage {
  element: HTMLElement;
  site: string;
  sheets: Sheets;
  /** Where a sheet stands; `''` for one that has left the site. */
  addressOf(worksheet: string): string;
  /** Write one value into a copy, and say so, with an undo. */
  write(copy: Copy, key: string, value: string, said: string): void;
}
