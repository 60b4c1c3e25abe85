/** The dialog "Send…": for someone else, with what will be visible, and in which form. */

import type {Person} from '../coaching/formats.ts';
import {coachesOf} from '../coaching/request.ts';
import type {Kind} from '../kinds/kind.ts';
import {isPrivate} from '../model/privacy.ts';
import {type Copy, LABEL, textOf, toRecord} from '../model/response.ts';
import {beginAtTitle, button, el, openDialog} from '../page/dom.ts';
import {doorAddress} from '../page/door.ts';
import {fileName, save} from '../page/download.ts';
import {goAddress} from '../page/permalink.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {type DueDay, toCalendar} from '../travel/calendar.ts';
import {toCsv} from '../travel/csv.ts';
import {sentNow} from '../travel/dim.ts';
import {toLink} from '../travel/link.ts';
import {type Outline, toMarkdown} from '../travel/markdown.ts';
import {cut, type Kept, kept, outgoing, type Wanted} from '../travel/outgoing.ts';
import {toPeople} from '../travel/people.ts';
import {sentBy} from '../travel/sender.ts';
import {separatorOf} from '../travel/table.ts';
import {say as sayAsked} from '../words/asked.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import {also, linesOf, sentence} from './contents.ts';
import {handOver, type Parcel, type Tell} from './hand-over.ts';
import {LastSent} from './last-sent.ts';
import {attend, isAsked} from './loop/attend.ts';
import {isInLoop} from './loop/store.ts';
import {outlineOf} from './outline.ts';
import {nameOnPaper, printSheet} from './paper.ts';
import {copyRich, richText} from './rich-text.ts';
import {Sender} from './sender.ts';

type Coach = Person & {mail: string};

const COACHES = 3;

/** Show what would be visible, and hand it over: to whoever has asked for it, where the sheet knows somebody; else to anybody. */
export async function send(sheet: OpenSheet): Promise<void> {
  if (!isAsked(sheet) || !isInLoop(sheet.store.site)) return sendToAny(sheet);
  const on = attend(sheet);
  await on.ready;
  const coaches = coachesOf(on.standing.all, await on.loop.sent().catch(() => []), on.standing.me).slice(0, COACHES);
  const other = (): void => sendToAny(sheet, coaches);
  if (on.coach) on.give(on.coach, other);
  else other();
}

