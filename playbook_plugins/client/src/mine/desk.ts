/** The desk above the list of copies: this week, what is asked, what I promised, what is new from my coach. */

import {type Called, THIRD} from '../coaching/commitments.ts';
import type {Remarks} from '../coaching/formats.ts';
import type {Asked, Handled, LoopStore, Me, SentReturn} from '../coaching/loop-store.ts';
import {remember} from '../keep/journal.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {addDays, isDay, today} from '../model/dates.ts';
import {type Copy, LABEL, textOf} from '../model/response.ts';
import {sayDay, sayDistance} from '../page/days.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/desk.ts';
import {news, type Request, requests} from './asked.ts';
import {calendarFile} from './calendar-file.ts';
import type {DeskPage} from './desk-page.ts';
import {aboutOf, type Owed, owed, promised, thisWeek, whoIs} from './owed.ts';

/** What the loop's store holds of the person's side; nothing where it is refused. */
export interface LoopRead {
  me: Me | null;
  asked: Asked[];
  sent: SentReturn[];
  remarks: Remarks[];
  handled: ReadonlyMap<string, Handled>;
}

export const NO_LOOP: LoopRead = {me: null, asked: [], sent: [], remarks: [], handled: new Map()};

/** Read it; a store that is refused holds nothing. */
export async function readLoop(loop: LoopStore): Promise<LoopRead> {
  const or = <T>(reading: Promise<T>, otherwise: T): Promise<T> => reading.catch(() => otherwise);
  const [me, asked, sent, remarks] = await Promise.all([
    or(loop.me(), null),
    or(loop.asked(), []),
    or(loop.sent(), []),
    or(loop.allRemarks('theirs'), []),
  ]);
  const handled = await Promise.all(
    remarks.map(async ({copy}) => [copy, await or(loop.handled(copy), {replies: new Map(), hidden: new Set<string>()})] as const),
  );
  return {me, asked, sent, remarks, handled: new Map<string, Handled>(handled)};
}

/** What a sheet is to do once it is open, for this tab alone: `give`, `start <id>`, `decline <id>`. */
export const leaveWish = (site: string, worksheet: string, wish: string): void => remember(`playbook:${site}:do:${worksheet}`, wish);

const section = (id: string, title: string, ...content: Node[]): HTMLElement =>
  el('section', {class: 'pb-desk-part', 'aria-labelledby': id}, el('h2', {id, tabindex: '-1'}, title), ...content);

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text);

/** Builds the sections anew from what was read. */
export class Desk {
  readonly root = el('div', {class: 'pb-desk'});
  #shown = '';
  #lines: Owed[] = [];

  constructor(private readonly page: DeskPage) {}

