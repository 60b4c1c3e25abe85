/** How something leaves: the device's own share sheet, a link, a letter, a file; and behind one line, whatever is wanted seldom. */

import {ENDING} from '../coaching/file.ts';
import {button, el} from '../page/dom.ts';
import {save} from '../page/download.ts';
import {MOST as MOST_IN_CODE, qrPicture} from '../page/qr.ts';
import {fits, LINK_BUDGET} from '../travel/link.ts';
import {isAddress, mailto} from '../travel/mail.ts';
import {say} from '../words/asked.ts';
import {say as sayCore} from '../words/core.ts';
import {say as sayOut} from '../words/out.ts';

/** What is handed over. */
export interface Parcel {
  link: string;
  /** The file's name, without its ending, and its text. */
  name: string;
  text: string;
  label: string;
  /** The page that takes files in. */
  door: string;
}

/** To whom, as far as it is known: `''` for anybody. */
export interface Addressee {
  to: string;
  mail: string;
}

/** How it left. */
export type Way = 'Share' | 'Link' | 'File' | 'Mail' | 'MailFile' | 'Qr';

/** Shows something below the buttons, and says what became of it. */
export type Tell = (words: string, ...shown: Node[]) => void;

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
const canShare = (): boolean => shareable({link: `${location.origin}/`, name: 'a', text: 'a', label: '', door: ''}) !== null;

/** The letter's address: with the link where it fits, else with a word on the file; and which of the two. */
export function letter({label, link, door, name}: Parcel, mail: string): {href: string; attach: boolean} {
  const attached = say('loopMailAttach', {label, door, file: `${name}${ENDING}`});
  const linked = `${say('loopMailWords', {label})}\n\n${link}\n`;
  const short = mailto(mail, label, attached, attached);
  const href = link && fits(link) ? mailto(mail, label, linked, attached) : short;
  return {href, attach: href === short};
}

/** What became of it, in words; who is meant to have it is named where that is known. */
function done(way: Way, to: string): string {
  if (!to && way === 'Link') return sayOut('doneLink');
  if (!to && way === 'File') return sayOut('doneFile');
  if (!to && way === 'Qr') return sayOut('doneQr');
  return say(`loopDone${way}`, {coach: to});
}

/**
 * The buttons. `parcel` gives what is to leave, made anew where the reader has changed what goes along; null where something is
 * still missing, which it has said. `left` is told each way in which it left. `further` makes what stands with the QR code
 * behind “Other ways”.
 */
export function handOver(
  {to, mail}: Addressee,
  parcel: () => Promise<Parcel | null>,
  left: (way: Way) => Promise<void>,
  further: (tell: Tell) => Node[] = () => [],
): HTMLElement {
  const told = el('p', {class: 'pb-told-here', role: 'status'});
  const shown = el('div', {class: 'pb-made'});
  const tell: Tell = (words, ...nodes) => {
    told.textContent = words;
    shown.replaceChildren(...nodes);
    (shown.firstElementChild ?? told).scrollIntoView({block: 'nearest'});
  };
  const gone = async (way: Way, ...nodes: Node[]): Promise<void> => {
    await left(way);
    tell(done(way, to), ...nodes);
  };
  const act = (does: (parcel: Parcel) => Promise<void>) => async (): Promise<void> => {
    tell('');
    const made = await parcel();
    if (made) await does(made);
  };
  const refuse = (words: string): void => {
    tell('', el('p', {class: 'pb-refused', role: 'alert'}, words));
    file.focus();
  };
  const tooLong = ({link}: Parcel, most = LINK_BUDGET): boolean => {
    if (link && link.length <= most) return false;
    refuse(link ? say('loopTooLong', {n: link.length, most}) : say('loopNoLink'));
    return true;
  };
  const saved = (made: Parcel): void => save(made.text, made.name, ENDING.slice(1), `${TYPE};charset=utf-8`);
  const share = act(async made => {
    try {
      await navigator.share(shareable(made) ?? {});
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return; // the reader thought better of it
      saved(made);
      await gone('File');
      return;
    }
    await gone('Share');
  });
  const copy = act(async made => {
    if (tooLong(made)) return;
    const box = el('input', {type: 'text', readonly: true, 'aria-label': sayCore('copyLink')});
    box.value = made.link;
    try {
      await navigator.clipboard.writeText(made.link);
      await gone('Link', box);
    } catch {
      await left('Link');
      tell(sayOut('linkShown'), box);
      box.select();
    }
  });
  const keep = act(async made => {
    saved(made);
    await gone('File');
  });
  const write = act(async made => {
    const {href, attach} = letter(made, mail);
    if (attach) saved(made);
    el('a', {href}).click();
    await gone(attach ? 'MailFile' : 'Mail');
  });
  const code = act(async made => {
    if (tooLong(made, MOST_IN_CODE)) return;
    await gone('Qr', ...qrPicture(made.link));
    shown.querySelector('button')?.click();
    shown.scrollIntoView({block: 'nearest'});
  });
  const shares = canShare();
  const plain = (name: string): string => `pb-button pb-give-${name}`;
  const file = button(say('loopFile'), () => void keep(), {class: plain('file')});
  return el(
    'div',
    {class: 'pb-hand-over'},
    el(
      'div',
      {class: 'pb-buttons pb-ways'},
      ...(shares ? [button(say('loopShare'), () => void share(), {class: `${plain('share')} pb-primary`})] : []),
      button(sayCore('copyLink'), () => void copy(), {class: `${plain('link')}${shares ? '' : ' pb-primary'}`}),
      button(isAddress(mail) ? say('loopMailTo', {mail}) : say('loopMail'), () => void write(), {class: plain('mail')}),
      file,
    ),
    told,
    shown,
    el('p', {class: 'pb-help'}, say('loopOpenToAll')),
    el(
      'details',
      {class: 'pb-other-ways'},
      el('summary', {}, sayOut('otherWays')),
      el(
        'div',
        {class: 'pb-buttons'},
        ...further(tell),
        button(sayOut('qr'), () => void code(), {class: plain('qr')}),
      ),
    ),
  );
}
