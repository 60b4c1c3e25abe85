/** The dialog "Send…": for someone else, with what will be visible, and in which form. */

import {coachesOf} from '../coaching/request.ts';
import type {Kind} from '../kinds/kind.ts';
import {isPrivate} from '../model/privacy.ts';
import {type Copy, LABEL, textOf, toRecord} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {fileName, save} from '../page/download.ts';
import {goAddress} from '../page/permalink.ts';
import {qrPicture} from '../page/qr.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {type DueDay, toCalendar} from '../travel/calendar.ts';
import {toCsv} from '../travel/csv.ts';
import {sentNow} from '../travel/dim.ts';
import {fits, LINK_BUDGET, toLink} from '../travel/link.ts';
import {toMarkdown} from '../travel/markdown.ts';
import {cut, kept, outgoing, type Wanted} from '../travel/outgoing.ts';
import {toPeople} from '../travel/people.ts';
import {sentBy} from '../travel/sender.ts';
import {separatorOf} from '../travel/table.ts';
import {say as sayAsked} from '../words/asked.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import {contents, linesOf} from './contents.ts';
import {LastSent} from './last-sent.ts';
import {attend, isAsked} from './loop/attend.ts';
import {isInLoop} from './loop/store.ts';
import {outlineOf} from './outline.ts';
import {nameOnPaper, printSheet} from './paper.ts';
import {Sender} from './sender.ts';

/** Show what would be visible, and hand it over. */
export function send(sheet: OpenSheet): void {
  new TakeOut(sheet);
}

/** The record of a link. The page that opens it has the questions; only those that it no longer asks go along. */
export function linkRecord(copy: Copy): Record<string, unknown> {
  const labels = new Map([...copy.labels].filter(([id]) => copy.retired.has(`a/${id.split('=')[0]}`)));
  return toRecord({...copy, labels});
}

/** The table of a copy's changes, in the words of its page. */
export const tableOf = (copy: Copy, kind: Pick<Kind, 'labelOf' | 'wordsOf'>): string =>
  toCsv(
    copy,
    key => kind.labelOf(key, copy),
    (key, value) => kind.wordsOf(key, value, copy),
    separatorOf(pageLanguage()),
  );

/** The open copy as a table for people. */
export const peopleOf = ({store, form, kind}: Pick<OpenSheet, 'store' | 'kind' | 'form'>, wanted: Wanted): string =>
  toPeople(outlineOf({form, copy: store.copy, page: kind}, textOf(store.copy, LABEL), wanted), separatorOf(pageLanguage()));

/** The open days of a copy that go along, as a calendar has them. */
export function duesOf({store, kind, form}: Pick<OpenSheet, 'store' | 'kind' | 'form'>, {privates}: Wanted): DueDay[] {
  const title = form.querySelector('.pb-title')?.firstChild?.textContent?.trim() ?? store.worksheet;
  const label = textOf(store.copy, LABEL);
  return (kind.dues?.() ?? [])
    .filter(due => !due.done && (privates || !isPrivate(store.copy, `${due.owner}/v`, kind)))
    .map(due => ({
      uid: `${store.copy.copy}.${due.id}@${store.site.replaceAll('/', '.')}`,
      day: due.day,
      title: due.label,
      text: label ? `${title}: ${label}` : title,
      url: goAddress(`${store.worksheet}--${due.id}`),
    }));
}

class TakeOut {
  readonly #notes = el('input', {type: 'checkbox', class: 'pb-with-notes'});
  readonly #privates = el('input', {type: 'checkbox', class: 'pb-with-private'});
  readonly #visible = el('div', {class: 'pb-visible', role: 'status'});
  readonly #made = el('div', {class: 'pb-made', role: 'status'});
  readonly #dialog: HTMLDialogElement;
  readonly #sender: Sender;

