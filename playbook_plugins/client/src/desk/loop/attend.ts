/** The loop on one sheet: what is asked on it, what was given back, and the coach's remarks, as the loop's store holds them. */

import type {Assignment, Person, Remarks} from '../../coaching/formats.ts';
import type {Asked, Handled, LoopStore} from '../../coaching/loop-store.ts';
import {answered, copyFor, lastOf} from '../../coaching/request.ts';
import {compareClocks, newest} from '../../model/clock.ts';
import {type Copy, ownerOf} from '../../model/response.ts';
import {sayDay} from '../../page/days.ts';
import {button, describe, el, setText} from '../../page/dom.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/asked.ts';
import {viewOf} from '../arrival/view.ts';
import {nameOnPaper} from '../paper.ts';
import {type Arrival, requestBand, startedBand} from './band.ts';
import {begin, writing} from './begin.ts';
import {decline} from './decline.ts';
import {giveBack} from './give-back.ts';
import {Overlay, type Shown, type Standing} from './overlay.ts';
import {loopOf, orElse} from './store.ts';
import {placeOf} from './words.ts';

const NOTHING: Handled = {replies: new Map(), hidden: new Set()};
const attended = new WeakMap<Element, Attendance>();

/** The loop on `sheet`: begun once, and shown anew with every call. */
export function attend(given: OpenSheet): Attendance {
  const behind = viewOf(given.element)?.store;
  const sheet = behind ? {...given, store: behind} : given;
  const known = attended.get(sheet.element);
  if (known?.isFor(sheet)) return known;
  known?.leave();
  const made = new Attendance(sheet);
  attended.set(sheet.element, made);
  return made;
}

/** Whether answers of this sheet may be asked for. */
export const isAsked = ({element}: Pick<OpenSheet, 'element'>): boolean => element.getAttribute('return') !== 'never';

/** Keeps the bands above a sheet, the button below it, and the marks and remarks in it as the store has them. */
export class Attendance implements Shown {
  readonly loop: LoopStore;
  /** What was opened and could not be kept, for this visit. */
  readonly memory: {asked: Asked[]; remarks: Remarks[]} = {asked: [], remarks: []};
  standing: Standing = {me: null, all: [], sent: [], remarks: null, handled: NOTHING};
  readonly #bands = el('div', {class: 'pb-loop', 'data-search-exclude': true});
  readonly #guest = el('div', {class: 'pb-loop-guest'});
  readonly #own = el('div', {class: 'pb-loop-own'});
  readonly #foot = el('div', {class: 'pb-give pb-buttons', hidden: true});
  readonly #give: HTMLButtonElement;
  readonly #stands = el('p', {class: 'pb-give-standing'});
  readonly #overlay: Overlay;
  readonly #arrivals = new Map<string, Arrival>();
  readonly #end = new AbortController();
  #wished = '';
  #turn = 0;
  #copy = '';
  #shown = '';
  /** What was read last is shown. */
  ready: Promise<void>;

