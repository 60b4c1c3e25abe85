/** A query to an order of pages. */

import type {Lookup, TermMatches} from './lookup.ts';
import {termsOf, wordsIn} from './terms.ts';

const MOST_WORDS = 12;
const MOST_SIGNS = 200;

export interface Query {
  /** Words as typed and folded, each once. */
  words: {typed: string; folded: string}[];
  /** Words that a page must not hold. */
  without: string[];
}

export interface Hit {
  page: number;
  score: number;
  /** For each word of the query, whether the page holds it. */
  holds: boolean[];
}

export interface Answer {
  hits: Hit[];
  /** What the words of a page begin with that answer each word of the query. */
  beginnings: string[];
}

/** What somebody typed, as words. A word after a minus is one that they do not want. */
export function queryOf(typed: string): Query {
  const words = new Map<string, string>();
  const without: string[] = [];
  const text = typed.slice(0, MOST_SIGNS);
  for (const word of wordsIn(text)) {
    const minus = /(^|\s)-$/.test(text.slice(Math.max(0, word.start - 2), word.start));
    if (minus) without.push(...termsOf(word.folded));
    else if (word.folded && words.size < MOST_WORDS && !words.has(word.folded)) {
      words.set(word.folded, text.slice(word.start, word.end));
    }
  }
  return {words: [...words].map(([folded, as]) => ({typed: as, folded})), without};
}

/** The pages that answer a query, the best first: those with all its words, else those with some. */
export async function rank(query: Query, lookup: Lookup): Promise<Answer> {
  const found = await Promise.all(query.words.map(word => findWord(word.folded, lookup)));
  const refused = await Promise.all(query.without.map(term => lookup.find(term)));
  const scores = new Map<number, Hit>();
  found.forEach((each, at) => {
    for (const [page, weight] of each.pages) {
      let hit = scores.get(page);
      if (!hit) scores.set(page, (hit = {page, score: 0, holds: found.map(other => other.cut)}));
      hit.score += weight;
      hit.holds[at] = true;
    }
  });
  for (const each of refused) for (const page of each.pages.keys()) scores.delete(page);
  const hits = [...scores.values()];
  const whole = hits.filter(hit => hit.holds.every(Boolean));
  const counted = (hit: Hit) => hit.holds.filter(Boolean).length;
  const order = (a: Hit, b: Hit) => counted(b) - counted(a) || b.score - a.score || a.page - b.page;
  return {hits: (whole.length ? whole : hits).sort(order), beginnings: found.map(each => each.beginning)};
}

/** A word of a script without spaces is found where all its pairs of signs are. */
async function findWord(folded: string, lookup: Lookup): Promise<TermMatches> {
  const parts = termsOf(folded);
  // The last pair is the last sign alone, which the pair before it holds already.
  const needed = parts.length > 1 && [...(parts.at(-1) ?? '')].length === 1 ? parts.slice(0, -1) : parts;
  const found = await Promise.all(needed.map(part => lookup.find(part)));
  const [first, ...others] = found;
  if (!first) return {pages: new Map(), cut: false, beginning: folded};
  if (!others.length) return first;
  const pages = new Map<number, number>();
  for (const [page, weight] of first.pages) {
    let sum = weight;
    const everywhere = others.every(other => {
      const more = other.pages.get(page);
      sum += more ?? 0;
      return more !== undefined || other.cut;
    });
    if (everywhere) pages.set(page, sum / found.length);
  }
  return {pages, cut: found.every(each => each.cut), beginning: folded};
}
