/** The dialog in which files are chosen, looked at, and taken in, many at once: copies, and whatever a coach has sent. */

import type {Envelope} from '../coaching/formats.ts';
import {readArrived} from '../coaching/incoming.ts';
import type {LoopStore} from '../coaching/loop-store.ts';
import {Refusal} from '../model/gate.ts';
import {type Given, gathered, type Incoming, type Plan, plansFor} from '../model/incoming.ts';
import {LIMITS} from '../model/limits.ts';
import {LABEL, textOf, toRecord} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {nameFor} from '../page/received-name.ts';
import {textIn} from '../travel/decode.ts';
import {asOwn} from '../travel/received.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/mine-late.ts';
import {say as sayOut} from '../words/out.ts';
import {adopted} from './adopted.ts';
import type {FilesPage, ForMe} from './dialogs.ts';

const MAX_FILES = 200;

/** A file as it was read: copies, what a coach sent, and whether it holds what belongs on a Team page. */
interface Read extends Given {
  forMe: ForMe[];
  forTeam: boolean;
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
    all = await readArrived(text, site);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [unread(name, error)];
  }
  const records = all.filter(each => each.kind === 'record');
  const forMe = all.filter((each): each is ForMe => each.kind === 'assignment' || each.kind === 'remarks');
  const forTeam = all.some(({kind}) => kind === 'return' || kind === 'snapshot' || kind === 'locked');
  // A record alone, or a backup of many, is read as the file that it is; a link and a table, as what they hold.
  const isFile = /^\s*\{/.test(text);
  if (records.length === all.length && isFile) return [unread(name, text)];
  const others = forMe.length || forTeam ? [{name, text: '', forMe, forTeam}] : [];
  return [...others, ...records.map(({copy, text: own}) => unread(name, own.startsWith('{') ? own : JSON.stringify(toRecord(copy))))];
}

/** Read a chosen file, or say why not. */
async function given(file: File, site: string): Promise<Read[]> {
  const text = file.size > LIMITS.whole ? new Refusal('tooLarge') : await textIn(file).catch(() => new Refusal('notJson'));
  return text instanceof Refusal ? [unread(file.name, text)] : told(file.name, text, site);
}

/** Open the dialog in `parent`. Nothing is taken in before the reader has seen what it would do and pressed. */
export function askForFiles(parent: Element, page: FilesPage): void {
  const file = el('input', {
    type: 'file',
    id: 'pb-mine-files',
    multiple: true,
    accept: '.json,.csv,.txt,application/json,text/csv,text/plain',
  });
  const paste = el('textarea', {id: 'pb-mine-paste', rows: '4', spellcheck: 'false'});
  const shown = el('div', {class: 'pb-preview', role: 'status'});
  const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, sayOut('chooseFile')), file);
  const offer = (all: Read[][]): void => {
    shown.replaceChildren(...offerOf(all.flat(), page, () => dialog.close()));
    shown.scrollIntoView({block: 'nearest'});
  };
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

/** One copy that a file holds, and what its reader wants done with it. */
class Choice {
  readonly line: HTMLElement;
  #how = 'in';

  constructor(
    private readonly incoming: Incoming,
    {titleOf}: FilesPage,
    changed: () => void,
  ) {
    const {copy, known, changes, back} = incoming;
    const isNew = !known || back;
    const name = textOf(copy, LABEL) || sayCore('untitled');
    const label = (known && textOf(known, LABEL)) || name;
    if (!isNew && !changes) {
      this.line = el('li', {}, `${name}: ${say('mineSame', {label})}`);
      return;
    }
    const how = el('select', {'aria-label': name});
    const options = {
      in: isNew ? say('mineNew', {sheet: titleOf(copy.worksheet)}) : say('mineMerge', {label, n: changes}),
      ...(!isNew && {apart: say('mineApart')}),
      out: say('mineLeaveOut'),
    };
    how.append(...Object.entries(options).map(([value, words]) => el('option', {value}, words)));
    how.addEventListener('change', () => {
      this.#how = how.value;
      changed();
    });
    this.line = el('li', {}, `${name} `, how);
  }

  /** What is to be written of it. */
  get wanted(): Incoming[] {
    if (this.#how === 'out') return [];
    if (this.#how === 'in') return [this.incoming];
    const copy = asOwn(this.incoming.copy);
    const named = copy.leaves.get(LABEL);
    if (named) copy.leaves.set(LABEL, {...named, v: nameFor(copy, String(named.v))});
    return [{copy, known: null, changes: 1, back: false}];
  }
}

function wordsOf(each: ForMe, page: FilesPage): string {
  if (each.kind === 'assignment') {
    const {from, label, sheet} = each.assignment;
    return say('deskTake', {name: from.name, label: label || page.titleOf(sheet)});
  }
  const copy = page.copies().find(one => one.copy === each.remarks.copy);
  const label = (copy && textOf(copy, LABEL)) || page.titleOf(each.remarks.sheet);
  return say('deskTakeRemarks', {name: each.remarks.from.name, label});
}

function offerOf(read: Read[], page: FilesPage, close: () => void): Node[] {
  const forMe = read.flatMap(each => each.forMe);
  const plans = plansFor(
    read.filter(({text}) => text !== ''),
    page.copies(),
    adopted(page.titleOf),
  );
  const choices = plans.map(plan => plan.incoming.map(each => new Choice(each, page, () => show())));
  const wanted = (): Incoming[] => gathered([{name: '', refused: null, incoming: choices.flat().flatMap(each => each.wanted)}]);
  const line = (name: string, ...what: Node[]): HTMLElement => el('li', {}, el('strong', {}, name), ...what);
  const items = (lines: string[]): HTMLElement => el('ul', {}, ...lines.map(words => el('li', {}, words)));
  const lines = [
    ...read.filter(each => each.forMe.length).map(each => line(each.name, items(each.forMe.map(one => wordsOf(one, page))))),
    ...read.filter(each => each.forTeam).map(({name}) => line(name, el('p', {}, say('deskTakeTeam')))),
    ...plans.map((plan, at) => line(plan.name, ...planned(plan, choices[at]!))),
  ];
  const go = button(
    '',
    () => {
      close();
      page.bring(wanted(), forMe);
    },
    {class: 'pb-button pb-primary'},
  );
  const show = (): void => {
    const n = wanted().length;
    go.textContent = forMe.length ? say('deskOpenAll', {n: n + forMe.length}) : say('mineBring', {n});
    go.disabled = n + forMe.length === 0;
  };
  show();
  return [el('ul', {class: 'pb-list'}, ...lines), ...(go.disabled ? [] : [go])];
}

const planned = ({incoming, refused}: Plan, choices: Choice[]): Node[] => [
  ...(incoming.some(({copy}) => copy.aside !== undefined) ? [el('p', {class: 'pb-refused'}, sayOut('partlyFile'))] : []),
  refused
    ? el('p', {class: 'pb-refused'}, sayOut(refused.reason === 'newer' ? 'newerFile' : refused.reason, {where: refused.where}))
    : el('ul', {}, ...choices.map(({line}) => line)),
];
