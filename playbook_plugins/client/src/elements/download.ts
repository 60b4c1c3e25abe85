/** The plainest way out, which needs nothing but this page: the open copy as a file. */

import {recall, remember} from '../journal.ts';
import {LABEL, textOf, toRecord, type Copy} from '../response.ts';
import type {Store} from '../store.ts';
import {say} from '../words.ts';
import {el} from './dom.ts';

const outKey = (store: Store): string => `playbook:${store.site}:out:${store.worksheet}:${store.copy.copy}`;

/** When the open copy was last taken out, as an instant; `''` for never. */
export const lastOut = (store: Store): string => recall(outKey(store));

/** Remember that the open copy was taken out now. */
export function tookOut(store: Store): void {
  remember(outKey(store), new Date().toISOString());
  store.dispatchEvent(new Event('standing'));
}

/** The name of a file that holds `copy`. */
export const fileName = (store: Store, copy: Copy): string => `${store.worksheet}-${textOf(copy, LABEL) || say('firstCopy')}`;

/** Download `copy` as a file; everything when it is the reader's own. */
export function download(store: Store, copy: Copy = store.copy): void {
  save(JSON.stringify(toRecord(copy), null, 1), fileName(store, copy));
  tookOut(store);
}

/** Hand `text` to the reader as a file whose name is made of safe letters. */
export function save(text: string, name: string, ending = 'json', type = 'application/json'): void {
  const safe = name.normalize('NFKD').replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'copy';
  const url = URL.createObjectURL(new Blob([text], {type}));
  const link = el('a', {href: url, download: `${safe}.${ending}`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
