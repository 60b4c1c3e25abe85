/** The desk above the list of copies: this week, what a coach asks, what I promised. */

import type {Called} from '../coaching/commitments.ts';
import {THIRD} from '../coaching/commitments.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {addDays, isDay, today} from '../model/dates.ts';
import {LABEL, textOf} from '../model/response.ts';
import {sayDay, sayDistance} from '../page/days.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/desk.ts';
import {type DeskPage, linkTo, section} from './desk-page.ts';
import type {LoopPart} from './more.ts';
import {type Owed, owed, promised, thisWeek, whoIs} from './owed.ts';

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text);

/** Builds the sections anew from what was read. */
export class Desk {
  readonly root = el('div', {class: 'pb-desk'});
  #shown = '';
  #lines: Owed[] = [];

  constructor(private readonly page: DeskPage) {}

  /** Show it; what is the same stays as it stands, under the finger. */
  show(copies: readonly StoredCopy[], loop: LoopPart): void {
    const now = today();
    const who = whoIs(loop.me, loop.asked);
    const coaches = new Set([who.coach, ...(who.others ?? [])].filter((each): each is Called => each !== undefined).map(({id}) => id));
    this.#lines = owed(copies, this.page.sheets, who, now);
    const week = thisWeek(this.#lines, now, coaches);
    const mine = promised(this.#lines);
    const {is, parts} = loop.show(copies);
    const shown = JSON.stringify([now, week, mine, is, copies.length], (_, value) => (value instanceof Map ? [...value].length : value));
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = this.#focused();
    this.root.replaceChildren(
      ...(copies.length || loop.asked.length ? [this.#week(week)] : []),
      ...parts(),
      ...(mine.length
        ? [section('pb-desk-promised', say('deskPromised'), el('ul', {class: 'pb-desk-lines'}, ...mine.map(each => this.#promise(each))))]
        : []),
    );
    focused();
  }

  /** Keeps the focus at the same press of the same line, or at the heading of what has gone. */
  #focused(): () => void {
    const active = document.activeElement as HTMLElement | null;
    if (!active || !this.root.contains(active)) return () => undefined;
    const line = active.closest<HTMLElement>('[data-line]')?.dataset['line'] ?? '';
    const part = active.closest('.pb-desk-part')?.getAttribute('aria-labelledby') ?? '';
    const does = active.dataset['does'] ?? '';
    return () => {
      const there = part ? this.root.querySelector(`#${part}`)?.parentElement : this.root;
      const again = line ? there?.querySelector<HTMLElement>(`[data-line="${CSS.escape(line)}"] [data-does="${does}"]`) : null;
      (again ?? there?.querySelector<HTMLElement>('h2') ?? this.root.querySelector<HTMLElement>('h2'))?.focus();
    };
  }

  #week(lines: readonly Owed[]): HTMLElement {
    return section(
      'pb-desk-week',
      say('deskWeek'),
      lines.length
        ? el('ul', {class: 'pb-desk-lines'}, ...lines.map(each => this.#due(each)))
        : el('p', {class: 'pb-help'}, say('deskWeekNone')),
      ...(this.#lines.some(({day}) => day)
        ? [
            el(
              'p',
              {class: 'pb-desk-tools'},
              button(say('deskCalendar'), () => this.page.calendar(this.#lines), {'data-does': 'calendar'}),
            ),
          ]
        : []),
    );
  }

  #day(day: string): HTMLElement {
    const now = today();
    const late = day !== '' && day < now;
    const words = !day
      ? say('deskNoDay')
      : late
        ? say('deskLate', {day: sayDay(day), ago: sayDistance(day)})
        : say('deskDue', {day: sayDay(day)});
    return el('span', {class: late ? 'pb-desk-day pb-late' : 'pb-desk-day'}, words);
  }

  /** The copy that a line stands in, as a link to it. */
  #where({copy}: Owed): Node {
    const address = this.page.addressOf(copy.worksheet);
    const name = textOf(copy, LABEL) || sayCore('untitled');
    return address ? linkTo(this.page, copy, address, name) : el('span', {}, name);
  }

  #due(line: Owed): HTMLElement {
    const {tick, text, copy, id} = line;
    const box = el('input', {
      type: 'checkbox',
      class: 'pb-desk-tick',
      'data-does': 'tick',
      'aria-label': `${say('deskDone')}: ${short(text)}`,
    });
    box.addEventListener('change', () => {
      if (tick && box.checked) this.page.write(copy, tick.key, tick.value, say('deskSettled', {text: short(text)}));
    });
    return el(
      'li',
      {class: 'pb-desk-line', 'data-line': `${copy.copy}.${id}`},
      ...(tick ? [el('label', {class: 'pb-desk-box'}, box)] : [el('span', {class: 'pb-desk-box'})]),
      el(
        'div',
        {class: 'pb-desk-words'},
        el('span', {class: 'pb-desk-text'}, text),
        el('span', {class: 'pb-help'}, ...(line.by ? [`${line.by} · `] : []), this.#day(line.day), ' · ', this.#where(line)),
      ),
    );
  }

  #promise(line: Owed): HTMLElement {
    const {text, copy, tick, due, status, seen} = line;
    const named = (words: 'deskDone' | 'deskMove' | 'deskDrop', act: () => void): HTMLElement =>
      button(say(words), act, {'aria-label': `${say(words)}: ${short(text)}`, 'data-does': words});
    return el(
      'li',
      {class: 'pb-desk-line', 'data-line': `${copy.copy}.${line.id}`},
      el(
        'div',
        {class: 'pb-desk-words'},
        el('span', {class: 'pb-desk-text'}, text),
        el('span', {class: 'pb-help'}, this.#day(line.day), ' · ', this.#where(line)),
        ...(seen >= THIRD ? [el('span', {class: 'pb-times'}, say('deskThird'))] : []),
      ),
      el(
        'div',
        {class: 'pb-buttons'},
        ...(tick ? [named('deskDone', () => this.page.write(copy, tick.key, tick.value, say('deskSettled', {text: short(text)})))] : []),
        ...(due ? [named('deskMove', () => this.#move(line))] : []),
        ...(status ? [named('deskDrop', () => this.#drop(line))] : []),
      ),
    );
  }

  #move({copy, due, day, text}: Owed): void {
    const now = today();
    const input = el('input', {type: 'date', id: 'pb-desk-day', required: true});
    input.value = addDays(day > now ? day : now, 7);
    const form = el(
      'form',
      {method: 'dialog', class: 'pb-dialog-form'},
      el('p', {}, text),
      el('label', {for: input.id}, say('deskMoveTo')),
      input,
      el(
        'div',
        {class: 'pb-buttons'},
        el('button', {type: 'submit', class: 'pb-button pb-primary'}, say('deskMoveGo')),
        button(sayCore('cancel'), () => dialog.close()),
      ),
    );
    const dialog = openDialog(this.page.element, say('deskMove'), form);
    form.addEventListener('submit', () => {
      if (isDay(input.value)) this.page.write(copy, due, input.value, say('deskMoved', {text: short(text), day: sayDay(input.value)}));
    });
  }

  #drop({copy, status, text}: Owed): void {
    const dialog = openDialog(
      this.page.element,
      say('deskDrop'),
      el('p', {}, say('deskDropAsk', {text: short(text)})),
      el(
        'div',
        {class: 'pb-buttons'},
        button(
          say('deskDropGo'),
          () => {
            dialog.close();
            this.page.write(copy, status, 'dropped', say('deskDropped', {text: short(text)}));
          },
          {class: 'pb-button pb-primary'},
        ),
        button(sayCore('cancel'), () => dialog.close()),
      ),
    );
  }
}
