/**
 * Between the door (`/go/in/`) and the page that it leads to. A link goes on as it is, in the address. A file may be longer
 * than an address can be: it waits in this browser, for this tab alone, and is taken out once. Nothing of it is applied.
 */

import {clearFragment, hasFragment, takeFragment} from './fragment.ts';

/** Something as it came: a file with its name, or a link or text with none. */
export interface Arrived {
  name: string;
  text: string;
}

/** Stands in an address for what waits here. No page of an earlier edition knows it: it says that a newer version made it. */
const WAITING = '#pb1.h.';
/** Addresses longer than this are cut by some browsers. */
const LONGEST = 30_000;
const keyOf = (site: string): string => `playbook:${site}:in`;

/** The door's address, as this page says it; `''` on a page that knows of none. */
export function doorAddress(): string {
  const said = [...document.querySelectorAll<HTMLElement>('script[data-pb-in]')].at(-1)?.dataset['pbIn'];
  return said ? new URL(said, document.baseURI).href : '';
}

const bare = (address: string): string => address.replace(/#.*$/, '');

/** Where `fragment` leads to on the page at `address`; `''` where it is too long for an address. */
export const addressWith = (address: string, fragment: string): string =>
  fragment.length > LONGEST ? '' : `${bare(address)}#${fragment.replace(/^#/, '')}`;

/** Leave files for the page at `address` of this site, and give the address that opens it with them. Rejects where nothing can be kept. */
export async function leaveFor(site: string, all: readonly Arrived[], address: string): Promise<string> {
  const text = JSON.stringify(all);
  try {
    sessionStorage.setItem(keyOf(site), text);
  } catch {
    await inStore(site, 'readwrite', store => store.put(text, site)); // beyond some five million signs
    try {
      sessionStorage.removeItem(keyOf(site));
    } catch {
      // what is refused holds nothing
    }
  }
  return bare(address) + WAITING;
}

/** What the link that was opened brings, or the door has left: once, and nothing where nothing has come. */
export async function takeArrived(site: string): Promise<Arrived[]> {
  clearFragment();
  if (!hasFragment()) return [];
  const fragment = takeFragment();
  if (fragment !== WAITING) return [{name: '', text: fragment}];
  return read(await takeText(site).catch(() => ''));
}

async function takeText(site: string): Promise<string> {
  let text = '';
  try {
    text = sessionStorage.getItem(keyOf(site)) ?? '';
    sessionStorage.removeItem(keyOf(site));
  } catch {
    // refused: then it is not here
  }
  if (text) return text;
  const found = await inStore(site, 'readwrite', store => store.get(site));
  await inStore(site, 'readwrite', store => store.delete(site));
  return typeof found === 'string' ? found : '';
}

/** Anything on this web address may have written it. */
function read(text: string): Arrived[] {
  try {
    const found: unknown = JSON.parse(text);
    if (!Array.isArray(found)) return [];
    return found.filter((each): each is Arrived => typeof each?.name === 'string' && typeof each.text === 'string');
  } catch {
    return [];
  }
}

/** One request to the store of what is too long for the tab's own. */
function inStore(site: string, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(`playbook-in:${site}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('in');
    opening.onerror = opening.onblocked = () => reject(new Error('not kept'));
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('in', mode);
      const request = ask(transaction.objectStore('in'));
      transaction.oncomplete = () => {
        opening.result.close();
        resolve(request.result);
      };
      transaction.onabort = transaction.onerror = () => {
        opening.result.close();
        reject(new Error('not kept'));
      };
    };
  });
}
