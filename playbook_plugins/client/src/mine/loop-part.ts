/** What a coach asks, and what is new from them, above the list of copies. */

import type {LoopStore} from '../coaching/loop-store.ts';
import {remember} from '../keep/journal.ts';
import type {StoredCopy} from '../keep/site-store.ts';
import {today} from '../model/dates.ts';
import {type Copy, LABEL, textOf} from '../model/response.ts';
import {sayDay, sayDistance} from '../page/days.ts';
import {el} from '../page/dom.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/mine-late.ts';
import {news, type Request, requests} from './asked.ts';
import {type DeskPage, linkTo, section} from './desk-page.ts';
import type {LoopPart} from './more.ts';
import {aboutOf} from './owed.ts';

/** Read it; a store that is refused holds nothing. */
export async function readLoop(loop: LoopStore, page: DeskPage): Promise<LoopPart> {
  const or = <T>(reading: Promise<T>, otherwise: T): Promise<T> => reading.catch(() => otherwise);
  const [me, asked, sent, remarks] = await Promise.all([
    or(loop.me(), null),
    or(loop.asked(), []),
    or(loop.sent(), []),
    or(loop.allRemarks('theirs'), []),
  ]);
  const handled = new Map(
    await Promise.all(
      remarks.map(async ({copy}) => [copy, await or(loop.handled(copy), {replies: new Map(), hidden: new Set<string>()})] as const),
    ),
  );
  const show: LoopPart['show'] = copies => {
    const all = requests(asked, copies, sent, remarks);
    const fresh = news(remarks, handled, copies);
    const parts = new Parts(page, copies);
    return {
      is: JSON.stringify([today(), all, fresh, copies.map(({copy}) => copy.updated)], (_, value) =>
        value instanceof Map ? [...value].length : value,
      ),
      parts: () => [
        ...(fresh.length ? [el('ul', {class: 'pb-desk-lines pb-desk-news'}, ...fresh.map(each => parts.news(each)))] : []),
        ...(all.length
          ? [section('pb-desk-asked', say('deskAsked'), el('ul', {class: 'pb-desk-lines'}, ...all.map(each => parts.request(each))))]
          : []),
      ],
    };
  };
  return {me, asked, show};
}

/** What a sheet is to do once it is open, for this tab alone: `give`, `start <id>`, `decline <id>`. */
const leaveWish = (site: string, worksheet: string, wish: string): void => remember(`playbook:${site}:do:${worksheet}`, wish);

class Parts {
  constructor(
    private readonly page: DeskPage,
    private readonly copies: readonly StoredCopy[],
  ) {}

  request(request: Request): HTMLElement {
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
        el('span', {class: 'pb-desk-state'}, this.#state(request)),
      ),
      el('div', {class: 'pb-buttons'}, ...tools[standing]),
    );
  }

  #by(due: string): string {
    const now = today();
    if (due === now) return say('deskByToday');
    return due < now ? say('deskByLate', {day: sayDay(due), ago: sayDistance(due)}) : say('deskBy', {day: sayDay(due)});
  }

  #state({standing, asked, copy, sent, got}: Request): string {
    const stored = copy && this.copies.find(each => each.copy.copy === copy.copy);
    const about = stored ? aboutOf(stored, this.page.sheets.get(copy.worksheet), null) : null;
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

  news({copy, from, n}: {copy: Copy; from: string; n: number}): HTMLElement {
    const address = this.page.addressOf(copy.worksheet);
    const label = textOf(copy, LABEL) || sayCore('untitled');
    return el(
      'li',
      {class: 'pb-desk-line', 'data-line': `news.${copy.copy}`},
      el('span', {class: 'pb-desk-words'}, say('deskNews', {name: from, n, label})),
      ...(address
        ? [
            linkTo(this.page, copy, address, say('deskLook'), {
              class: 'pb-button',
              'aria-label': `${say('deskLook')}: ${label}`,
              'data-does': 'look',
            }),
          ]
        : []),
    );
  }
}
