/** Under which other names this browser keeps answers for this address: a site is sometimes named anew. */

import {recall, remember} from './journal.ts';

const PREFIX = 'playbook:';
const leftKey = (site: string, other: string, copy: string): string => `${PREFIX}${site}:left:${other}:${copy}`;

/** The other names, told by the names of databases alone. */
export async function otherNames(site: string): Promise<string[]> {
  const kept = (await window.indexedDB.databases?.()) ?? [];
  return kept.flatMap(({name}) => (name?.startsWith(PREFIX) && name !== PREFIX + site ? [name.slice(PREFIX.length)] : []));
}

/** Whether what is kept under `other`, or one copy of it, stays there. */
export const isLeft = (site: string, other: string, copy = ''): boolean => recall(leftKey(site, other, copy)) !== '';

/** Remember that it stays there: the reader wants it so, or the copy cannot be read. */
export const leaveThere = (site: string, other: string, copy = ''): void => remember(leftKey(site, other, copy), 'yes');
