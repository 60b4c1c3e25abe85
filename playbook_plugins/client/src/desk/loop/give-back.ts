/** The dialog "Give it back": what the coach will see, and how it leaves. What was given back is a numbered snapshot. */

import type {Person, Remark} from '../../coaching/formats.ts';
import type {Asked, SentReturn} from '../../coaching/loop-store.ts';
import type {Copy, Leaf} from '../../model/response.ts';
import {beginAtTitle, button, el, openDialog} from '../../page/dom.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {sentNow} from '../../travel/dim.ts';
import {cut, type Kept, kept, outgoing, type Wanted} from '../../travel/outgoing.ts';
import {say} from '../../words/asked.ts';
import {say as sayCore} from '../../words/core.ts';
import {say as sayOut} from '../../words/out.ts';
import {also, sentence} from '../contents.ts';
import {handOver, type Parcel} from '../hand-over.ts';
import {LastSent} from '../last-sent.ts';
import {Sender} from '../sender.ts';
import {type Made, made} from './returning.ts';
import {loopOf, orElse} from './store.ts';
import {folded, linesIn, replyLines} from './visible.ts';
import {buttons} from './words.ts';

/** To whom, and for what. */
export interface Giving {
  sheet: OpenSheet;
  to: Person & {mail: string};
  asked: Asked | null;
  /** The remarks that were written on this copy. */
  remarks: ReadonlyMap<string, Remark> | undefined;
  /** It was given back. */
  done(): void;
  /** Send it to anybody else instead. */
  other?: (() => void) | undefined;
}

/** Open the dialog for the copy that is open now. */
export async function giveBack(giving: Giving): Promise<void> {
  const {store} = giving.sheet;
  const loop = loopOf(store.site);
  const [sent, handled] = await Promise.all([orElse(loop.sent(store.copy.copy), []), orElse(loop.handled(store.copy.copy), null)]);
  const replies = new Map([...(handled?.replies ?? [])].filter(([id, {v}]) => v !== '' && giving.remarks?.has(id)));
  const dialog = new GiveBack(giving, sent, replies);
  await dialog.ready;
}

class GiveBack {
  readonly ready: Promise<void>;
  readonly #copy: Copy;
  readonly #notes = el('input', {type: 'checkbox', class: 'pb-with-notes'});
  readonly #privates = el('input', {type: 'checkbox', class: 'pb-with-private'});
  readonly #draft = el('input', {type: 'checkbox', class: 'pb-draft'});
  readonly #sees = el('p', {class: 'pb-sees', role: 'status'});
  readonly #visible = el('div', {class: 'pb-visible'});
  readonly #kept: Kept;
  readonly #done = el('p', {class: 'pb-returned', role: 'status'});
  readonly #sender: Sender;
  #made: Promise<Made> | undefined;
  #key = '';

  constructor(
    private readonly giving: Giving,
    private readonly sent: SentReturn[],
    private readonly replies: ReadonlyMap<string, Leaf>,
  ) {
    const {sheet, to, asked} = giving;
    this.#copy = sheet.store.copy;
    this.#kept = kept(this.#copy, sheet.kind);
    this.#notes.checked = asked?.assignment.notes === true;
    this.#sender = new Sender(
      sheet.store.site,
      `${sheet.store.worksheet}.sender`,
      asked?.assignment.to.name ?? '',
      asked?.assignment.to.id,
      () => this.#ahead(),
    );
    this.ready = this.#sender.ready;
    const choices = el('div', {class: 'pb-extras'}, ...this.#choices());
    choices.addEventListener('change', () => this.#show());
    this.#show();
    const close = (): void => dialog.close();
    const {other} = this.giving;
    const instead = (): void => {
      close();
      other?.();
    };
    const dialog = openDialog(
      sheet.element,
      say('loopGiveTo', {coach: to.name}),
      this.#sees,
      choices,
      this.#sender.element,
      handOver(
        {to: to.name, mail: to.mail},
        () => this.#parcel(),
        () => this.#left(),
        () => (other ? [button(sayOut('sendOther'), instead, {class: 'pb-button pb-send-other'})] : []),
      ),
      this.#done,
      this.#visible,
      buttons(button(sayCore('close'), close, {class: 'pb-button pb-close'})),
    );
    beginAtTitle(dialog);
  }

  #choices(): Node[] {
    const {notes, privates} = also(this.#kept, this.#notes, this.#privates);
    const draft = el('label', {class: 'pb-choice'}, this.#draft, ` ${say('loopDraft')}`);
    return [...notes, el('details', {class: 'pb-give-more'}, el('summary', {}, say('loopMore')), draft, ...privates)];
  }

  get #wanted(): Wanted {
    return {notes: this.#notes.checked, privates: this.#privates.checked};
  }

  get #memory(): LastSent {
    const {site, worksheet} = this.giving.sheet.store;
    return new LastSent({site, worksheet, copy: this.#copy});
  }

  #outgoing(): Copy {
    return outgoing(this.#copy, this.giving.sheet.kind, this.#wanted, this.#memory.get());
  }

  #show(): void {
    const {sheet, remarks, to} = this.giving;
    const copy = this.#outgoing();
    const replies = this.replies.size ? [say('loopReplies', {n: this.replies.size})] : [];
    // What is private is not mentioned here at all: whoever looks on learns nothing of it.
    this.#sees.textContent = sentence(to.name, copy, {...this.#kept, privates: 0, rows: 0}, this.#wanted, replies);
    this.#visible.replaceChildren(...folded([...linesIn(sheet, copy), ...replyLines(this.replies, remarks)]));
    this.#ahead();
  }

  /** Make it before it is wanted: a share sheet opens only right after a press. */
  #ahead(): void {
    if (this.#sender.name) void this.#make();
  }

  #make(): Promise<Made> {
    const {sheet, to, asked} = this.giving;
    const key = JSON.stringify([this.#sender.name, this.#wanted, this.#draft.checked, this.#copy.updated]);
    if (this.#made && key === this.#key) return this.#made;
    this.#key = key;
    this.#made = made({
      sheet,
      to,
      assignment: asked?.assignment ?? null,
      before: [...this.sent],
      from: this.#sender.person,
      state: this.#draft.checked ? 'draft' : 'ready',
      say: '',
      copy: this.#copy,
      wanted: this.#wanted,
      replies: this.replies,
    });
    return this.#made;
  }

  async #parcel(): Promise<Parcel | null> {
    return this.#sender.take() ? (await this.#make()).parcel : null;
  }

  /** It has left: note it once, however many ways it takes. */
  async #left(): Promise<void> {
    const {sheet, done} = this.giving;
    const {sent} = await this.#make();
    this.#done.textContent = say('loopDone');
    if (this.sent.includes(sent)) return;
    this.sent.push(sent);
    const memory = this.#memory;
    memory.set(sentNow(cut(this.#copy, sheet.kind, this.#wanted), memory.get()));
    await orElse(loopOf(sheet.store.site).noteSent(sent), undefined);
    done();
  }
}
