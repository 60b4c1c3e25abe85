/** The results of one query: as many as there are, filled with what they show as far as the reader goes. */

import type {Lookup} from './lookup.ts';
import type {Answer, Query} from './ranking.ts';
import {type Item, itemsOf} from './results.ts';

export class List {
  /** One group a page. The theme counts them, and draws from the top. */
  readonly items: Item[][];
  /** How many are filled. */
  filled = 0;
  private filling: Promise<void> = Promise.resolve();

  constructor(
    private readonly answer: Answer,
    private readonly query: Query,
    private readonly lookup: Lookup,
  ) {
    this.items = answer.hits.map(() => [{location: './', title: '…', text: '', score: 0, terms: {}}]);
  }

  /** Fill the results up to `until`. Fails when there are some and none of them is to be had. */
  fill(until: number): Promise<void> {
    this.filling = this.filling.catch(() => undefined).then(() => this.fillOn(until));
    return this.filling;
  }

  private async fillOn(until: number): Promise<void> {
    const from = this.filled;
    const {hits, beginnings} = this.answer;
    const wanted = hits.slice(from, until);
    const got = await Promise.allSettled(wanted.map(hit => this.lookup.document(hit.page)));
    if (!from && got.length && got.every(each => each.status === 'rejected')) throw new Error('search: no page is to be had');
    got.forEach((each, at) => {
      const hit = wanted[at];
      if (hit && each.status === 'fulfilled') this.items[from + at]?.splice(0, 1, ...itemsOf(each.value, hit, this.query, beginnings));
    });
    this.filled = from + wanted.length; // not before they are here: what is filled is drawn
  }
}
