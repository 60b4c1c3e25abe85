/** The dialog "Take out": for whom, what will be visible, and in which form. */

import {download, fileName, save, tookOut} from '../elements/download.ts';
import {button, el, openDialog} from '../elements/dom.ts';
import type {Kind} from '../elements/kind.ts';
import type {Sheetful} from '../elements/more.ts';
import {goAddress} from '../elements/tip.ts';
import {LABEL, ownerOf, textOf, toRecord, type Copy} from '../response.ts';
import {toCalendar, type DueDay} from '../travel/calendar.ts';
import {toCsv} from '../travel/csv.ts';
import {LINK_BUDGET, fits, toLink} from '../travel/link.ts';
import {toMarkdown} from '../travel/markdown.ts';
import {toPeople} from '../travel/people.ts';
import {separatorOf} from '../travel/table.ts';
import {say} from '../words-out.ts';
import {pageLanguage, say as sayCore} from '../words.ts';
import {outlineOf} from './outline.ts';
import {qrPicture} from './qr.ts';

const isNote = (key: string): boolean => key.endsWith('/note') || key.endsWith('/na');
const owners = (keys: string[]): number => new Set(keys.map(ownerOf)).size;

/** The copy as somebody else may see it: private rows and fields, and notes, only where ticked. */
export function forOther(copy: Copy, kind: Pick<Kind, 'isPrivate'>, notes: boolean, privates: boolean): Copy {
  const leaves = new Map([...copy.leaves].filter(([key]) => (notes || !isNote(key)) && (privates || !kind.isPrivate(key))));
  const isHidden = (label: string): boolean => label.includes('--')
    ? kind.isPrivate(`r/${label.replace('--', '/').replace('.', '/=')}`) : kind.isPrivate(`a/${label.split('=')[0]}/v`);
  const labels = new Map([...copy.labels].filter(([label]) => privates || !isHidden(label)));
  const retired = new Set([...copy.retired].filter(owner => [...leaves.keys()].some(key => ownerOf(key) === owner)));
  return {...copy, leaves, labels, retired, extra: {}};
}

/** What a copy holds, counted in words. */
export function contents(copy: Copy): string {
  const keys = [...copy.leaves.keys()];
  const answers = owners(keys.filter(key => key.startsWith('a/') && !isNote(key)));
  const notes = keys.filter(key => isNote(key) && textOf(copy, key)).length;
  const rows = owners(keys.filter(key => key.startsWith('r/')));
  const counts = [answers && say('answers', {n: answers}), notes && say('notes', {n: notes}), rows && say('rows', {n: rows})];
  return `“${textOf(copy, LABEL) || sayCore('firstCopy')}”: ${counts.filter(Boolean).join(', ') || sayCore('nothing')}`;
}

/** Ask for whom, show what will be in it, and hand it over. */
export function takeOut(sheet: Sheetful): void {
  new TakeOut(sheet);
}

class TakeOut {
  readonly #notes = el('input', {type: 'checkbox'});
  readonly #privates = el('input', {type: 'checkbox'});
  readonly #visible = el('div', {class: 'pb-visible', role: 'status'});
  readonly #made = el('div', {class: 'pb-made', role: 'status'});
  readonly #extras: HTMLElement;
  readonly #form: HTMLElement;
  readonly #dialog: HTMLDialogElement;

