/** Under which other names this browser keeps answers for this address: a site is sometimes named anew. */

import {recall, remember} from './journal.ts';

const PREFIX = 'playbook:';
const leftKey = (site: string, other: string): string => `${PREFIX}${site}:left:${other}`;

/** The other names, told by the names of databases alone. */
export async function otherNames(site: string): Promise<string[]> {
  const kept = await window.indexedDB.databases?.() ?? [];
  return kept.flatMap(({name}) => (name?.startsWith(PREFIX) && name !== PREFIX + site ? [name.slice(PREFIX.length)] : []));
}

/** Whether the reader has said that what is kept under `other` shall stay there. */
export const isLeft = (site: string, other: string): boolean => recall(leftKey(site, other)) !== '';

/** Remember that what is kept under `other` shall stay there. */
export const leaveThere = (site: string, other: string): void => remember(leftKey(site, other), 'yes');
