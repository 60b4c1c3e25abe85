/** The way out that needs nothing but this page: the open copy as a file, everything in it, for its owner. */

import {noteBackup} from '../keep/backups.ts';
import type {Store} from '../keep/store.ts';
import {type Copy, LABEL, textOf, toRecord} from '../model/response.ts';
import {say} from '../words/core.ts';
import {el} from './dom.ts';

/** The name of a file that holds `copy`. */
export const fileName = (store: Store, copy: Copy): string => `${store.worksheet}-${textOf(copy, LABEL) || say('firstCopy')}`;

/** The name of a file with everything of a copy in it: whoever sends it on sees what it is. */
export const backupName = (worksheet: string, label: string): string => `${worksheet} ${say('everythingPrivate')} ${label}`;

/** Download everything of the open copy. */
export function backup(store: Store): void {
  save(JSON.stringify(toRecord(store.copy), null, 1), backupName(store.worksheet, textOf(store.copy, LABEL) || say('firstCopy')));
  noteBackup(store.site, store.copy);
  store.dispatchEvent(new Event('standing'));
}

/** Hand `text` to the reader as a file whose name is made of safe letters. */
export function save(text: string, name: string, ending = 'json', type = 'application/json'): void {
  const safe =
    name
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9.-]+/g, '-')
      .replace(/^[.-]+|[.-]+$/g, '')
      .slice(0, 120) || 'copy';
  const url = URL.createObjectURL(new Blob([text], {type}));
  const link = el('a', {href: url, download: `${safe}.${ending}`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
