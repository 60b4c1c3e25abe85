/** The ways in which something that was made leaves: its link copied, in a letter, as a QR code, as a file. */

import {ENDING} from '../coaching/file.ts';
import {button, el} from '../page/dom.ts';
import {save} from '../page/download.ts';
import {qrPicture} from '../page/qr.ts';
import {mailto} from '../travel/mail.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/team-more.ts';
import type {TeamContext} from './context.ts';
import {buttons, help} from './ui.ts';

/** What is handed over, and to whom. */
export interface Parcel {
  /** `''` where it is too long for a link. */
  link: string;
  file: {name: string; text: string};
  /** Whose it is, for buttons that stand side by side. */
  name: string;
  mail: string;
  subject: string;
  words: string;
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The buttons; each says beside itself what became of the press. A made-up team hands nothing over. */
export function handOver(context: TeamContext, parcel: Parcel, ...more: Node[]): HTMLElement {
  if (context.sample) return el('div', {class: 'pb-team-hand'}, help(say('teamSampleNothing')));
  const {link, file, name} = parcel;
  const told = el('p', {class: 'pb-told', role: 'status'});
  const aria = (word: string): {'aria-label': string} => ({'aria-label': `${word}: ${name}`});
  const shown = el('div', {class: 'pb-made'});
  const copy = button(
    sayCore('copyLink'),
    async () => {
      const done = await copied(link);
      told.textContent = done ? sayCore('linkCopied') : say('teamCopyByHand');
      if (done) return;
      const box = el('input', {type: 'text', readonly: true, ...aria(sayCore('copyLink'))});
      box.value = link;
      shown.replaceChildren(box);
      box.select();
    },
    {...aria(sayCore('copyLink')), class: 'pb-button pb-primary'},
  );
  const letter = el(
    'a',
    {
      class: 'pb-button',
      href: mailto(parcel.mail, parcel.subject, link ? `${parcel.words}\n\n${link}\n` : attach(parcel), attach(parcel)),
      ...aria(say('teamMail')),
    },
    say('teamMail'),
  );
  const qr = button(
    say('teamQr'),
    () => {
      const picture = qrPicture(link);
      shown.replaceChildren(...picture);
      if (picture.length) shown.querySelector('button')?.click();
      else told.textContent = say('teamNoQr');
    },
    aria(say('teamQr')),
  );
  const keep = button(
    say('teamFile'),
    () => {
      save(file.text, file.name.slice(0, -ENDING.length), ENDING.slice(1), 'text/plain;charset=utf-8');
      told.textContent = say('teamFileSaved');
    },
    {...aria(say('teamFile')), class: link ? 'pb-button' : 'pb-button pb-primary'},
  );
  return el(
    'div',
    {class: 'pb-team-hand'},
    ...(link ? [] : [help(say('teamTooLongForLink'))]),
    buttons(...(link ? [copy] : []), letter, ...(link ? [qr] : []), keep, ...more),
    told,
    shown,
  );
}

const attach = (parcel: Parcel): string => `${parcel.words}\n\n${say('teamAttach', {file: parcel.file.name})}\n`;