  constructor(private readonly sheet: OpenSheet) {
    this.#sender = new Sender(sheet.store.site, `${sheet.store.worksheet}.sender`, '', undefined, () => this.#show());
    const {notes, privates} = kept(sheet.store.copy, sheet.kind);
    const choices = [
      ...(notes ? [el('label', {class: 'pb-choice'}, this.#notes, ` ${say('withNotes', {n: notes})}`)] : []),
      ...(privates ? [el('label', {class: 'pb-choice'}, this.#privates, ` ${say('withPrivate', {n: privates})}`)] : []),
    ];
    const form = el(
      'div',
      {class: 'pb-dialog-form'},
      el('p', {class: 'pb-help'}, say('sendHelp')),
      ...(choices.length ? [el('fieldset', {class: 'pb-extras'}, el('legend', {}, say('alsoSend')), ...choices)] : []),
      this.#sender.element,
      el('h3', {}, say('visible')),
      this.#visible,
    );
    form.addEventListener('change', () => this.#show());
    this.#show();
    this.#dialog = openDialog(sheet.element, say('takeOutTitle'), form, this.#buttons(), this.#made);
    void this.#offerBack(form);
  }

  #buttons(): HTMLElement {
    const {kind} = this.sheet;
    const dues = duesOf(this.sheet, {notes: true, privates: true}).length > 0;
    const write = (text: string, ...kind: [string?, string?]): void => save(text, this.#name, ...kind);
    return el(
      'div',
      {class: 'pb-buttons'},
      button(say('file'), () => write(JSON.stringify(toRecord(this.#hand()), null, 1)), {class: 'pb-button pb-primary'}),
      button(say('link'), () => void this.#link(), {class: 'pb-button pb-make-link'}),
      button(say('print'), () => this.#print(false)),
      button(say('printEmpty'), () => this.#print(true)),
      button(say('csv'), () => write(peopleOf(this.sheet, this.#wanted), 'csv', 'text/csv;charset=utf-8')),
      button(say('csvExact'), () => write(tableOf(this.#hand(), kind), 'csv', 'text/csv;charset=utf-8')),
      button(say('markdown'), () => void this.#markdown()),
      ...(dues
        ? [button(say('calendar'), () => write(toCalendar(duesOf(this.sheet, this.#wanted)), 'ics', 'text/calendar;charset=utf-8'))]
        : []),
      button(sayCore('close'), () => this.#dialog.close()),
    );
  }

  /** A coach who is known here can be given it back. */
  async #offerBack(form: HTMLElement): Promise<void> {
    const {sheet} = this;
    if (!isAsked(sheet) || !isInLoop(sheet.store.site)) return;
    const on = attend(sheet);
    await on.ready;
    const coaches = coachesOf(on.standing.all, await on.loop.sent().catch(() => []), on.standing.me).slice(0, 3);
    const back = (coach: (typeof coaches)[number]): HTMLElement =>
      button(sayAsked('loopGiveTo', {coach: coach.name}), () => {
        this.#dialog.close();
        on.give(coach);
      });
    if (coaches.length) form.after(el('div', {class: 'pb-buttons pb-give-instead'}, ...coaches.map(back)));
  }

  get #wanted(): Wanted {
    return {notes: this.#notes.checked, privates: this.#privates.checked};
  }

  #copy(): Copy {
    const {store, kind} = this.sheet;
    return outgoing(store.copy, kind, this.#wanted, new LastSent(store).get());
  }

  /** The name of a file: of which sheet, which copy, and whose. */
  get #name(): string {
    const {store} = this.sheet;
    this.#sender.take(false);
    return [fileName(store, store.copy), this.#sender.name].filter(Boolean).join('-');
  }

  /** The copy that is handed over now, with its sender. */
  #hand(): Copy {
    const {store, kind} = this.sheet;
    this.#sender.take(false);
    const [copy, last] = [sentBy(this.#copy(), this.#sender.name), new LastSent(store)];
    last.set(sentNow(cut(store.copy, kind, this.#wanted), last.get()));
    return copy;
  }

  #show(): void {
    const copy = this.#copy();
    const here = kept(this.sheet.store.copy, this.sheet.kind).privates;
    const lines = linesOf(copy, this.sheet.kind).map(line => el('li', {}, line));
    this.#visible.replaceChildren(
      el('p', {}, [this.#sender.name && sayAsked('loopFrom', {name: this.#sender.name}), contents(copy)].filter(Boolean).join(' · ')),
      ...(here && !this.#privates.checked ? [el('p', {}, say('staysHere', {n: here}))] : []),
      ...(lines.length ? [el('details', {}, el('summary', {}, say('showAll')), el('ul', {class: 'pb-list'}, ...lines))] : []),
    );
    this.#made.replaceChildren();
  }

  #print(empty: boolean): void {
    this.#dialog.close();
    this.#sender.take(false);
    nameOnPaper(this.sheet, this.#sender.name);
    printSheet(this.sheet, empty, this.#wanted);
  }

  async #markdown(): Promise<void> {
    const {store, form, kind} = this.sheet;
    this.#sender.take(false);
    const label = [textOf(store.copy, LABEL), this.#sender.name].filter(Boolean).join(' · ');
    const text = toMarkdown(outlineOf({form, copy: store.copy, page: kind}, label, this.#wanted));
    let said = say('markdownCopied');
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      said = say('markdownHere');
    }
    const area = el('textarea', {rows: '8', readonly: true, 'aria-label': say('markdown')});
    area.value = text;
    this.#made.replaceChildren(
      el('p', {}, said),
      area,
      button(say('asFile'), () => save(text, this.#name, 'md', 'text/markdown;charset=utf-8')),
    );
  }

  async #link(): Promise<void> {
    const link = await toLink(linkRecord(this.#hand()), goAddress(this.sheet.store.worksheet).split('#')[0]!);
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
    this.#made.replaceChildren(el('p', {}, said), field, ...qrPicture(link));
  }
}
