/** Something arrived for a sheet, by a link or from the door: it opens as the sheet itself, and nothing is kept until its reader says so. */

import {type Arrived, addressWith, doorAddress, takeArrived} from '../page/door.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {receive} from './arrival/receive.ts';

/** Show what the link brings. */
export async function openLink(sheet: OpenSheet): Promise<void> {
  const all = await takeArrived(sheet.store.site);
  if (all.length) receive(sheet, all, await sendOn(all));
}

/** Leads a link that is for another page to the door; the door's own are shown here, whatever they are. */
const sendOn = async ([first]: Arrived[]): Promise<(() => boolean) | null> => {
  const door = doorAddress();
  if (!first || first.name || !door || document.referrer.startsWith(door)) return null;
  return () => {
    const address = addressWith(door, first.text);
    if (address) location.replace(address);
    return address !== '';
  };
};