  /** Show it; what is the same stays as it stands, under the finger. */
  show(copies: readonly StoredCopy[], loop: LoopRead): void {
    const now = today();
    const who = whoIs(loop.me, loop.asked);
    const coaches = new Set([who.coach, ...(who.others ?? [])].filter((each): each is Called => each !== undefined).map(({id}) => id));
    this.#lines = owed(copies, this.page.sheets, who, now);
    const week = thisWeek(this.#lines, now, coaches);
    const mine = promised(this.#lines);
    const all = requests(loop.asked, copies, loop.sent, loop.remarks);
    const fresh = news(loop.remarks, loop.handled, copies);
    const shown = JSON.stringify([now, week, mine, all, fresh, [...copies].map(({about}) => about?.done)], (_, value) =>
      value instanceof Map ? [...value].length : value,
    );
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = this.#focused();
    const any = copies.some(({copy}) => copy.leaves.size > 0) || loop.asked.length > 0;
    this.root.replaceChildren(
      ...(any ? [this.#week(week)] : []),
      this.#asked(all, copies),
      ...(mine.length
        ? [section('pb-desk-promised', say('deskPromised'), el('ul', {class: 'pb-desk-lines'}, ...mine.map(each => this.#promise(each))))]
        : []),
      ...(fresh.length ? [el('ul', {class: 'pb-desk-lines pb-desk-news'}, ...fresh.map(each => this.#news(each)))] : []),
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
              button(say('deskCalendar'), () => calendarFile(this.page, this.#lines), {'data-does': 'calendar'}),
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
    return address ? this.#link(copy, address, name) : el('span', {}, name);
  }

  #link(copy: Copy, address: string, words: string, attributes: Record<string, string> = {}): HTMLAnchorElement {
    const link = el('a', {href: address, ...attributes}, words);
    link.addEventListener('click', () => remember(`playbook:${this.page.site}:open:${copy.worksheet}`, copy.copy));
    return link;
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

  #asked(all: readonly Request[], copies: readonly StoredCopy[]): HTMLElement {
    return section(
      'pb-desk-asked',
      say('deskAsked'),
      all.length
        ? el('ul', {class: 'pb-desk-lines'}, ...all.map(each => this.#request(each, copies)))
        : el('p', {class: 'pb-help'}, say('deskAskedNone')),
    );
  }

  #request(request: Request, copies: readonly StoredCopy[]): HTMLElement {
    const {assignment} = request.asked;
    const {copy, standing} = request;
    const address = this.page.addressOf(assignment.sheet);
    const label = assignment.label || this.page.sheets.get(assignment.sheet)?.title || assignment.sheet;
    const open = standing === 'new' || standing === 'started' || standing === 'changed';
    const go = (
      words: 'deskStart' | 'deskGoOn' | 'deskGive' | 'deskGiveAgain' | 'deskNotNow' | 'deskStartAfterAll',
      wish: string,
      primary = false,
    ): Node[] => {
      if (!address) return [];
      const link = el(
        'a',
        {
          href: address,
          class: primary ? 'pb-button pb-primary' : 'pb-button',
          'aria-label': `${say(words)}: ${label}`,
          'data-does': words,
        },
        say(words),
      );
      link.addEventListener('click', () => {
        if (copy) remember(`playbook:${this.page.site}:open:${copy.worksheet}`, copy.copy);
        if (wish) leaveWish(this.page.site, assignment.sheet, wish);
      });
      return [link];
    };
    const tools: Record<Request['standing'], Node[]> = {
      new: [...go('deskStart', `start ${assignment.id}`, true), ...go('deskNotNow', `decline ${assignment.id}`)],
      started: [...go('deskGoOn', '', true), ...go('deskGive', 'give'), ...go('deskNotNow', `decline ${assignment.id}`)],
      returned: go('deskGoOn', ''),
      confirmed: go('deskGoOn', ''),
      changed: [...go('deskGiveAgain', 'give', true), ...go('deskGoOn', '')],
      declined: go(copy ? 'deskGoOn' : 'deskStartAfterAll', copy ? '' : `start ${assignment.id}`),
    };
    return el(
      'li',
      {class: 'pb-desk-line', 'data-line': assignment.id, 'data-standing': standing},
      el(
        'div',
        {class: 'pb-desk-words'},
        el('span', {class: 'pb-desk-text'}, label),
        el(
          'span',
          {class: 'pb-help'},
          [say('deskFrom', {name: assignment.from.name}), ...(open && assignment.due ? [this.#by(assignment.due)] : [])].join(' · '),
        ),
        el('span', {class: 'pb-desk-state'}, this.#state(request, copies)),
      ),
      el('div', {class: 'pb-buttons'}, ...tools[standing]),
    );
  }

  #by(due: string): string {
    const now = today();
    if (due === now) return say('deskByToday');
    return due < now ? say('deskByLate', {day: sayDay(due), ago: sayDistance(due)}) : say('deskBy', {day: sayDay(due)});
  }

  #state({standing, asked, copy, sent, got}: Request, copies: readonly StoredCopy[]): string {
    const stored = copy && copies.find(each => each.copy.copy === copy.copy);
    const about = stored ? aboutOf(stored, this.page.sheets.get(copy.worksheet)) : null;
    const words = asked.declined?.say ?? '';
    return {
      new: () => say('deskNew'),
      started: () => (about?.all ? say('deskStartedOf', {done: about.done, all: about.all}) : say('deskStarted')),
      returned: () => say('deskReturned', {day: sayDay(sent?.day ?? '')}),
      confirmed: () => say('deskHas', {name: asked.assignment.from.name, day: sayDay(got)}),
      changed: () => say('deskChanged'),
      declined: () => (words ? say('deskDeclined', {say: words}) : say('deskDeclinedMute')),
    }[standing]();
  }

  #news({copy, from, n}: {copy: Copy; from: string; n: number}): HTMLElement {
    const address = this.page.addressOf(copy.worksheet);
    const label = textOf(copy, LABEL) || sayCore('untitled');
    return el(
      'li',
      {class: 'pb-desk-line', 'data-line': `news.${copy.copy}`},
      el('span', {class: 'pb-desk-words'}, say('deskNews', {name: from, n, label})),
      ...(address
        ? [
            this.#link(copy, address, say('deskLook'), {
              class: 'pb-button',
              'aria-label': `${say('deskLook')}: ${label}`,
              'data-does': 'look',
            }),
          ]
        : []),
    );
  }
}
