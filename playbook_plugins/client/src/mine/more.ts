/** Loads what "My worksheets" does not need before it stands, as its sheets load the desk (sheet/desk-loader.ts). */

import type {Asked, LoopStore, Me} from '../coaching/loop-store.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {addressBeside, runScript} from '../page/run-script.ts';
import type {DeskPage} from './desk-page.ts';
import type {FilesPage, ForMe, Leaving} from './dialogs.ts';
import type {Owed} from './owed.ts';

/** What the loop's store holds of the person's side, and how it is shown above the copies. */
export interface LoopPart {
  me: Me | null;
  asked: readonly Asked[];
  /** `is` stands for all that `parts` would show. */
  show(copies: readonly StoredCopy[]): {is: unknown; parts(): Node[]};
}

/** Of a browser that takes no part in a loop. */
export const NO_LOOP: LoopPart = {me: null, asked: [], show: () => ({is: '', parts: () => []})};

/** What the script does; the names are the contract between two scripts of one edition. */
export interface MineMore {
  openLoop(site: string): LoopStore;
  readLoop(loop: LoopStore, page: DeskPage): Promise<LoopPart>;
  takeUp(loop: LoopStore, all: readonly ForMe[]): Promise<void>;
  askForFiles(parent: Element, page: FilesPage): void;
  calendarFile(page: DeskPage, lines: readonly Owed[]): void;
  askToClear(leaving: Leaving): void;
}

declare global {
  // eslint-disable-next-line no-var
  var playbookMineMore: MineMore | undefined;
}

const NAME = 'playbook-mine-more.js';
const script = document.currentScript;

let loading: Promise<MineMore> | undefined;

/** The script; rejects where it cannot be loaded, and the next call tries again. */
export function loadMore(): Promise<MineMore> {
  if (globalThis.playbookMineMore) return Promise.resolve(globalThis.playbookMineMore);
  loading ??= runScript(addressBeside(script, NAME, script?.dataset['more']), () => globalThis.playbookMineMore).catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}
