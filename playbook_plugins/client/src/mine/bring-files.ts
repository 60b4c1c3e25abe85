/** The dialog in which files are chosen, looked at, and brought in, many at once. */

import {Refusal} from '../model/gate.ts';
import {type Given, gathered, type Incoming, type Plan, plansFor} from '../model/incoming.ts';
import {LIMITS} from '../model/limits.ts';
import type {Copy} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {textIn} from '../travel/decode.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/mine.ts';
import {say as sayOut} from '../words/out.ts';

const MAX_FILES = 200;

/** What the dialog asks of its page. */
interface Page {
  /** The copies that stand here now. */
  copies(): Copy[];
  /** What bringing in one copy would do, in words. */
  would(incoming: Incoming): string;
  bring(all: Incoming[]): void;
}

/** Read a chosen file, or say why not. */
async function given(file: File): Promise<Given> {
  const text = file.size > LIMITS.whole ? new Refusal('tooLarge') : await textIn(file).catch(() => new Refusal('notJson'));
  return {name: file.name, text};
}

/** Open the dialog in `parent`. Nothing is brought in before the reader has seen what it would do and pressed. */
export function askForFiles(parent: Element, page: Page): void {
  const file = el('input', {type: 'file', id: 'pb-mine-files', multiple: true, accept: '.json,application/json'});
  const paste = el('textarea', {id: 'pb-mine-paste', rows: '4', spellcheck: 'false'});
  const shown = el('div', {class: 'pb-preview', role: 'status'});
  const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, sayOut('chooseFile')), file);
  const offer = (all: Given[]): void => shown.replaceChildren(...offerOf(plansFor(all, page.copies()), page, () => dialog.close()));
  const look = (files: FileList | null | undefined): void =>
    void Promise.all([...(files ?? [])].slice(0, MAX_FILES).map(given)).then(offer);
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
      button(sayOut('look'), () => offer([{name: sayOut('pasted'), text: paste.value}])),
      button(sayCore('cancel'), () => dialog.close()),
    ),
    shown,
  );
}

function offerOf(plans: Plan[], page: Page, close: () => void): Node[] {
  const all = gathered(plans);
  const lines = plans.map(({name, incoming, refused}) =>
    el(
      'li',
      {},
      el('strong', {}, name),
      ...(incoming.some(({copy}) => copy.aside !== undefined) ? [el('p', {class: 'pb-refused'}, sayOut('partlyFile'))] : []),
      refused
        ? el('p', {class: 'pb-refused'}, sayOut(refused.reason === 'newer' ? 'newerFile' : refused.reason, {where: refused.where}))
        : el('ul', {}, ...incoming.map(each => el('li', {}, page.would(each)))),
    ),
  );
  const go = button(
    say('mineBring', {n: all.length}),
    () => {
      close();
      page.bring(all);
    },
    {class: 'pb-button pb-primary'},
  );
  return [el('ul', {class: 'pb-list'}, ...lines), ...(all.length ? [go] : [])];
}
