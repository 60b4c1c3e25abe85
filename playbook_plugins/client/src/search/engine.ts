/** Answers the theme's search box. The box, its keys and its list are the theme's; it asks as it would ask its worker. */

import {type Door, QUERY, READY, RESULT} from './door.ts';
import {Files} from './files.ts';
import {highlight} from './highlight.ts';
import {List} from './list.ts';
import {Lookup} from './lookup.ts';
import {type Query, queryOf, rank} from './ranking.ts';

/** What the theme draws at once, and how many more at each end of the list. */
const FIRST = 10;
const MORE = 4;
/** On a screen this high, ten results may leave room below them. */
const TALL = 800;
/** Where the theme's end of the list begins, in pixels before it, and a few more. */
const NEAR = 24;
/** How long a reader may take for the next letter, in milliseconds. */
const PAUSE = 120;

export class Engine {
  private lookup: Lookup;
  /** Counts what was asked; an answer to an earlier question is dropped. */
  private turn = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private opening: Promise<void> | undefined;
  private isReady = false;
  private list: List | undefined;

  constructor(private readonly door: Door) {
    this.lookup = new Lookup(new Files(door.root));
    door.port.postMessage = message => {
      if (message.type !== QUERY) return;
      // Whoever types on does not want what the first letters would find.
      clearTimeout(this.waiting);
      const pause = this.turn ? PAUSE : 0;
      this.turn++;
      this.waiting = setTimeout(() => void this.answer(String(message.data)), pause);
    };
    // The theme draws further results when the list is scrolled to its end. It shall wait until they are here.
    const list = document.querySelector('.md-search__scrollwrap');
    list?.addEventListener('scroll', event => this.hold(event, list), true);
  }

  /** Get the list of shards; safe to repeat. */
  async open(): Promise<void> {
    this.opening ??= this.lookup.open().catch((error: unknown) => {
      this.opening = undefined; // a later try may have more luck
      throw error;
    });
    try {
      await this.opening;
    } catch {
      return this.door.fail();
    }
    if (this.isReady) return;
    this.isReady = true;
    this.say(READY);
  }

  private say(type: number, data?: unknown): void {
    this.door.port.dispatchEvent(new MessageEvent('message', {data: {type, data}}));
  }

  private async answer(typed: string): Promise<void> {
    const {turn} = this;
    const query = queryOf(typed);
    this.list = undefined;
    if (!query.words.length) return this.say(RESULT, {items: []});
    try {
      await this.look(query, turn);
    } catch {
      if (turn === this.turn) await this.lookAgain(query, turn);
    }
  }

  /** A new edition of the site has other shards: read their list again, once. */
  private async lookAgain(query: Query, turn: number): Promise<void> {
    try {
      const lookup = new Lookup(new Files(this.door.root));
      await lookup.open(Date.now());
      this.lookup = lookup;
      await this.look(query, turn);
    } catch {
      if (turn !== this.turn) return;
      this.say(RESULT, {items: []});
      this.door.fail();
    }
  }

  private async look(query: Query, turn: number): Promise<void> {
    const list = new List(await rank(query, this.lookup), query, this.lookup);
    await list.fill(window.innerHeight > TALL ? FIRST + MORE : FIRST);
    const suggest = this.door.features.includes('search.suggest') ? await this.completions(query) : undefined;
    if (turn !== this.turn) return; // the reader typed on
    this.list = list;
    const {items} = list;
    this.say(RESULT, suggest ? {items, suggest} : {items});
  }

  private async completions(query: Query): Promise<string[]> {
    const last = query.words.at(-1);
    const word = last ? await this.lookup.complete(last.folded) : '';
    return word ? [word] : [];
  }

  private hold(event: Event, element: Element): void {
    const list = this.list;
    const drawn = (): number => element.querySelectorAll('.md-search-result__item').length;
    if (!list || drawn() + MORE <= list.filled || list.filled === list.items.length) return;
    const {filled} = list;
    const filling = list.fill(filled + MORE * 2).then(() => {
      // The theme looks a frame later than the event: whoever was at the end by then has results that were not here yet.
      if (list === this.list && drawn() > filled) this.say(RESULT, {items: list.items});
    });
    // The theme has to see that the reader is away from the end, or the end is nothing new to it.
    if (element.scrollTop + element.clientHeight < element.scrollHeight - NEAR) return;
    event.stopImmediatePropagation();
    void filling.then(() => {
      if (list === this.list) element.dispatchEvent(new Event('scroll'));
    });
  }

  /** Mark on each page what led to it. */
  follow(): void {
    if (!this.door.features.includes('search.highlight')) return;
    const {document$} = globalThis as unknown as {document$?: {subscribe(next: () => void): void}};
    if (document$) document$.subscribe(() => highlight(location.href));
    else highlight(location.href);
  }
}
