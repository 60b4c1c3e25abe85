/** The address of a sheet, for a manager who sends it on: copied, shown, and as a QR code on demand. */

import {button, el, openDialog} from '../page/dom.ts';
import {goAddress} from '../page/permalink.ts';
import {qrPicture} from '../page/qr.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';

/** Show the address of the sheet. It carries no answers. */
export function share({element, store}: OpenSheet): void {
  const address = goAddress(store.worksheet);
  const field = el('input', {type: 'text', readonly: true, 'aria-label': say('linkToSheet')});
  field.value = address;
  const told = el('p', {role: 'status'});
  const copy = button(
    sayCore('copyLink'),
    () =>
      void navigator.clipboard.writeText(address).then(
        () => told.append(sayCore('linkCopied')),
        () => field.select(),
      ),
    {class: 'pb-button pb-primary'},
  );
  const dialog = openDialog(
    element,
    say('linkToSheet'),
    el('p', {class: 'pb-help'}, say('shareHelp')),
    el('div', {class: 'pb-made'}, field),
    told,
    el(
      'div',
      {class: 'pb-buttons'},
      copy,
      ...qrPicture(address),
      button(sayCore('close'), () => dialog.close()),
    ),
  );
}
