/** The dialog "Bring in": files, tables, links and pasted text, and nothing without the reader's consent. */

import {readEnvelopes} from '../coaching/gate.ts';
import {fragmentIn, kindOfLink, readEnvelopeLink} from '../coaching/links.ts';
import {keepPoint} from '../keep/points.ts';
import {canMerge, Refusal, readText} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {withoutOpening} from '../model/privacy.ts';
import {type Copy, LABEL, textOf} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {isCsv, readCsv} from '../travel/csv.ts';
import {textIn} from '../travel/decode.ts';
import {isLink, readLink} from '../travel/link.ts';
import {isPeople} from '../travel/people.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import {type ForSheet, isForSheet, openEnvelope} from './loop/opened.ts';
import {difference} from './preview.ts';

const MAX_FILES = 50;

/** Something to bring in: a file's name and its text. */
export interface Brought {
  name: string;
  text: () => Promise<string>;
}

/** Read a file without ever holding one that cannot be ours. */
export const fromFile = (file: File): Brought => ({
  name: file.name,
  text: () => (file.size > LIMITS.table ? Promise.reject(new Refusal('tooLarge')) : textIn(file)),
});

/** A copy from any form that one may have been taken out in. Throws `Refusal`. */
export async function readAny(text: string): Promise<Copy> {
  const start = text.slice(0, 4000).trim();
  if (isCsv(start)) return readCsv(text, pageLanguage()); // first: a note in a table may itself hold a link
  if (isPeople(start)) throw new Refusal('forReading');
  const fragment = /#(pb\d{1,3}\.\S*)/.exec(start.startsWith('{') ? '' : text.slice(0, 70_000));
  if (fragment) return readLink(fragment[1]!);
  if (isLink(start)) return readLink(text.trim());
  return readText(text);
}

/** What stands above the sheet where the text holds that, else a copy. Throws `Refusal`. */
async function readOne(sheet: OpenSheet, text: string): Promise<Copy | ForSheet> {
  const start = text.slice(0, 4000).trim();
  const fragment = isLink(start) ? start : isCsv(start) || start.startsWith('{') ? '' : fragmentIn(text);
  const isLoop = fragment ? !['record', ''].includes(kindOfLink(fragment)) : /"format"\s*:\s*"playbook-(?!responses?")/.test(start);
  if (!isLoop) return readAny(text);
  const all = fragment ? [await readEnvelopeLink(fragment, sheet.store.site)] : await readEnvelopes(text, sheet.store.site);
  const found = all.find(isForSheet);
  if (!found) throw new Refusal('notOurs');
  return found;
}

/** Why something was refused, in words. */
export const refusalWords = (error: Refusal): string => say(error.reason === 'newer' ? 'newerFile' : error.reason, {where: error.where});

/** Take in files: read, show what would change, and do only what the reader then chooses. */
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
  const look = (all: Brought[]): void => void showAll(sheet, all.slice(0, MAX_FILES), shown);
  file.addEventListener('change', () => look([...(file.files ?? [])].map(fromFile)));
  const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, say('chooseFile')), file);
  zone.addEventListener('dragover', event => event.preventDefault());
  zone.addEventListener('drop', event => {
    event.preventDefault();
    look([...(event.dataTransfer?.files ?? [])].map(fromFile));
  });
  paste.addEventListener('paste', event => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    look(files.map(fromFile));
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
      button(say('look'), () => look([{name: say('pasted'), text: () => Promise.resolve(paste.value)}])),
      button(sayCore('cancel'), () => dialog.close()),
    ),
    shown,
  );
}

async function showAll(sheet: OpenSheet, all: Brought[], shown: HTMLElement): Promise<void> {
  shown.replaceChildren();
  for (const each of all) {
    const block = el('section', {class: 'pb-incoming'}, ...(all.length > 1 ? [el('h3', {}, each.name)] : []));
    shown.append(block);
    block.append(
      ...(await offer(sheet, each.text, what => {
        block.replaceChildren(el('p', {}, `${each.name}: ${say('brought')}`));
        if (all.length === 1) block.closest('dialog')?.close();
        if (what === 'copy') sheet.announce(say('brought'), true);
      })),
    );
  }
}

/** What a text would change, with the choices that the reader has; or why it is refused. */
export async function offer(
  sheet: OpenSheet,
  text: () => Promise<string>,
  done: (what: 'copy' | ForSheet['kind']) => void,
): Promise<Node[]> {
  let copy: Copy;
  try {
    const found = await readOne(sheet, await text());
    if ('kind' in found) {
      done(found.kind);
      void openEnvelope(sheet, found);
      return [];
    }
    copy = found;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [el('p', {class: 'pb-refused'}, refusalWords(error))];
  }
  const {store, kind} = sheet;
  if (copy.worksheet !== store.worksheet) return [el('p', {class: 'pb-refused'}, say('otherSheet', {name: copy.worksheet}))];
  const apply = async (asNew: boolean): Promise<void> => {
    await keepPoint(store, 'import');
    if (asNew) await store.start(textOf(copy, LABEL) || sayCore('untitled'), copy);
    else await store.merge(withoutOpening(copy, store.copy));
    done('copy');
  };
  const act = (word: 'mergeIn' | 'asNew'): HTMLElement =>
    button(say(word), () => void apply(word === 'asNew'), {class: `pb-button${word === 'asNew' ? ' pb-primary' : ''}`});
  const partly = copy.aside === undefined ? [] : [el('p', {class: 'pb-refused'}, say('partlyFile'))];
  return [
    el('h3', {}, textOf(copy, LABEL) || sayCore('untitled')),
    ...partly,
    ...difference(store.copy, copy, kind),
    el(
      'div',
      {class: 'pb-buttons'},
      act('asNew'),
      ...(canMerge(store.copy, copy) ? [act('mergeIn')] : [el('p', {class: 'pb-refused'}, say('cannotMerge'))]),
    ),
  ];
}
