/** The dialog in which files are chosen, looked at, and taken in, many at once: copies, and whatever a coach has sent. */

import type {Envelope} from '../coaching/formats.ts';
import {readIncoming} from '../coaching/links.ts';
import type {LoopStore} from '../coaching/loop-store.ts';
import {Refusal} from '../model/gate.ts';
import {type Given, gathered, type Incoming, type Plan, plansFor} from '../model/incoming.ts';
import {LIMITS} from '../model/limits.ts';
import {type Copy, LABEL, textOf} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {textIn} from '../travel/decode.ts';
import {say as sayCore} from '../words/core.ts';
import {say as sayDesk} from '../words/desk.ts';
import {say} from '../words/mine.ts';
import {say as sayOut} from '../words/out.ts';

const MAX_FILES = 200;

/** What a coach has sent me. */
export type ForMe = Extract<Envelope, {kind: 'assignment' | 'remarks'}>;

/** A file as it was read: copies, what a coach sent, and whether it holds what belongs on a Team page. */
interface Read extends Given {
  forMe: ForMe[];
  forTeam: boolean;
}

/** What the dialog asks of its page. */
interface Page {
  site: string;
  /** The copies that stand here now. */
  copies(): Copy[];
  /** The title of a sheet. */
  titleOf(worksheet: string): string;
  bring(all: Incoming[], forMe: ForMe[]): void;
}

/** Take up what a coach sent: requests first, and then what was said of copies. */
export async function takeUp(loop: LoopStore, all: readonly ForMe[]): Promise<void> {
  for (const each of all) if (each.kind === 'assignment') await loop.takeUp(each);
  for (const each of all) if (each.kind === 'remarks') await loop.addRemarks('theirs', each.remarks);
}

const unread = (name: string, text: string | Refusal): Read => ({name, text, forMe: [], forTeam: false});

/** Tell what a text holds. Copies go the way that they always went, file by file. */
async function told(name: string, text: string, site: string): Promise<Read[]> {
  let all: Envelope[];
  try {
    all = await readIncoming(text, site);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [unread(name, error)];
  }
  const records = all.filter(each => each.kind === 'record');
  const forMe = all.filter((each): each is ForMe => each.kind === 'assignment' || each.kind === 'remarks');
  const forTeam = all.some(({kind}) => kind === 'return' || kind === 'snapshot' || kind === 'locked');
  if (records.length === all.length) return [unread(name, /^\s*\{/.test(text) || records.length !== 1 ? text : records[0]!.text)];
  return [{name, text: '', forMe, forTeam}, ...records.map(each => unread(name, each.text))];
}

/** Read a chosen file, or say why not. */
async function given(file: File, site: string): Promise<Read[]> {
  const text = file.size > LIMITS.whole ? new Refusal('tooLarge') : await textIn(file).catch(() => new Refusal('notJson'));
  return text instanceof Refusal ? [unread(file.name, text)] : told(file.name, text, site);
}

/** Open the dialog in `parent`. Nothing is taken in before the reader has seen what it would do and pressed. */
export function askForFiles(parent: Element, page: Page): void {
  const file = el('input', {type: 'file', id: 'pb-mine-files', multiple: true, accept: '.json,.txt,application/json,text/plain'});
  const paste = el('textarea', {id: 'pb-mine-paste', rows: '4', spellcheck: 'false'});
  const shown = el('div', {class: 'pb-preview', role: 'status'});
  const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, sayOut('chooseFile')), file);
  const offer = (all: Read[][]): void => shown.replaceChildren(...offerOf(all.flat(), page, () => dialog.close()));
  const look = (files: FileList | null | undefined): void =>
    void Promise.all([...(files ?? [])].slice(0, MAX_FILES).map(each => given(each, page.site))).then(offer);
  file.addEventListener('change', () => look(file.files));
  zone.addEventListener('dragover', event => event.preventDefault());
  zone.addEventListener('drop', event => {
    event.preventDefault();
    look(event.dataTransfer?.files);
  });
  paste.addEventListener('paste', event => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    look(event.clipboardData.files);
  });
  const dialog = openDialog(
    parent,
    say('mineIn'),
    el('p', {class: 'pb-help'}, say('mineInHelp')),
    zone,
    el('label', {for: paste.id}, sayOut('orPaste')),
    paste,
    el(
      'div',
      {class: 'pb-buttons'},
      button(sayOut('look'), () => void told(sayOut('pasted'), paste.value, page.site).then(all => offer([all]))),
      button(sayCore('cancel'), () => dialog.close()),
    ),
    shown,
  );
}

/** What bringing in one copy would do, in words. */
function would({copy, known, changes, back}: Incoming, {titleOf}: Page): string {
  const label = textOf(known ?? copy, LABEL) || sayCore('untitled');
  const what =
    !known || back
      ? say('mineNew', {sheet: titleOf(copy.worksheet)})
      : changes
        ? say('mineMerge', {label, n: changes})
        : say('mineSame', {label});
  return `${textOf(copy, LABEL) || sayCore('untitled')}: ${what}`;
}

function wordsOf(each: ForMe, page: Page): string {
  if (each.kind === 'assignment') {
    const {from, label, sheet} = each.assignment;
    return sayDesk('deskTake', {name: from.name, label: label || page.titleOf(sheet)});
  }
  const copy = page.copies().find(one => one.copy === each.remarks.copy);
  const label = (copy && textOf(copy, LABEL)) || page.titleOf(each.remarks.sheet);
  return sayDesk('deskTakeRemarks', {name: each.remarks.from.name, label});
}

function offerOf(read: Read[], page: Page, close: () => void): Node[] {
  const forMe = read.flatMap(each => each.forMe);
  const plans = plansFor(
    read.filter(({text}) => text !== ''),
    page.copies(),
  );
  const all = gathered(plans);
  const line = (name: string, ...what: Node[]): HTMLElement => el('li', {}, el('strong', {}, name), ...what);
  const items = (lines: string[]): HTMLElement => el('ul', {}, ...lines.map(words => el('li', {}, words)));
  const lines = [
    ...read.filter(each => each.forMe.length).map(each => line(each.name, items(each.forMe.map(one => wordsOf(one, page))))),
    ...read.filter(each => each.forTeam).map(({name}) => line(name, el('p', {}, sayDesk('deskTakeTeam')))),
    ...plans.map(plan => line(plan.name, ...planned(plan, page))),
  ];
  const go = button(
    forMe.length ? sayDesk('deskOpenAll', {n: all.length + forMe.length}) : say('mineBring', {n: all.length}),
    () => {
      close();
      page.bring(all, forMe);
    },
    {class: 'pb-button pb-primary'},
  );
  return [el('ul', {class: 'pb-list'}, ...lines), ...(all.length || forMe.length ? [go] : [])];
}

const planned = ({incoming, refused}: Plan, page: Page): Node[] => [
  ...(incoming.some(({copy}) => copy.aside !== undefined) ? [el('p', {class: 'pb-refused'}, sayOut('partlyFile'))] : []),
  refused
    ? el('p', {class: 'pb-refused'}, sayOut(refused.reason === 'newer' ? 'newerFile' : refused.reason, {where: refused.where}))
    : el('ul', {}, ...incoming.map(each => el('li', {}, would(each, page)))),
];
