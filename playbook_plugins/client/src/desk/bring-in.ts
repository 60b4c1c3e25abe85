/** The dialog "Open a file": files, tables, links and pasted text; each opens as the sheet itself. */

import {Refusal} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {button, el, openDialog} from '../page/dom.ts';
import type {Arrived} from '../page/door.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {textIn} from '../travel/decode.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import {receive, refusalWords} from './arrival/receive.ts';

const MAX_FILES = 50;

/** Read a file without ever holding one that cannot be ours. Throws `Refusal`. */
async function fromFile(file: File): Promise<Arrived> {
  if (file.size > LIMITS.whole) throw new Refusal('tooLarge');
  return {name: file.name, text: await textIn(file)};
}

/** Take in files: nothing of them is kept before the reader says so. */
export function bringIn(sheet: OpenSheet): void {
  const id = `${sheet.store.worksheet}.in`;
  const file = el('input', {
    type: 'file',
    id: `${id}.file`,
    multiple: true,
    accept: '.json,.csv,.txt,application/json,text/csv,text/plain',
  });
  const paste = el('textarea', {id: `${id}.paste`, rows: '4', spellcheck: 'false'});
  const shown = el('div', {class: 'pb-preview', role: 'status'});
  const take = async (files: Iterable<File>): Promise<void> => {
    const all: Arrived[] = [];
    const refused: HTMLElement[] = [];
    for (const each of [...files].slice(0, MAX_FILES)) {
      await fromFile(each).then(
        arrived => all.push(arrived),
        error => refused.push(el('p', {class: 'pb-refused'}, `${each.name}: ${refusalWords(error)}`)),
      );
    }
    if (all.length) await receive(sheet, all, null, shown);
    shown.append(...refused);
  };
  file.addEventListener('change', () => void take(file.files ?? []));
  const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, say('chooseFile')), file);
  zone.addEventListener('dragover', event => event.preventDefault());
  zone.addEventListener('drop', event => {
    event.preventDefault();
    void take(event.dataTransfer?.files ?? []);
  });
  paste.addEventListener('paste', event => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void take(files);
  });
  const dialog = openDialog(
    sheet.element,
    say('bringInTitle'),
    zone,
    el('label', {for: paste.id}, say('orPaste')),
    paste,
    el(
      'div',
      {class: 'pb-buttons'},
      button(say('look'), () => void receive(sheet, [{name: say('pasted'), text: paste.value}], null, shown)),
      button(sayCore('cancel'), () => dialog.close()),
    ),
    shown,
  );
}
