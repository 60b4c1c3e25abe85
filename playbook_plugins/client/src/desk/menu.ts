/** What the bar's `⋯` holds. */

import {lastBackup} from '../keep/backups.ts';
import {sayDay} from '../page/days.ts';
import {button, el} from '../page/dom.ts';
import {backup} from '../page/download.ts';
import type {Desk, OpenSheet} from '../sheet/desk-loader.ts';
import {UNASKED} from '../sheet/left-out.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import {bringIn} from './bring-in.ts';
import {check} from './check.ts';
import {manage, newCopy} from './copies.ts';
import {history} from './history.ts';
import {printSheet} from './paper.ts';
import {share} from './share.ts';

type Act = (sheet: OpenSheet) => unknown;

const WEEK = 7 * 86_400_000;

/** When the open copy was last saved as a file; after a week of writing without one, why it should be. */
function backedUp({store: {site, copy}}: OpenSheet): string {
  if (!copy.leaves.size) return say('keptHere');
  const day = lastBackup(site, copy);
  const told = day ? say('lastOut', {day: sayDay(day.slice(0, 10), '')}) : say('never');
  const isOld = Date.now() - Date.parse(day || copy.created) > WEEK;
  return [say('keptHere'), told, ...(isOld && copy.updated > day ? [say('nudge')] : [])].join(' ');
}

/** Fill the menu of a sheet's bar, and put the focus into it. */
export const menu: Desk['menu'] = (sheet, into) => {
  const item = (words: string, name: string, act: Act): HTMLElement => button(words, () => void act(sheet), {class: `pb-button ${name}`});
  into.replaceChildren(
    item(say('check'), 'pb-check', check),
    item(say('newCopy'), 'pb-new', newCopy),
    item(say('manage'), 'pb-manage', manage),
    item(say('history'), 'pb-history', history),
    item(sayCore('backup'), 'pb-save', () => backup(sheet.store)),
    el('p', {class: 'pb-help pb-backup'}, backedUp(sheet)),
    item(say('bringIn'), 'pb-in', bringIn),
    item(say('print'), 'pb-print-sheet', () => printSheet(sheet, false, UNASKED)),
    item(say('linkToSheet'), 'pb-link', share),
  );
  into.querySelector('button')?.focus();
};
