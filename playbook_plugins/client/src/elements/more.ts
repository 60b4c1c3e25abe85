/** What is loaded only when it is wanted: the dialogs through which copies leave, come in, and are looked back on. */

import type {Edit, Store} from '../store.ts';
import type {Kind} from './kind.ts';
import type {Printing} from './print.ts';

/** The sheet that a dialog works for. */
export interface Sheetful {
  element: HTMLElement;
  form: HTMLFormElement;
  store: Store;
  kind: Kind;
  printing: Printing;
  edit(edits: Edit[]): void;
  announce(text: string, visible?: boolean): void;
}

/** The dialogs. */
export interface Desk {
  takeOut(sheet: Sheetful): void;
  bringIn(sheet: Sheetful): void;
  history(sheet: Sheetful): Promise<void>;
  openLink(sheet: Sheetful): Promise<void>;
  share(sheet: Sheetful): void;
  elsewhere(sheet: Sheetful): Promise<void>;
}

const NAME = 'playbook-more.js';
const script = document.currentScript;

/** Where the script with the dialogs stands: said by the page, else beside the script that runs now. */
const address = (): string => {
  if (!(script instanceof HTMLScriptElement)) return NAME;
  return new URL(script.dataset['more'] ?? NAME, script.dataset['more'] ? document.baseURI : script.src).href;
};

let loading: Promise<Desk> | undefined;

/** The dialogs; rejects where they cannot be loaded, and the next call tries again. */
export function more(): Promise<Desk> {
  loading ??= (import(address()) as Promise<Desk>).catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}
