/** One statement at a time where the window is narrow: an answer leads on to the next. Elsewhere, without script and on paper all of them stand in a list. */

import {recall, remember} from '../keep/journal.ts';
import {button, el} from '../page/dom.ts';
import {anchorOf} from '../page/permalink.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import type {Host} from './kind.ts';

const NARROW = '(max-width: 44.9375em)';
/** How long an answer is seen before the next statement takes its place, and a second tap is no answer to that, in ms. */
const [SEEN, TAPPED] = [160, 350];
const ALL = 'all';

/** Shows one of `frames`; `isAnswered` says which have an answer, `finish` leads on from the last. */
export class OneByOne {
  readonly #narrow = matchMedia(NARROW);
  readonly #nav = el('div', {class: 'pb-buttons pb-pace', 'data-search-exclude': true});
  readonly #back = button(say('stepBack'), () => this.#go(this.#at - 1));
  readonly #next = button(say('stepNext'), () => (this.#at + 1 < this.frames.length ? this.#go(this.#at + 1) : this.finish()));
  readonly #all = button('', () => this.#turn());
  #at = 0;
  #isList = false;
  #copy = '';
  #shown = '';
  #since = 0;
  #isArrow = false;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: Host,
    private readonly frames: readonly HTMLElement[],
    private readonly isAnswered: (at: number) => boolean,
    private readonly finish: () => void,
  ) {
    for (const [at, frame] of frames.entries()) this.#number(frame, at);
    this.#nav.append(this.#back, this.#next, this.#all);
    const {form, signal} = host;
    for (const built of form.querySelectorAll('.pb-pace')) built.remove();
    form.addEventListener('click', event => this.#tapped(event), {signal, capture: true});
    form.addEventListener('keydown', event => this.#key(event), {signal});
    form.addEventListener('pointerdown', () => (this.#isArrow = false), {signal});
    // Whoever goes to something that is not shown says so first, as a browser's own search does.
    form.addEventListener('beforematch', event => this.#reached(event.target as Element), {signal});
    addEventListener('hashchange', () => this.#reached(document.getElementById(anchorOf(location.hash))), {signal});
    this.#narrow.addEventListener('change', () => this.show(), {signal});
  }

  /** "7 of 30", in the group's own name; taken off again, since those who read the form anew would take it for words of the statement. */
  #number(frame: HTMLElement, at: number): void {
    const number = el('span', {class: 'pb-nth', 'data-search-exclude': true}, sayCore('of', {done: at + 1, all: this.frames.length}), ' ');
    frame.querySelector('legend')?.prepend(number);
    frame.tabIndex = -1;
    this.host.signal.addEventListener('abort', () => number.remove());
  }

  get #kept(): string {
    return `playbook:${this.host.store.site}:at:${this.host.store.copy.copy}`;
  }

  /** Whether one statement stands for all: not while somebody else's copy is read. */
  get #isOne(): boolean {
    return this.#narrow.matches && !this.#isList && this.frames.length > 1 && !this.host.form.hasAttribute('data-pb-viewing');
  }

  show(): void {
    const {copy} = this.host.store.copy;
    if (copy !== this.#copy) {
      this.#copy = copy;
      const left = recall(this.#kept);
      this.#isList = left === ALL;
      const named = this.frames.findIndex(frame => frame.dataset['field'] === left);
      const open = this.frames.findIndex((_, at) => !this.isAnswered(at));
      this.#at = named >= 0 ? named : open >= 0 ? open : this.frames.length - 1;
      this.#reached(location.hash ? document.getElementById(anchorOf(location.hash)) : null);
    }
    this.#lay();
  }

  #lay(): void {
    const shown = `${this.#narrow.matches} ${this.#isOne} ${this.#at}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const [at, frame] of this.frames.entries())
      for (const each of [frame, ...leadOf(frame)]) each.toggleAttribute('data-away', this.#isOne && at !== this.#at);
    const [first, last] = [leadOf(this.frames[0]!)[0] ?? this.frames[0]!, this.frames.at(-1)!];
    if (this.#isOne) last.after(this.#nav);
    else first.before(this.#nav);
    this.#nav.hidden = !this.#narrow.matches;
    this.#back.hidden = this.#next.hidden = !this.#isOne;
    this.#back.disabled = this.#at === 0;
    this.#all.textContent = say(this.#isOne ? 'stepAll' : 'stepOne');
  }

  #turn(): void {
    this.#isList = !this.#isList;
    remember(this.#kept, this.#isList ? ALL : (this.frames[this.#at]!.dataset['field'] ?? ''));
    this.#lay();
    this.#all.focus();
  }

  #go(at: number, focus = true): void {
    if (!this.frames[at]) return;
    clearTimeout(this.#soon);
    this.#at = at;
    remember(this.#kept, this.frames[at].dataset['field'] ?? '');
    this.#lay();
    const frame = this.frames[at];
    if (focus) frame.focus({preventScroll: true});
    // Where the thumb was, the next answers are: the statement keeps its place once it has one.
    const {top, bottom} = frame.getBoundingClientRect();
    if (top < 50 || Math.max(bottom, this.#nav.getBoundingClientRect().bottom) > innerHeight - 60) frame.scrollIntoView();
  }

  /** On to the next statement without an answer, or to the result. */
  #on(): void {
    const {length} = this.frames;
    const after = Array.from({length: length - 1}, (_, step) => (this.#at + 1 + step) % length);
    const open = after.find(at => !this.isAnswered(at));
    if (open === undefined) this.finish();
    else this.#go(open);
    this.#since = performance.now();
  }

  #tapped(event: MouseEvent): void {
    const target = event.target as Element;
    const frame = target.closest<HTMLElement>('.pb-statement');
    if (!this.#isOne || frame !== this.frames[this.#at]) return;
    if (event.detail > 1 && performance.now() - this.#since < TAPPED) return event.preventDefault();
    if (!(target instanceof HTMLInputElement) || target.type !== 'radio' || this.#isArrow) return;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#on(), SEEN);
  }

  /** Arrows choose among the answers and stay; Space and Enter go on. */
  #key(event: KeyboardEvent): void {
    this.#isArrow = event.key.startsWith('Arrow');
    const {target} = event;
    if (
      event.key === 'Enter'
      && this.#isOne
      && target instanceof HTMLInputElement
      && target.checked
      && this.frames[this.#at]!.contains(target)
    )
      this.#on();
  }

  #reached(element: Element | null): void {
    const at = element ? this.frames.findIndex(frame => frame.contains(element) || leadOf(frame).some(each => each.contains(element))) : -1;
    if (at >= 0 && at !== this.#at && this.#isOne) this.#go(at, false);
  }
}

/** The headings and prose right before a statement, which come and go with it. */
function leadOf(frame: Element): Element[] {
  const lead: Element[] = [];
  for (
    let each = frame.previousElementSibling;
    each?.matches('.pb-prose, :is(h2, h3, h4, h5, h6):not(.pb-part-title)');
    each = each.previousElementSibling
  )
    lead.unshift(each);
  return lead;
}