  constructor(private readonly sheet: Sheetful) {
    const {store, kind} = sheet;
    const keys = [...store.copy.leaves.keys()];
    const notes = keys.filter(key => isNote(key) && textOf(store.copy, key)).length;
    const privates = owners(keys.filter(key => kind.isPrivate(key)));
    this.#extras = el('div', {class: 'pb-extras', hidden: true},
      el('label', {class: 'pb-choice'}, this.#notes, ` ${say('withNotes', {n: notes})}`),
      ...(privates ? [el('label', {class: 'pb-choice'}, this.#privates, ` ${say('withPrivate', {n: privates})}`)] : []));
    this.#form = el('div', {class: 'pb-dialog-form'},
      el('fieldset', {}, el('legend', {}, say('forWhom')), this.#whom('me', say('forMe')), this.#whom('other', say('forOther')), this.#extras),
      el('h3', {}, say('visible')), this.#visible);
    this.#form.addEventListener('change', () => this.#show());
    this.#show();
    this.#dialog = openDialog(sheet.element, say('takeOutTitle'), this.#form, this.#buttons(), this.#made);
  }

  #whom(value: string, text: string): HTMLElement {
    return el('label', {class: 'pb-choice'},
      el('input', {type: 'radio', name: `${this.sheet.store.worksheet}.out`, value, ...(value === 'me' && {checked: true})}), ` ${text}`);
  }

  #buttons(): HTMLElement {
    const dues = this.#dues().length > 0;
    return el('div', {class: 'pb-buttons'},
      button(say('file'), () => download(this.sheet.store, this.#copy()), {class: 'pb-button pb-primary'}),
      button(say('link'), () => void this.#link(), {class: 'pb-button pb-make-link'}),
      button(say('print'), () => this.#print(false)), button(say('printEmpty'), () => this.#print(true)),
      button(say('csv'), () => this.#people()), button(say('csvExact'), () => this.#csv()), button(say('markdown'), () => void this.#markdown()),
      ...(dues ? [button(say('calendar'), () => this.#calendar())] : []),
      button(sayCore('close'), () => this.#dialog.close()));
  }

  get #isOther(): boolean {
    return this.#form.querySelector<HTMLInputElement>('input[value="other"]')!.checked;
  }

  #copy(): Copy {
    const {store, kind} = this.sheet;
    return this.#isOther ? forOther(store.copy, kind, this.#notes.checked, this.#privates.checked) : store.copy;
  }

  get #wanted(): {notes: boolean; privates: boolean} {
    return {notes: !this.#isOther || this.#notes.checked, privates: !this.#isOther || this.#privates.checked};
  }

  #show(): void {
    this.#extras.hidden = !this.#isOther;
    const copy = this.#copy();
    const {kind} = this.sheet;
    const lines = [...copy.leaves].filter(([key, leaf]) => ownerOf(key) && leaf.v !== '' && !/\/(pos|gone)$/.test(key))
      .map(([key, leaf]) => el('li', {}, say('shows', {label: kind.labelOf(key), value: kind.wordsOf(key, leaf.v)})));
    this.#visible.replaceChildren(el('p', {}, contents(copy)),
      ...(lines.length ? [el('details', {}, el('summary', {}, say('showAll')), el('ul', {class: 'pb-list'}, ...lines))] : []));
    this.#made.replaceChildren();
  }

  #print(empty: boolean): void {
    this.#dialog.close();
    const {notes, privates} = this.#wanted;
    this.sheet.printing.print(empty, [!notes && 'notes', !privates && 'private'].filter(word => word !== false));
  }

  #csv(): void {
    const {store, kind} = this.sheet;
    const copy = this.#copy();
    save(toCsv(copy, key => kind.labelOf(key), (key, value) => kind.wordsOf(key, value), separatorOf(pageLanguage())), fileName(store, copy), 'csv', 'text/csv;charset=utf-8');
    tookOut(store);
  }

  #people(): void {
    const {store, form} = this.sheet;
    const table = toPeople(outlineOf(form, textOf(store.copy, LABEL), this.#wanted), separatorOf(pageLanguage()));
    save(table, fileName(store, store.copy), 'csv', 'text/csv;charset=utf-8');
  }

  async #markdown(): Promise<void> {
    const {store, form} = this.sheet;
    const text = toMarkdown(outlineOf(form, textOf(store.copy, LABEL), this.#wanted));
    let said = say('markdownCopied');
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      said = say('markdownHere');
    }
    const area = el('textarea', {rows: '8', readonly: true, 'aria-label': say('markdown')});
    area.value = text;
    this.#made.replaceChildren(el('p', {}, said), area,
      button(say('asFile'), () => save(text, fileName(store, store.copy), 'md', 'text/markdown;charset=utf-8')));
  }

  #dues(): DueDay[] {
    const {store, kind, form} = this.sheet;
    const title = form.querySelector('.pb-title')?.firstChild?.textContent?.trim() ?? store.worksheet;
    const label = textOf(store.copy, LABEL);
    return (kind.dues?.() ?? []).filter(due => !due.done && (this.#wanted.privates || !due.private)).map(due => ({
      uid: `${store.copy.copy}.${due.id}@${store.site.replaceAll('/', '.')}`, day: due.day, title: due.label,
      text: label ? `${title}: ${label}` : title, url: goAddress(`${store.worksheet}--${due.id}`),
    }));
  }

  #calendar(): void {
    const {store} = this.sheet;
    save(toCalendar(this.#dues()), fileName(store, store.copy), 'ics', 'text/calendar;charset=utf-8');
  }

  async #link(): Promise<void> {
    const copy = this.#copy();
    // The page that opens the link has the questions; only those that it no longer asks go along.
    const labels = new Map([...copy.labels].filter(([id]) => copy.retired.has(`a/${id.split('=')[0]}`)));
    const link = await toLink(toRecord({...copy, labels}), goAddress(this.sheet.store.worksheet).split('#')[0]!);
    if (!fits(link)) {
      this.#made.replaceChildren(el('p', {class: 'pb-refused'}, say('linkTooLong', {n: link.length, most: LINK_BUDGET})));
      return;
    }
    let said = sayCore('linkCopied');
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      said = say('linkShown');
    }
    const field = el('input', {type: 'text', readonly: true, 'aria-label': say('link')});
    field.value = link;
    tookOut(this.sheet.store);
    this.#made.replaceChildren(el('p', {}, said), field, ...qrPicture(link));
  }
}
