/** The coach's remarks on the open copy: each below its answer, and a band that counts them and leads from one to the next. */

import type {Remarks} from '../../coaching/formats.ts';
import type {Asked, Handled, LoopStore, Me, SentReturn} from '../../coaching/loop-store.ts';
import type {Edit} from '../../model/response.ts';
import {sayDay} from '../../page/days.ts';
import {button, el} from '../../page/dom.ts';
import {reveal} from '../../page/reveal.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/asked.ts';
import {say as sayCore} from '../../words/core.ts';
import {writing} from './begin.ts';
import {type Acts, doneNote, doneRows, oldLabel, place, remarkNote, standing, viewNote} from './remarks.ts';
import {orElse} from './store.ts';
import {buttons, line} from './words.ts';

/** All that the store says about the open copy and this sheet. */
export interface Standing {
  me: Me | null;
  all: Asked[];
  sent: SentReturn[];
  remarks: Remarks | null;
  handled: Handled;
}

/** What is shown on a sheet, and how it is read again. */
export interface Shown {
  readonly loop: LoopStore;
  readonly memory: {asked: Asked[]; remarks: Remarks[]};
  standing: Standing;
  refresh(): Promise<void>;
}

/** Shows what the attendance has read. */
export class Overlay {
  readonly band = el('div', {class: 'pb-loop-remarks'});
  #notes: HTMLElement[] = [];
  #shown = '';

  constructor(
    private readonly sheet: OpenSheet,
    private readonly attendance: Shown,
  ) {}

