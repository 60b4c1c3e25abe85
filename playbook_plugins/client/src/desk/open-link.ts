/** A link with answers in it was opened: shown read-only, and kept only if the reader says so. */

import {button, el, openDialog} from '../page/dom.ts';
import {takeFragment} from '../page/fragment.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say} from '../words/out.ts';
import {offer} from './bring-in.ts';

/** Show what the link brings. */
export async function openLink(sheet: OpenSheet): Promise<void> {
  const fragment = takeFragment();
  if (!fragment) return;
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
