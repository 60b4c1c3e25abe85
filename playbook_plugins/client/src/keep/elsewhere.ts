/**
 * Answers to the same sheets that this browser keeps under another name of the site: names are chosen once, and
 * sometimes chosen anew. Other projects of the same host share its storage, so only copies of sheets that are asked for
 * are counted, by their names alone; nothing that they hold is read before the reader says so.
 */

import {Refusal, readStored} from '../model/gate.ts';
import {mergeCopies} from '../model/merge.ts';
import {lastBackup, noteBackup} from './backups.ts';
import {readJournals} from './journal.ts';
import {isLeft, leaveThere, otherNames} from './other-names.ts';
import {SiteDatabase} from './site-database.ts';
import type {SiteStore} from './site-store.ts';

/** What another name holds of the sheets asked for: how many copies, in which sheets. */
export interface Elsewhere {
  site: string;
  copies: number;
  worksheets: string[];
}

/** What is kept under other names of `site` for `worksheets`, and is not here. */
export async function elsewhere(site: string, worksheets: readonly string[]): Promise<Elsewhere[]> {
  const others = await otherNames(site);
  return (await Promise.all(others.map(other => lookAt(site, other, worksheets)))).filter(each => each.copies > 0);
}

async function lookAt(site: string, other: string, worksheets: readonly string[]): Promise<Elsewhere> {
  const [here, there] = [new SiteDatabase(site), new SiteDatabase(other)];
  const found: Elsewhere = {site: other, copies: 0, worksheets: []};
  try {
    for (const worksheet of worksheets) {
      const known = new Set(await here.names(worksheet));
      const copies = (await there.names(worksheet)).filter(copy => !known.has(copy) && !isLeft(site, other, copy)).length;
      if (copies) found.worksheets.push(worksheet);
      found.copies += copies;
    }
  } catch {
    // One that cannot be opened has nothing to offer.
  }
  here.leave();
  there.leave();
  return found;
}

/** Bring what another name holds here; it stays there as well. What cannot be read is set aside here. */
export async function bringOver({site, worksheets}: Elsewhere, here: SiteStore): Promise<number> {
  const there = new SiteDatabase(site);
  let brought = 0;
  try {
    for (const worksheet of worksheets) {
      const journals = readJournals(site, worksheet).copies;
      const names = await there.names(worksheet);
      for (const [index, record] of (await there.all(worksheet)).entries()) {
        try {
          const copy = readStored(record);
          const journal = journals.get(copy.copy);
          await here.bring({
            copy: journal ? {...mergeCopies(copy, journal), aside: copy.aside} : copy,
            known: null,
            changes: 0,
            back: false,
          });
          const at = lastBackup(site, copy);
          if (at) noteBackup(here.site, copy, at);
          brought += 1;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const name = names[index] ?? '';
          if (!isLeft(here.site, site, name)) await here.setAside(worksheet, record);
          leaveThere(here.site, site, name);
        }
      }
    }
  } finally {
    there.leave();
  }
  return brought;
}