function sendToAny(sheet: OpenSheet, coaches: readonly Coach[] = []): void {
  new Sending(sheet, coaches);
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

/** The title of a sheet. */
const titleOf = ({store, form}: Pick<OpenSheet, 'store' | 'form'>): string =>
  form.querySelector('.pb-title')?.firstChild?.textContent?.trim() ?? store.worksheet;

/** The open days of a copy that go along, as a calendar has them. */
export function duesOf({store, kind, form}: Pick<OpenSheet, 'store' | 'kind' | 'form'>, {privates}: Wanted): DueDay[] {
  const title = titleOf({store, form});
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

class Sending {
  readonly #notes = el('input', {type: 'checkbox', class: 'pb-with-notes'});
  readonly #privates = el('input', {type: 'checkbox', class: 'pb-with-private'});
  readonly #sees = el('p', {class: 'pb-sees', role: 'status'});
  readonly #visible = el('details', {class: 'pb-visible'}, el('summary', {}, say('showAll')));
  readonly #dialog: HTMLDialogElement;
  readonly #sender: Sender;
  readonly #kept: Kept;
  #made: Promise<Parcel> | undefined;
  #key = '';

  constructor(
    private readonly sheet: OpenSheet,
    private readonly coaches: readonly Coach[],
  ) {
    const {store, kind, element} = sheet;
    this.#sender = new Sender(store.site, `${store.worksheet}.sender`, '', undefined, () => this.#show());
    this.#kept = kept(store.copy, kind);
    const {notes, privates} = also(this.#kept, this.#notes, this.#privates);
    const choices = el('div', {class: 'pb-extras'}, ...notes, ...privates);
    choices.addEventListener('change', () => this.#show());
    const ways = handOver(
      {to: '', mail: ''},
      () => this.#parcel(),
      () => this.#left(),
      tell => this.#further(tell),
    );
    this.#show();
    this.#dialog = openDialog(
      element,
      say('takeOutTitle', {label: textOf(store.copy, LABEL) || sayCore('firstCopy')}),
      this.#sees,
      ...(this.#kept.notes || this.#kept.privates ? [choices] : []),
      this.#sender.element,
      ways,
      this.#visible,
      el(
        'div',
        {class: 'pb-buttons'},
        button(sayCore('close'), () => this.#dialog.close()),
      ),
    );
    beginAtTitle(this.#dialog);
  }

  /** What is wanted seldom. */
  #further(tell: Tell): Node[] {
    const {sheet, coaches} = this;
    const write = (text: string, ...kind: [string, string]): void => {
      save(text, this.#name, ...kind);
      tell(say('doneFile'));
    };
    const table = (text: string): void => write(text, 'csv', 'text/csv;charset=utf-8');
    const dues = duesOf(sheet, {notes: true, privates: true}).length > 0;
    const back = (coach: Coach): HTMLElement =>
      button(
        sayAsked('loopGiveTo', {coach: coach.name}),
        () => {
          this.#dialog.close();
          attend(sheet).give(coach);
        },
        {class: 'pb-button pb-give-instead'},
      );
    return [
      ...coaches.map(back),
      button(say('copyForMail'), () => void this.#mail(tell), {class: 'pb-button pb-copy-mail'}),
      button(say('csv'), () => table(peopleOf(sheet, this.#wanted))),
      button(say('csvExact'), () => {
        table(tableOf(this.#hand(), sheet.kind));
        this.#note();
      }),
      button(say('markdown'), () => void this.#markdown(tell)),
      ...(dues
        ? [button(say('calendar'), () => write(toCalendar(duesOf(sheet, this.#wanted)), 'ics', 'text/calendar;charset=utf-8'))]
        : []),
      button(say('print'), () => this.#print(false)),
      button(say('printEmpty'), () => this.#print(true)),
    ];
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

  /** The copy as it leaves, with its sender. */
  #hand(): Copy {
    return sentBy(this.#copy(), this.#sender.name);
  }

  /** It has left: later changes of the day come after it. */
  #note(): void {
    const {store, kind} = this.sheet;
    const last = new LastSent(store);
    last.set(sentNow(cut(store.copy, kind, this.#wanted), last.get()));
  }

  async #left(): Promise<void> {
    this.#note();
    this.#key = ''; // what leaves next may have other clocks
  }

  async #parcel(): Promise<Parcel> {
    this.#sender.take(false);
    return this.#make();
  }

  /** Make it before it is wanted: a share sheet opens only right after a press. */
  #make(): Promise<Parcel> {
    const {store} = this.sheet;
    const key = JSON.stringify([this.#sender.name, this.#wanted, store.copy.updated]);
    if (this.#made && key === this.#key) return this.#made;
    this.#key = key;
    this.#made = this.#pack();
    return this.#made;
  }

  async #pack(): Promise<Parcel> {
    const {store} = this.sheet;
    const copy = this.#hand();
    const address = goAddress(store.worksheet).split('#')[0]!;
    return {
      link: await toLink(linkRecord(copy), address),
      name: [fileName(store, store.copy), this.#sender.name].filter(Boolean).join('-'),
      text: JSON.stringify(toRecord(copy), null, 1),
      label: textOf(store.copy, LABEL) || titleOf(this.sheet),
      door: doorAddress() || address,
    };
  }

  #show(): void {
    const {store, kind} = this.sheet;
    const copy = this.#copy();
    this.#sees.textContent = sentence('', copy, this.#kept, this.#wanted);
    const lines = linesOf(copy, kind).map(line => el('li', {}, line));
    this.#visible.replaceChildren(
      this.#visible.firstElementChild!,
      el('p', {class: 'pb-help'}, say('sendHelp')),
      ...(lines.length ? [el('ul', {class: 'pb-list'}, ...lines)] : []),
    );
    if (store.copy.leaves.size) void this.#make();
  }

  #print(empty: boolean): void {
    this.#dialog.close();
    this.#sender.take(false);
    nameOnPaper(this.sheet, this.#sender.name);
    printSheet(this.sheet, empty, this.#wanted);
  }

  /** The sheet in words, for people. */
  #outline(): Outline {
    const {store, form, kind} = this.sheet;
    this.#sender.take(false);
    const label = [textOf(store.copy, LABEL), this.#sender.name].filter(Boolean).join(' · ');
    return outlineOf({form, copy: store.copy, page: kind}, label, this.#wanted);
  }

  async #mail(tell: Tell): Promise<void> {
    const rich = richText(this.#outline(), pageLanguage(), getComputedStyle(this.sheet.form).direction);
    await copyRich(rich).then(
      () => tell(say('copiedForMail')),
      () => tell(say('markdownHere'), textBox(rich.plain, say('copyForMail'))),
    );
  }

  async #markdown(tell: Tell): Promise<void> {
    const text = toMarkdown(this.#outline());
    const said = await navigator.clipboard.writeText(text).then(
      () => say('markdownCopied'),
      () => say('markdownHere'),
    );
    const asFile = button(say('asFile'), () => save(text, this.#name, 'md', 'text/markdown;charset=utf-8'));
    tell(said, textBox(text, say('markdown')), asFile);
  }
}

function textBox(text: string, label: string): HTMLTextAreaElement {
  const area = el('textarea', {rows: '6', readonly: true, 'aria-label': label});
  area.value = text;
  return area;
}
