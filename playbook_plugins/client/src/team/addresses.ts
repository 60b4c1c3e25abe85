/** Where links of ours lead: to a sheet, or to the door that opens whatever was sent. */

import type {SheetEntry} from '../coaching/sheets.ts';

/** The address of a sheet, as a link begins. */
export const sheetAddress = (sheet: SheetEntry | undefined): string => new URL(sheet?.url ?? '', document.baseURI).href.split('#')[0]!;

/** The address that a file names for whoever opens it in an editor. */
export const doorAddress = (): string =>
  new URL(document.querySelector('playbook-team')?.getAttribute('data-door') ?? '', document.baseURI).href.split('#')[0]!;