  constructor(readonly sheet: OpenSheet) {
    const {element, form, store} = sheet;
    this.loop = loopOf(store.site);
    this.#give = button(say('loopGive'), () => this.give(), {class: 'pb-button pb-primary pb-give-back'});
    this.#foot.append(this.#stands, this.#give);
    this.#overlay = new Overlay(sheet, this);
    this.#bands.append(this.#guest, this.#own, this.#overlay.band);
    for (const old of element.querySelectorAll('.pb-loop, .pb-give')) old.remove();
    form.before(this.#bands);
    form.querySelector(':scope > .pb-earlier')?.before(this.#foot);
    const {signal} = this.#end;
    store.addEventListener('change', () => void this.refresh(), {signal});
    store.addEventListener('standing', () => this.#showFoot(), {signal});
    // The element ends with its page, and what stands in the form would be taken for a part of it when it begins anew.
    (element as {signal?: AbortSignal}).signal?.addEventListener('abort', () => this.leave(), {signal});
    signal.addEventListener(
      'abort',
      this.loop.listen(() => void this.refresh()),
    );
    this.ready = this.refresh();
  }

  /** Whether this is the loop of the sheet as it is equipped now: an element that is moved begins anew, with a store of its own. */
  isFor({store}: OpenSheet): boolean {
    return store === this.sheet.store && !this.#end.signal.aborted && this.#bands.isConnected;
  }

  /** Take everything away that was put into the page. */
  leave(): void {
    this.#end.abort();
    this.#unmark();
    this.#overlay.clear();
    for (const each of [this.#bands, this.#foot]) each.remove();
  }

  /** Read what the store holds, and show it. */
  refresh(): Promise<void> {
    this.ready = this.#refresh();
    return this.ready;
  }

  async #refresh(): Promise<void> {
    const turn = ++this.#turn;
    const {copy} = this.sheet.store.copy;
    const isRead = viewOf(this.sheet.element) !== undefined;
    if (isRead || copy !== this.#copy) {
      // What belongs to another copy may not stand beside this one's answers, not even for a moment.
      this.#copy = isRead ? '' : copy;
      this.#unmark();
      this.#overlay.clear();
    }
    this.#bands.hidden = isRead;
    if (isRead) {
      this.#foot.hidden = true;
      return;
    }
    const {loop, memory} = this;
    const [me, asked, sent, remarks, handled] = await Promise.all([
      orElse(loop.me(), null),
      orElse(loop.asked(), []),
      orElse(loop.sent(copy), []),
      orElse(loop.remarks('theirs', copy), null),
      orElse(loop.handled(copy), NOTHING),
    ]);
    if (turn !== this.#turn || this.#end.signal.aborted) return;
    const kept = new Set(asked.map(({assignment}) => assignment.id));
    this.standing = {
      me,
      all: [...asked, ...memory.asked.filter(({assignment}) => !kept.has(assignment.id))],
      sent,
      remarks: remarks ?? memory.remarks.find(each => each.copy === copy) ?? null,
      handled,
    };
    this.#heal();
    this.#show();
  }

  /** The request that the open copy answers. */
  get asked(): Asked | null {
    const {store} = this.sheet;
    return isAsked(this.sheet) ? answered(store.copy, this.#here, copy => store.find(copy)) : null;
  }

  /** The requests for this sheet. */
  get #here(): Asked[] {
    return this.standing.all.filter(({assignment}) => assignment.sheet === this.sheet.store.worksheet);
  }

  /** The copy and the store may each have lost what the other knows: a tab was killed between the two, or a backup came in. */
  #heal(): void {
    const {store} = this.sheet;
    const {asked} = this;
    if (asked && asked.copy !== store.copy.copy && store.copy.leaves.size) {
      void orElse(this.loop.started(asked.assignment.id, store.copy.copy), undefined);
      asked.copy = store.copy.copy;
    }
  }

  /** What is known of a request that was just opened. */
  arrived(assignment: string, arrival: Arrival): void {
    this.#arrivals.set(assignment, arrival);
    this.#shown = '';
  }

  /** Show something that is not kept, such as a request for somebody else. */
  guest(...bands: HTMLElement[]): void {
    this.#guest.replaceChildren(...bands);
    bands[0]?.focus();
  }

  /** Put the focus on the band of what was opened. */
  focus(): void {
    this.#bands.querySelector<HTMLElement>('.pb-loop-band')?.focus();
  }

  #show(): void {
    this.#showBands();
    this.#showFoot();
    nameOnPaper(this.sheet, this.standing.me?.name ?? '');
    this.#mark();
    this.#overlay.show();
  }

  #showBands(): void {
    const {sheet, asked} = this;
    const waiting = isAsked(sheet) ? this.#here.filter(each => each !== asked && this.#stateOf(each) !== null) : [];
    const shown = JSON.stringify([
      asked?.assignment.id,
      this.#word(),
      [asked, ...waiting].map(each => each && [each.text, each.declined, this.#stateOf(each)]),
    ]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const had = this.#own.contains(document.activeElement);
    this.#own.replaceChildren(
      ...(asked ? [startedBand(sheet, asked, this.#word(), this.#arrivals.get(asked.assignment.id))] : []),
      ...waiting.map(each =>
        requestBand(sheet, each, this.#stateOf(each)!, writing(sheet, each.assignment.fill), this.#arrivals.get(each.assignment.id), {
          start: () => void this.start(each),
          decline: () => decline(sheet, each, () => void this.refresh()),
        }),
      ),
    );
    if (had) this.#own.querySelector<HTMLElement>('.pb-loop-band')?.focus();
  }

  /** How it stands with a request that the open copy does not answer; null where nothing is to be said of it here. */
  #stateOf(asked: Asked): 'new' | 'declined' | 'deleted' | null {
    const {copy, deleted} = copyFor(asked.assignment.id, asked.copy, this.copies);
    if (copy) return null;
    const wanted = this.#arrivals.has(asked.assignment.id) || this.#wished === asked.assignment.id;
    if (asked.declined) return wanted ? 'declined' : null;
    return deleted ? 'deleted' : asked.copy && !wanted ? null : 'new';
  }

  /** The copies of this sheet, the open one as it stands. */
  get copies(): Copy[] {
    const {store} = this.sheet;
    return [store.copy, ...[...store.copies.all.values()].filter(({copy}) => copy !== store.copy.copy)];
  }

  /** Begin a copy for a request, and note which. */
  async start(asked: Asked): Promise<void> {
    const {sheet, loop} = this;
    const {id} = asked.assignment;
    this.#arrivals.delete(id);
    const written = begin(sheet, asked.assignment, true);
    asked.copy = sheet.store.copy.copy;
    await orElse(loop.started(id, asked.copy), undefined);
    await written;
    await this.refresh();
    if (document.activeElement === document.body) this.focus(); // some browsers do not focus what is pressed
    sheet.announce(say('loopStarted'), true);
  }

  /** Do what was wished for on another page of the site (mine/desk.ts): `give`, `start <id>`, `decline <id>`. */
  wish(wanted: string): void {
    const [does, id] = wanted.split(' ');
    if (does === 'give') return this.give();
    const asked = this.#here.find(({assignment}) => assignment.id === id);
    if (!asked || !isAsked(this.sheet)) return;
    if (does === 'decline') return decline(this.sheet, asked, () => void this.refresh());
    const begun = copyFor(asked.assignment.id, asked.copy, this.copies).copy;
    if (does !== 'start' || begun) return;
    // What would be filled in is shown before it is.
    this.#wished = asked.assignment.id;
    this.#showBands();
    if (!writing(this.sheet, asked.assignment.fill).length) void this.start(asked);
    else this.#own.querySelector<HTMLElement>(`[data-asked="${CSS.escape(id ?? '')}"]`)?.focus();
  }

  /** How it stands with the copy's returns, in words. */
  #word(): string {
    const {sheet, standing} = this;
    const last = lastOf(standing.sent);
    if (!last) return '';
    const day = sayDay(last.day);
    const written = [...sheet.store.copy.leaves].filter(([key]) => ownerOf(key));
    const now = written.map(([, {t}]) => t).reduce(newest, '');
    if (last.clock && compareClocks(now, last.clock.clock) > 0) return say('loopChangedSince', {day});
    const got = standing.remarks?.got.find(({seq, digest}) => seq === last.seq && digest === last.digest);
    return got ? say('loopHasIt', {coach: standing.remarks!.from.name, day: sayDay(got.day)}) : say('loopReturned', {day});
  }

  /** To whom the open copy goes back: who asked for it, else whoever it was given to before. */
  get coach(): (Person & {mail: string}) | null {
    const {asked, standing} = this;
    if (asked) return asked.assignment.from;
    const last = lastOf(standing.sent)?.to ?? standing.remarks?.from;
    if (!last) return null;
    return {...last, mail: standing.all.find(({assignment}) => assignment.from.id === last.id)?.assignment.from.mail ?? ''};
  }

  #showFoot(): void {
    const {coach} = this;
    this.#foot.hidden = !coach || !isAsked(this.sheet) || this.#bands.hidden;
    setText(this.#give, say(this.standing.sent.length ? 'loopGiveAgain' : 'loopGive'));
    setText(this.#stands, this.#word() || say('loopReady'));
    const band = this.#own.querySelector('.pb-loop-standing');
    if (band) setText(band, this.#word());
  }

  /** Open the dialog in which the open copy is given back; `other` sends it to somebody else instead. */
  give(to = this.coach, other?: () => void): void {
    if (!to || !isAsked(this.sheet)) return;
    const {asked, standing, sheet} = this;
    const isTheirs = asked?.assignment.from.id === to.id;
    void giveBack({
      sheet,
      to,
      asked: isTheirs ? asked : null,
      remarks: standing.remarks?.remarks,
      done: () => void this.refresh(),
      other,
    });
  }

  #mark(): void {
    const assignment: Assignment | undefined = this.asked?.assignment;
    const wanted = new Set(assignment?.focus ?? []);
    for (const mark of this.sheet.form.querySelectorAll<HTMLElement>('.pb-marked'))
      if (!wanted.has(mark.dataset['on'] ?? '')) this.#unmarkOne(mark);
    let made = 0;
    for (const id of wanted) {
      const place = placeOf(this.sheet, `a/${id}`);
      if (!place || place.frame.querySelector(':scope > .pb-marked')) continue;
      const mark = el(
        'p',
        {class: 'pb-marked', id: `${place.frame.id}.marked`, 'data-on': id},
        say('loopMarked', {coach: assignment!.from.name}),
      );
      const before = place.frame.querySelector(':scope > legend, :scope > label, :scope > .pb-line');
      if (before) before.after(mark);
      else place.frame.prepend(mark);
      place.frame.setAttribute('data-pb-asked', '');
      if (place.control) describe(place.control, mark.id, true);
      made += 1;
    }
    if (made) this.sheet.kind.show(); // gates leave what is marked open
  }

  #unmark(): void {
    for (const mark of this.sheet.form.querySelectorAll<HTMLElement>('.pb-marked')) this.#unmarkOne(mark);
  }

  #unmarkOne(mark: HTMLElement): void {
    const frame = mark.parentElement!;
    frame.removeAttribute('data-pb-asked');
    for (const control of frame.querySelectorAll(`[aria-describedby~="${CSS.escape(mark.id)}"]`)) describe(control, mark.id, false);
    mark.remove();
  }

  /** Put the focus on the band of the remarks. */
  showRemarks(): void {
    this.#overlay.focus();
  }
}
