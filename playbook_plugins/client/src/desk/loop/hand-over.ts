/** How a return leaves: the device's own share sheet, a link, a letter, a QR code, a file. */

import {ENDING} from '../../coaching/file.ts';
import {button, el} from '../../page/dom.ts';
import {save} from '../../page/download.ts';
import {qrPicture} from '../../page/qr.ts';
import {fits, LINK_BUDGET} from '../../travel/link.ts';
import {isAddress, mailto} from '../../travel/mail.ts';
import {say} from '../../words/asked.ts';
import {say as sayCore} from '../../words/core.ts';
import {say as sayOut} from '../../words/out.ts';
import {buttons, line} from './words.ts';

/** What is handed over, and to whom. */
export interface Parcel {
  link: string;
  /** The file's name, without its ending, and its text. */
  name: string;
  text: string;
  coach: string;
  mail: string;
  label: string;
  /** The page that takes files in. */
  door: string;
}

/** How it left. */
export type Way = 'Share' | 'Link' | 'File' | 'Mail' | 'MailFile' | 'Qr';

const TYPE = 'text/plain';

const fileOf = ({name, text}: Parcel): File => new File([text], `${name}${ENDING}`, {type: TYPE});

/** What the device can share: the file where it takes files, else the link. */
function shareable(parcel: Parcel): ShareData | null {
  const can = (data: ShareData): boolean => typeof navigator.share === 'function' && navigator.canShare?.(data) === true;
  const title = parcel.label;
  const file = {files: [fileOf(parcel)], title};
  if (can(file)) return file;
  const link = {url: parcel.link, title};
  return parcel.link && fits(parcel.link) && can(link) ? link : null;
}

/** Whether this device has a share sheet for such things at all: asked with a file of ours, before there is one to send. */
export const canShare = (): boolean =>
  shareable({link: `${location.origin}/`, name: 'a', text: 'a', coach: '', mail: '', label: '', door: ''}) !== null;

/** The letter's address: with the link where it fits, else with a word on the file; and which of the two. */
export function letter(parcel: Parcel): {href: string; attach: boolean} {
  const {coach: _, mail, label, link, door, name} = parcel;
  const attached = sayLetter('loopMailAttach', {label, door, file: `${name}${ENDING}`});
  const linked = `${sayLetter('loopMailWords', {label})}\n\n${link}\n`;
  const short = mailto(mail, label, attached, attached);
  const href = link && fits(link) ? mailto(mail, label, linked, attached) : short;
  return {href, attach: href === short};
}

const sayLetter = (word: 'loopMailWords' | 'loopMailAttach', places: Record<string, string>): string => say(word, places);

/**
 * The buttons. `parcel` gives what is to leave, made anew where the reader has changed what goes along; null where something is
 * still missing, which it has said. `left` is told each way in which it left; `told` says it.
 */
export function handOver(
  {coach, mail}: Pick<Parcel, 'coach' | 'mail'>,
  parcel: () => Promise<Parcel | null>,
  left: (way: Way) => Promise<void>,
): HTMLElement {
  const told = el('p', {class: 'pb-told-here', role: 'status'});
  const shown = el('div', {class: 'pb-made'});
  const show = (...nodes: Node[]): void => shown.replaceChildren(...nodes);
  const gone = async (way: Way): Promise<void> => {
    await left(way);
    told.textContent = say(`loopDone${way}`, {coach});
  };
  const act = (does: (parcel: Parcel) => Promise<void>) => async (): Promise<void> => {
    told.textContent = '';
    const made = await parcel();
    if (made) await does(made);
  };
  const tooLong = ({link}: Parcel): boolean => {
    if (link && fits(link)) return false;
    show(...line(link ? say('loopTooLong', {n: link.length, most: LINK_BUDGET}) : say('loopNoLink'), {class: 'pb-refused'}));
    file.focus();
    return true;
  };
  const share = act(async made => {
    try {
      await navigator.share(shareable(made) ?? {});
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return; // the reader thought better of it
      save(made.text, made.name, ENDING.slice(1), TYPE);
      await gone('File');
      return;
    }
    await gone('Share');
  });
  const copy = act(async made => {
    if (tooLong(made)) return;
    try {
      await navigator.clipboard.writeText(made.link);
      show();
    } catch {
      const box = el('input', {type: 'text', readonly: true, 'aria-label': sayCore('copyLink')});
      box.value = made.link;
      show(...line(sayOut('linkShown')), box);
      box.select();
    }
    await gone('Link');
  });
  const keep = act(async made => {
    save(made.text, made.name, ENDING.slice(1), `${TYPE};charset=utf-8`);
    show();
    await gone('File');
  });
  const write = act(async made => {
    const {href, attach} = letter(made);
    if (attach) save(made.text, made.name, ENDING.slice(1), `${TYPE};charset=utf-8`);
    el('a', {href}).click();
    show();
    await gone(attach ? 'MailFile' : 'Mail');
  });
  const code = act(async made => {
    if (tooLong(made)) return;
    const picture = qrPicture(made.link);
    show(...(picture.length ? picture : line(say('loopTooLong', {n: made.link.length, most: 1200}), {class: 'pb-refused'})));
    shown.querySelector('button')?.click();
    if (picture.length) await gone('Qr');
  });
  const primary = {class: 'pb-button pb-primary'};
  const shares = canShare();
  const file = button(say('loopFile'), () => void keep(), {class: 'pb-button pb-give-file'});
  return el(
    'div',
    {class: 'pb-hand-over'},
    buttons(
      ...(shares ? [button(say('loopShare'), () => void share(), {class: 'pb-button pb-primary pb-give-share'})] : []),
      button(
        sayCore('copyLink'),
        () => void copy(),
        shares ? {class: 'pb-button pb-give-link'} : {...primary, class: `${primary.class} pb-give-link`},
      ),
      file,
      button(isAddress(mail) ? say('loopMailTo', {mail}) : say('loopMail'), () => void write(), {class: 'pb-button pb-give-mail'}),
      button(sayOut('qr'), () => void code(), {class: 'pb-button pb-give-qr'}),
    ),
    el('p', {class: 'pb-help'}, say('loopOpenToAll')),
    told,
    shown,
  );
}
