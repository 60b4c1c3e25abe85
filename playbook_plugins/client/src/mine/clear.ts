/** "Clear this browser…": everything leaves in one file, then nothing of the site stays here. */

import {assignmentRecord} from '../coaching/assignment.ts';
import {parcelText} from '../coaching/gate.ts';
import type {LoopStore} from '../coaching/loop-store.ts';
import {remarksEnvelope} from '../coaching/remarks.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {putBack, wipe} from '../keep/wipe.ts';
import {today} from '../model/dates.ts';
import {parse} from '../model/gate.ts';
import {isGone, toRecord} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {backupName, save} from '../page/download.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/mine-late.ts';
import type {Leaving} from './dialogs.ts';

/** All that this browser holds, as one file that the gate reads again. */
export async function everythingFile(copies: readonly StoredCopy[], loop: LoopStore): Promise<string> {
  const or = <T>(reading: Promise<T[]>): Promise<T[]> => reading.catch(() => []);
  const [asked, theirs, mine, team] = await Promise.all([
    or(loop.asked()),
    or(loop.allRemarks('theirs')),
    or(loop.allRemarks('mine')),
    loop.everything().catch(() => null),
  ]);
  return parcelText([
    ...copies.flatMap(({copy}) => (copy.leaves.size && !isGone(copy) ? [toRecord(copy)] : [])),
    ...asked.map(({assignment}) => assignmentRecord(assignment)),
    ...[...theirs, ...mine].map(remarksEnvelope),
    ...(team?.returns ?? []).flatMap(({text}) => {
      try {
        return [parse(text)];
      } catch {
        return [];
      }
    }),
  ]);
}

/** Ask, save, delete. */
export function askToClear({parent, site, loop, copies, rest, done}: Leaving): void {
  const said = el('p', {class: 'pb-told-here pb-refused', role: 'alert'});
  const go = button(
    say('deskClearGo'),
    () =>
      void (async () => {
        go.disabled = true;
        const file = await everythingFile(await copies(), loop);
        save(file, backupName(site, today()), 'playbook.txt', 'text/plain;charset=utf-8');
        try {
          rest();
          const wiped = await wipe(site);
          dialog.close();
          done(prepare => putBack(wiped, prepare));
        } catch {
          go.disabled = false;
          said.textContent = say('deskClearFailed');
        }
      })(),
    {class: 'pb-button pb-danger'},
  );
  const dialog = openDialog(
    parent,
    say('deskClearTitle'),
    el('p', {}, say('deskClearHelp')),
    el(
      'div',
      {class: 'pb-buttons'},
      go,
      button(sayCore('cancel'), () => dialog.close()),
    ),
    said,
  );
}
