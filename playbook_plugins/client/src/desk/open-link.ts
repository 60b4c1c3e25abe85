/** A link with answers in it was opened: shown read-only, and kept only if the reader says so. */

import {kindOfLink, readEnvelopeLink} from '../coaching/links.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {takeFragment} from '../page/fragment.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say} from '../words/out.ts';
import {offer} from './bring-in.ts';
import {isForSheet, openEnvelope} from './loop/opened.ts';

/** Show what the link brings. */
export async function openLink(sheet: OpenSheet): Promise<void> {
  const fragment = takeFragment();
  if (!fragment) return;
  if (await openedForSheet(sheet, fragment)) return;
  const done = (): void => {
    dialog.close();
    sheet.announce(say('brought'), true);
  };
  const shown = await offer(sheet, () => Promise.resolve(fragment), done);
  const dialog = openDialog(
    sheet.element,
    say('linkTitle'),
    el('p', {class: 'pb-help'}, say('linkHelp')),
    ...shown,
    el(
      'div',
      {class: 'pb-buttons'},
      button(say('discard'), () => dialog.close()),
    ),
  );
}

/** Whether a link carries what is shown above the sheet: it is, then. What cannot be read is refused in the dialog. */
async function openedForSheet(sheet: OpenSheet, fragment: string): Promise<boolean> {
  if (['record', ''].includes(kindOfLink(fragment))) return false;
  const envelope = await readEnvelopeLink(fragment, sheet.store.site).catch(() => null);
  if (!envelope || !isForSheet(envelope)) return false;
  await openEnvelope(sheet, envelope);
  return true;
}