  /** Take the remarks out of the page. */
  clear(): void {
    for (const note of this.#notes) note.remove();
    this.#notes = [];
    this.band.replaceChildren();
    this.#shown = '';
  }

  /** Show what there is; what somebody types into stays until they have gone on. */
  show(): void {
    const {remarks, handled} = this.attendance.standing;
    const {sheet} = this;
    const views = remarks ? this.#views(remarks) : [];
    const done = remarks ? doneRows(sheet, remarks.commitments) : [];
    const all = remarks ? standing(remarks) : [];
    const now = JSON.stringify([
      sheet.store.copy.copy,
      remarks?.got,
      all.map(([id, {text, talk, on}]) => [id, on, text, talk.v, handled.hidden.has(id), handled.replies.get(id)?.v]),
      views.map(({key}) => key),
      [...(remarks?.views ?? [])],
      done.map(({on, edit}) => [on, edit]),
      sheet.form.querySelectorAll('tr[data-row]').length,
    ]);
    if (now === this.#shown || this.#notes.some(note => note.querySelector('textarea')?.matches(':focus'))) return;
    const hadFocus = this.#notes.some(note => note.contains(document.activeElement)) || this.band.contains(document.activeElement);
    this.clear();
    this.#shown = now;
    if (!remarks) return;
    const acts = this.#acts();
    const coach = remarks.from.name;
    const above: HTMLElement[] = [];
    for (const each of all) {
      const [id, {on}] = each;
      if (handled.hidden.has(id)) continue;
      const made = remarkNote(sheet.store.worksheet, coach, each, handled, acts);
      this.#notes.push(made);
      if (on && place(sheet, on, made)) continue;
      made.prepend(el('p', {class: 'pb-help'}, on ? say('remarkGone', {label: oldLabel(sheet, on)}) : say('remarkWhole')));
      above.push(made);
    }
    for (const [id, leaf] of remarks.views) {
      const key = `a/${id}/v`;
      if (leaf.v === '' || leaf.v === false || !sheet.kind.asks(`a/${id}`)) continue;
      const made = viewNote(coach, leaf, sheet.kind.wordsOf(key, leaf.v));
      if (sheet.store.copy.leaves.get(key)?.v !== leaf.v && place(sheet, `a/${id}`, made)) this.#notes.push(made);
    }
    for (const {on, leaf, edit} of done) {
      const made = doneNote(coach, leaf, edit, acts);
      if (place(sheet, on, made)) this.#notes.push(made);
    }
    this.#showBand(remarks, all.length, above, views);
    if (hadFocus) this.focus();
  }

  /** What would fill the empty boxes for the coach's view. */
  #views({views}: Remarks): Edit[] {
    const {sheet} = this;
    return writing(
      sheet,
      [...views].map(([id, {v}]) => [id, v] as const),
      sheet.store.copy,
    );
  }

  #showBand(remarks: Remarks, count: number, above: HTMLElement[], views: Edit[]): void {
    const {handled, sent} = this.attendance.standing;
    const coach = remarks.from.name;
    const hidden = standing(remarks).filter(([id]) => handled.hidden.has(id)).length;
    const last = remarks.got.reduce<Remarks['got'][number] | null>((best, each) => (best && best.seq >= each.seq ? best : each), null);
    const has = last && (!sent.length || sent.some(({seq, digest}) => seq === last.seq && digest === last.digest));
    const title = count ? say('remarksFrom', {n: count, coach}) : say('remarksNone', {coach});
    const head = el('p', {class: 'pb-loop-head'}, el('strong', {}, title));
    if (has) head.append(' ', say('remarkReceipt', {coach, n: last.seq, day: sayDay(last.day)}));
    this.band.replaceChildren(
      el(
        'section',
        {class: 'pb-loop-band', 'data-state': 'remarks', tabindex: '-1', 'aria-label': title},
        head,
        ...above,
        ...line(this.attendance.memory.remarks.includes(remarks) ? say('remarksNotKept') : '', {class: 'pb-refused'}),
        buttons(
          ...(this.#notes.length ? [button(say('remarkNext'), () => this.next(), {class: 'pb-button pb-remark-next'})] : []),
          ...(views.length
            ? [button(say('remarksTakeOver', {n: views.length, coach}), () => this.#take(views), {class: 'pb-button pb-take-over'})]
            : []),
          ...(hidden ? [button(say('remarksHidden', {n: hidden}), () => void this.#unhide(remarks))] : []),
          button(say('remarksDelete'), () => void this.#delete(remarks), {class: 'pb-button pb-danger'}),
        ),
      ),
    );
  }

  /** Put the focus on the band. */
  focus(): void {
    (this.band.firstElementChild as HTMLElement | null)?.focus();
  }

  /** Go on to the remark that follows the focus on the page; from the last to the first. */
  next(): void {
    const notes = this.#notes.filter(note => note.isConnected).sort((a, b) => (follows(a, b) ? -1 : 1));
    const at = notes.findIndex(note => note.contains(document.activeElement));
    const here = this.#at;
    const next = at >= 0 ? notes[at + 1] : here?.isConnected ? notes[notes.indexOf(here) + 1] : undefined;
    this.#at = next ?? notes[0];
    if (this.#at) reveal(this.#at);
    this.#at?.scrollIntoView({block: 'center'});
    this.#at?.focus({preventScroll: true});
  }

  #at: HTMLElement | undefined;

  #acts(): Acts {
    const {attendance, sheet} = this;
    const {copy} = sheet.store.copy;
    return {
      reply: async (remark, text) => {
        attendance.standing.handled = await attendance.loop.reply(copy, remark, text);
      },
      hide: (remark, hidden) => {
        void attendance.loop.hide(copy, remark, hidden).then(
          () => attendance.refresh(),
          () => sheet.announce(sayCore('unkept'), true),
        );
      },
      edit: (edits, said) => {
        sheet.edit(edits);
        this.show();
        sheet.announce(said, true);
      },
    };
  }

  #take(edits: Edit[]): void {
    const {sheet} = this;
    sheet.edit(edits);
    this.show();
    sheet.announce(say('remarksTaken', {n: edits.length}), true);
  }

  async #unhide(remarks: Remarks): Promise<void> {
    const {attendance} = this;
    for (const id of attendance.standing.handled.hidden) await orElse(attendance.loop.hide(remarks.copy, id, false), null);
    await attendance.refresh();
  }

  /** Delete them, with an undo that brings the answers to them back as well. */
  async #delete(remarks: Remarks): Promise<void> {
    const {attendance, sheet} = this;
    const {loop} = attendance;
    const {handled} = attendance.standing;
    const kept = attendance.memory.remarks.filter(each => each !== remarks);
    attendance.memory.remarks.splice(0, Infinity, ...kept);
    await orElse(loop.deleteRemarks('theirs', remarks.copy), undefined);
    const toast = el(
      'div',
      {class: 'pb-toast', role: 'status'},
      `${say('remarksDeleted')} `,
      button(sayCore('undo'), () => {
        toast.remove();
        void back();
      }),
    );
    await attendance.refresh();
    this.band.replaceChildren(toast);
    toast.querySelector('button')?.focus();
    const back = async (): Promise<void> => {
      try {
        await loop.addRemarks('theirs', remarks);
        for (const [id, {v}] of handled.replies) await loop.reply(remarks.copy, id, String(v));
        for (const id of handled.hidden) await loop.hide(remarks.copy, id, true);
      } catch {
        attendance.memory.remarks.push(remarks);
      }
      await attendance.refresh();
      sheet.announce(sayCore('undone'));
      this.focus();
    };
  }
}

const follows = (a: HTMLElement, b: HTMLElement): boolean => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
