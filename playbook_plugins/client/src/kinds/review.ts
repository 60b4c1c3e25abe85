/** What a review adds to its commitments: what was agreed last time, how often each has stood open, and how it closes. */

import {leftOpen, nextId, planIn, timesSeen} from '../coaching/closing.ts';
import {birthOf, THIRD} from '../coaching/commitments.ts';
import {type Copy, isGone, LABEL, textOf} from '../model/response.ts';
import {button, el, setText} from '../page/dom.ts';
import {loadMore} from '../page/more.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {type ActionPlan, planCalled} from './action-plan.ts';
import {allIn, type Host, type Maker} from './kind.ts';
import {Quiet} from './quiet.ts';
import {settled} from './settled.ts';

/** A review that is to be closed, and where its reader goes on. */
export interface Closing {
  host: Host;
  before: ActionPlan;
  now: ActionPlan;
  focus(): void;
}

/** The part of the late script that a review asks for. */
interface Late {
  askToClose(closing: Closing): void;
}

/** Shows last time's commitments, and closes into the next review, which takes along what is open. */
export class Review extends Quiet {
  readonly #next = el('div', {class: 'pb-next', 'data-search-exclude': true});
  readonly #before = el('div', {class: 'pb-last-time', 'data-search-exclude': true});

  constructor(
    private readonly host: Host,
    private readonly section: HTMLElement,
    private readonly before: ActionPlan,
    private readonly now: ActionPlan,
  ) {
    super();
    for (const built of host.form.querySelectorAll('.pb-next, .pb-last-time')) built.remove();
    section.append(this.#before);
    host.form.append(this.#next);
  }

  show(): void {
    const none = this.before.rows().length === 0;
    this.section.toggleAttribute('data-empty', none);
    this.before.table.hidden = none;
    this.#showTimes();
    this.#showLast();
    this.#showNext();
  }

  /** All copies that this browser holds, the open one as it is now. */
  get #copies(): Copy[] {
    const {copy, copies} = this.host.store;
    return [copy, ...[...copies.all.values()].filter(each => each.copy !== copy.copy)];
  }

  /** How often each of last time's has stood open by now. */
  #showTimes(): void {
    const {copy} = this.host.store;
    const {name, table} = this.before;
    const seen = timesSeen(this.#copies, copy, [name, this.now.name]);
    for (const row of this.before.rows()) {
      const cell = table.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(row)}"] > td[data-column]`);
      const n = seen.get(birthOf(copy, name, row)) ?? 1;
      const words = n < 2 ? '' : n < THIRD ? say('timesTwo') : n === THIRD ? say('timesThree') : say('timesMore', {n});
      const said = cell?.querySelector('.pb-times');
      if (!words) said?.remove();
      else if (said) setText(said, words);
      else cell?.append(el('p', {class: 'pb-times'}, words));
    }
  }

  /** What became of the rest: done and dropped in one line, and what was left open and is not here. */
  #showLast(): void {
    const {copy} = this.host.store;
    const previous = this.#copies.find(each => nextId(each) === copy.copy);
    const plans = [this.before, this.now];
    const counts = previous ? settled(...plans.map(plan => planIn(previous, plan))) : '';
    const lost = previous ? leftOpen(previous, copy, plans) : [];
    const review = previous ? textOf(previous, LABEL) || sayCore('untitled') : '';
    const lines = [...(counts ? [say('lastTime', {counts})] : []), ...lost.map(text => say('leftOpen', {review, text}))];
    if (lines.join('\n') === this.#before.dataset['shown']) return;
    this.#before.dataset['shown'] = lines.join('\n');
    this.#before.replaceChildren(...lines.map(line => el('p', {}, line)));
  }

  /** The next review, where it was begun and stands. */
  get #begun(): Copy | undefined {
    const next = this.host.store.find(nextId(this.host.store.copy));
    return next && !isGone(next) ? next : undefined;
  }

  #showNext(): void {
    const shown = this.#begun?.copy ?? 'close';
    if (this.#next.dataset['shown'] === shown) return;
    this.#next.dataset['shown'] = shown;
    const begun = this.#begun;
    this.#next.replaceChildren(
      ...(begun
        ? [
            el('span', {class: 'pb-help'}, say('isClosed')),
            button(say('openNext'), () => void this.host.store.change(begun.copy).then(() => this.focus()), {
              class: 'pb-button pb-primary',
            }),
          ]
        : [
            button(say('closeReview'), () => this.#close(), {class: 'pb-button pb-primary pb-close-review'}),
            el('span', {class: 'pb-help'}, say('closeHelp')),
          ]),
    );
  }

  #close(): void {
    if (this.#begun) void this.host.store.change(this.#begun.copy).then(() => this.focus());
    else
      void loadMore<Late>().then(
        late => late.askToClose({host: this.host, before: this.before, now: this.now, focus: () => this.focus()}),
        () => this.host.announce(sayCore('noMore'), true),
      );
  }

  /** To the first thing that was agreed, or the first box. */
  focus(): void {
    (
      this.section.querySelector<HTMLElement>('textarea, input, select') ?? this.host.form.querySelector<HTMLElement>('textarea, input')
    )?.focus();
  }
}

/** Last time's rows for each table that has room for them. */
export const make: Maker = (host, parts) =>
  allIn(host.form, '[data-before]').flatMap(section => {
    const now = planCalled(section.dataset['before'], parts);
    const before = planCalled(`${section.dataset['before']}-before`, parts);
    return now && before ? [new Review(host, section, before, now)] : [];
  });
