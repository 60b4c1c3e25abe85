/**
 * The journal: the values not yet in the database, written at once and synchronously to localStorage.
 * It is what survives a tab that closes between a keystroke and the database's answer.
 * Keys: `playbook:<site>:journal:<worksheet>:<copy>:<visit>`.
 */

import {readRecord} from '../model/gate.ts';
import {mergeCopies} from '../model/merge.ts';
import {type Copy, toRecord} from '../model/response.ts';

const area = (): Storage => window.localStorage; // the access itself may throw where storage is refused

/** Where one visit's journal of one copy stands. */
export const journalKey = (copy: Copy, visit: string): string => `playbook:${copy.site}:journal:${copy.worksheet}:${copy.copy}:${visit}`;

/** Write the leaves of `copy` named in `dirty`, or remove the journal when there are none. False when refused. */
export function writeJournal(copy: Copy, dirty: ReadonlySet<string>, visit: string): boolean {
  try {
    const key = journalKey(copy, visit);
    if (dirty.size === 0) area().removeItem(key);
    else {
      const leaves = new Map([...copy.leaves].filter(([name]) => dirty.has(name)));
      const extra = copy.tentative ? {tentative: true} : {};
      area().setItem(key, JSON.stringify(toRecord({...copy, leaves, labels: new Map(), retired: new Set(), extra})));
    }
    return true;
  } catch {
    return false;
  }
}

/** What the journals of a worksheet hold, those of closed and killed tabs included. */
export interface Journals {
  /** Merged by copy id. */
  copies: Map<string, Copy>;
  /** Forget what was read, once it is safe; what was written since stays. */
  settle(): void;
}

/** Read every journal of `worksheet`. One that cannot be read is set aside under its own key, never erased. */
export function readJournals(site: string, worksheet: string): Journals {
  const copies = new Map<string, Copy>();
  const read: [string, string][] = [];
  try {
    const prefix = `playbook:${site}:journal:${worksheet}:`;
    const keys = Array.from({length: area().length}, (_, index) => area().key(index));
    for (const key of keys) {
      if (!key?.startsWith(prefix)) continue;
      const text = area().getItem(key);
      if (text === null) continue;
      const copy = parse(key, text);
      if (!copy) continue;
      read.push([key, text]);
      const known = copies.get(copy.copy);
      const tentative = copy.tentative === true && known?.tentative !== false;
      copies.set(copy.copy, {...(known ? mergeCopies(known, copy) : copy), tentative});
    }
  } catch {
    // Storage is refused: there is nothing to recover, and the store says so to the reader.
  }
  return {copies, settle: () => settle(read)};
}

/** The worksheets of a site that have journals. */
export function journalled(site: string): string[] {
  try {
    const prefix = `playbook:${site}:journal:`;
    const keys = Array.from({length: area().length}, (_, index) => area().key(index) ?? '');
    return [...new Set(keys.filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length).split(':')[0]!))];
  } catch {
    return [];
  }
}

function parse(key: string, text: string): Copy | undefined {
  try {
    const copy = readRecord(JSON.parse(text));
    copy.tentative = copy.extra['tentative'] === true;
    delete copy.extra['tentative'];
    return copy;
  } catch {
    setAside(key, text);
    return undefined;
  }
}

/** Keep what cannot be read under its own name; where there is no room it stays where it is. */
function setAside(key: string, text: string): void {
  try {
    area().setItem(key.replace(':journal:', ':unreadable:'), text);
    area().removeItem(key);
  } catch {
    // Full: the next start tries again.
  }
}

function settle(read: [string, string][]): void {
  try {
    for (const [key, text] of read) if (area().getItem(key) === text) area().removeItem(key);
  } catch {
    // Refused since: the journal is merged again next time, which changes nothing.
  }
}

/** A small remembered choice, such as which copy is open; `''` when there is none. */
export function recall(name: string): string {
  try {
    return window.sessionStorage.getItem(name) ?? area().getItem(name) ?? '';
  } catch {
    return '';
  }
}

/** Remember a small choice for this tab and, for the next one, in this browser. */
export function remember(name: string, value: string): void {
  try {
    window.sessionStorage.setItem(name, value);
    area().setItem(name, value);
  } catch {
    // A convenience only: without storage the newest copy opens.
  }
}

/** Forget a small choice. */
export function forget(name: string): void {
  try {
    window.sessionStorage.removeItem(name);
    area().removeItem(name);
  } catch {
    // Refused: it was never kept.
  }
}
