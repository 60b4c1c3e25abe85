/** What was opened on a sheet, read and told apart: one thing opens at once, several are offered one by one. */

import type {Envelope} from '../../coaching/formats.ts';
import {readArrived} from '../../coaching/incoming.ts';
import {openLoop} from '../../coaching/loop.ts';
import {Refusal} from '../../model/gate.ts';
import {LABEL, textOf} from '../../model/response.ts';
import {button, el, openDialog} from '../../page/dom.ts';
import {type Arrived, doorAddress, leaveFor} from '../../page/door.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {senderOf} from '../../travel/sender.ts';
import {say} from '../../words/arrival.ts';
import {say as sayCore} from '../../words/core.ts';
import {say as sayOut} from '../../words/out.ts';
import {isForSheet, openEnvelope} from '../loop/opened.ts';
import {openCopy, openReturned} from './copy.ts';

/** One thing that came, or why it was refused. */
interface Read {
  name: string;
  text: string;
  envelope: Envelope | null;
  refused: Refusal | null;
}

/** Why something was refused, in words. */
export const refusalWords = (error: Refusal): string => sayOut(error.reason === 'newer' ? 'newerFile' : error.reason, {where: error.where});

async function readAll(all: readonly Arrived[], site: string): Promise<Read[]> {
  const read: Read[] = [];
  for (const {name, text} of all) {
    try {
      for (const envelope of await readArrived(text, site)) read.push({name, text: envelope.text || text, envelope, refused: null});
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      read.push({name, text, envelope: null, refused: error});
    }
  }
  return read;
}

/** The sheet that it belongs to; `''` for none, or for the coach's page. */
const sheetOf = (envelope: Envelope): string => {
  if (envelope.kind === 'record') return envelope.copy.worksheet;
  if (envelope.kind === 'assignment') return envelope.assignment.sheet;
  if (envelope.kind === 'remarks') return envelope.remarks.sheet;
  return '';
};

const isHere = (sheet: OpenSheet, envelope: Envelope): boolean =>
  sheetOf(envelope) === sheet.store.worksheet
  || (envelope.kind === 'return' && (envelope.returned.copy?.worksheet ?? sheet.store.worksheet) === sheet.store.worksheet);

async function openHere(sheet: OpenSheet, envelope: Envelope): Promise<void> {
  if (envelope.kind === 'record') return openCopy(sheet, envelope.copy);
  if (isForSheet(envelope)) return openEnvelope(sheet, envelope);
  if (envelope.kind !== 'return') return;
  const sent = await openLoop(sheet.store.site)
    .sent()
    .catch(() => []);
  openReturned(
    sheet,
    envelope.returned,
    sent.some(({id}) => id === envelope.returned.id),
  );
}

const title = ({envelope, name}: Read): string => {
  if (envelope?.kind !== 'record') return name || sayOut('pasted');
  const label = textOf(envelope.copy, LABEL) || sayCore('untitled');
  const from = senderOf(envelope.copy);
  return from ? say('doorRecordFrom', {from, name: label}) : say('doorRecord', {name: label});
};

/**
 * Show what came. `sendOn` leads a link that belongs elsewhere to the door; without it, or for a file, its reader is told and led.
 * `told` says what is refused where the reader chose it; a dialog says it where nothing is open.
 */
export async function receive(
  sheet: OpenSheet,
  all: readonly Arrived[],
  sendOn: (() => boolean) | null = null,
  shown: HTMLElement = el('div'),
): Promise<void> {
  const read = await readAll(all, sheet.store.site);
  const [only] = read;
  if (only && read.length === 1) {
    const here = only.envelope && isHere(sheet, only.envelope);
    if (sendOn && (!here || only.envelope?.kind === 'return') && !only.refused && sendOn()) return;
    if (here) {
      shown.closest('dialog')?.close();
      return openHere(sheet, only.envelope!);
    }
  }
  shown.replaceChildren(...read.map(each => line(sheet, each, shown)));
  if (shown.isConnected) return;
  const dialog = openDialog(
    sheet.element,
    sayOut('linkTitle'),
    shown,
    el(
      'div',
      {class: 'pb-buttons'},
      button(sayCore('close'), () => dialog.close()),
    ),
  );
}

/** One of several, or one that cannot be opened here. */
function line(sheet: OpenSheet, each: Read, shown: HTMLElement): HTMLElement {
  const {envelope, refused, name, text} = each;
  const block = el('section', {class: 'pb-incoming'}, el('p', {}, el('strong', {}, title(each))));
  if (refused || !envelope) {
    block.append(el('p', {class: 'pb-refused', role: 'alert'}, refusalWords(refused ?? new Refusal('notOurs'))));
    return block;
  }
  const here = isHere(sheet, envelope);
  const door = doorAddress();
  if (!here && !door) {
    block.append(el('p', {class: 'pb-refused', role: 'alert'}, sayOut('otherSheet', {name: sheetOf(envelope)})));
    return block;
  }
  const open = async (): Promise<void> => {
    if (here) {
      shown.closest('dialog')?.close();
      return openHere(sheet, envelope);
    }
    try {
      location.assign(await leaveFor(sheet.store.site, [{name: name || '-', text}], door));
    } catch {
      block.append(el('p', {class: 'pb-refused', role: 'alert'}, say('doorTooLarge')));
    }
  };
  block.append(
    el(
      'div',
      {class: 'pb-buttons'},
      button(here ? say('doorOpen') : say('doorHere'), () => void open(), {
        class: 'pb-button pb-primary',
        'aria-label': `${say('doorOpen')}: ${title(each)}`,
      }),
    ),
  );
  return block;
}
