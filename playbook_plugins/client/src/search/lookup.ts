/** Terms to pages: which shards a word needs, and what stands in them (playbook_plugins/search/index.py). */

import type {Files} from './files.ts';

const SIGNS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const SLOTS = 8;
const START = 'search/index.js';

interface Start {
  pages: number;
  buckets: number;
  width: number;
  shards: [first: string, name: string][];
}

/** The pages of a term, or how many there are in all and the most fitting of them. */
type Written = string | [count: number, pages: string];
export type Shard = Record<string, Written>;

/** What one word of a query is found in. */
export interface TermMatches {
  /** Weight by page. */
  pages: Map<number, number>;
  /** Whether more pages hold the word than are listed. */
  cut: boolean;
  /** The terms that matched, the word itself or longer ones; for marking. */
  beginning: string;
}

export interface Document {
  url: string;
  title: string;
  tags: string[];
  sections: [anchor: string, title: string, text: string][];
}

export class Lookup {
  private start: Start | undefined;

  constructor(private readonly files: Files) {}

  /** Read what there is; afterwards searching can begin. */
  async open(again = 0): Promise<void> {
    // A name that does not change: pages stay the same when the index changes.
    const path = again ? `${START}?${again}` : START;
    this.start = (await this.files.get('index', path)) as Start;
  }

  /** How many pages there are. */
  get size(): number {
    return this.start?.pages ?? 0;
  }

  /** The pages that hold `term` or a longer word that begins with it. */
  async find(term: string): Promise<TermMatches> {
    const {shards} = this.opened();
    const at = shardOf(shards, term);
    const shard = await this.shard(at);
    if (!shard) return {pages: new Map(), cut: false, beginning: term};
    const next = shards[at + 1];
    const further = next?.[0].startsWith(term) === true;
    const found = this.gather(shard, term, further);
    // "pilots" finds "pilot" where nobody wrote "pilots".
    for (let length = term.length - 1; !found.pages.size && length >= Math.max(4, term.length - 3); length--) {
      const shorter = term.slice(0, length);
      if (shardOf(shards, shorter) !== at || shards[at + 1]?.[0].startsWith(shorter)) break;
      const other = this.gather(shard, shorter, false);
      if (other.pages.size) return other;
    }
    return found;
  }

  /** The most frequent longer word, for the theme's suggestions. */
  async complete(term: string): Promise<string> {
    const {shards} = this.opened();
    const shard = await this.shard(shardOf(shards, term));
    let best = '';
    let most = 0;
    for (const [each, written] of Object.entries(shard ?? {})) {
      const count = typeof written === 'string' ? written.length : written[0] * 9;
      if (each.startsWith(term) && each !== term && !each.endsWith('*') && count > most) [best, most] = [each, count];
    }
    return best;
  }

  /** What a result shows of a page. */
  async document(page: number): Promise<Document> {
    const {buckets} = this.opened();
    const bucket = Math.floor(page / SLOTS);
    const name = `${buckets}/${bucket.toString(16)}`;
    const shared = (await this.files.get(name, `search/pages/${name}.js`)) as unknown[][];
    const slots = shared[page % SLOTS];
    if (!slots) throw new Error('search: a page has gone');
    const [url, title, tags, sections] = slots as [string, string, string[], Document['sections']];
    return {url, title, tags, sections};
  }

  private opened(): Start {
    if (!this.start) throw new Error('search is not open');
    return this.start;
  }

  private async shard(at: number): Promise<Shard | undefined> {
    const name = this.opened().shards[at]?.[1];
    if (name === undefined) return undefined;
    return (await this.files.get(name, `search/terms/${name}.js`)) as Shard;
  }

  private gather(shard: Shard, term: string, further: boolean): TermMatches {
    const {pages: all, width} = this.opened();
    const pages = new Map<number, number>();
    let cut = false;
    const countOf = (written: Written) => (typeof written === 'string' ? written.length / (width + 1) : written[0]);
    const rare = (written: Written) => Math.log(1 + (all - countOf(written) + 0.5) / (countOf(written) + 0.5));
    // Whoever asks for "to" does not mean "tomorrow" more than "to", however rare that is.
    const most = Object.hasOwn(shard, term) ? rare(shard[term] as Written) : Infinity;
    const take = (written: Written, part: number) => {
      const listed = typeof written === 'string' ? written : written[1];
      const worth = part * Math.min(rare(written), most);
      for (const [page, weight] of postings(listed, width)) {
        pages.set(page, Math.max(pages.get(page) ?? 0, worth * weight));
      }
      if (typeof written !== 'string') cut = true;
    };
    const begun = further && Object.hasOwn(shard, `${term}*`) ? shard[`${term}*`] : undefined;
    if (begun !== undefined) {
      take(begun, 0.5);
      cut = true;
    }
    for (const [each, written] of Object.entries(shard)) {
      if (each === term) take(written, 1);
      else if (begun === undefined && each.startsWith(term) && !each.endsWith('*')) {
        take(written, 0.4 + (0.4 * term.length) / each.length);
      }
    }
    return {pages, cut, beginning: term};
  }
}

/** The shard that a term stands in: the last one that begins no later. */
export function shardOf(shards: readonly [string, string][], term: string): number {
  let low = 0;
  let high = shards.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((shards[middle]?.[0] ?? '') <= term) low = middle;
    else high = middle - 1;
  }
  return low;
}

function* postings(listed: string, width: number): Generator<[page: number, weight: number]> {
  for (let at = 0; at < listed.length; at += width + 1) {
    let page = 0;
    for (let sign = 0; sign < width; sign++) page = page * 64 + SIGNS.indexOf(listed.charAt(at + sign));
    yield [page, (2 ** (SIGNS.indexOf(listed.charAt(at + width)) / 7) - 1) / 8];
  }
}
