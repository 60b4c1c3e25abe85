/** A page to what the theme's result list shows of it. The theme parses it as HTML: all text is escaped here. */

import type {Document} from './lookup.ts';
import type {Hit, Query} from './ranking.ts';
import {isDense, wordsIn} from './terms.ts';

/** A part of a result, as the theme's bundle wants it. */
export interface Item {
  location: string;
  title: string;
  text: string;
  tags?: string[];
  score: number;
  /** Words of the query and whether the page holds them. */
  terms: Record<string, boolean>;
}

interface Span {
  start: number;
  end: number;
  /** Which word of the query. */
  word: number;
}

const TEASER = 180;
const BEFORE = 50;
const MOST_SPANS = 200;
const ENTITIES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

export const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? '');

/** Where a text answers the query. */
export function spansIn(text: string, beginnings: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const {start, end, folded} of wordsIn(text)) {
    for (const [word, beginning] of beginnings.entries()) {
      if (isDense(beginning)) {
        if (folded.length !== end - start) continue;
        for (let at = folded.indexOf(beginning); at >= 0; at = folded.indexOf(beginning, at + beginning.length)) {
          spans.push({start: start + at, end: start + at + beginning.length, word});
        }
      } else if (folded.startsWith(beginning)) {
        spans.push({start, end, word});
        break;
      }
    }
  }
  return spans;
}

/** A text as HTML with what answers the query marked. */
export function marked(text: string, spans: readonly Span[]): string {
  let made = '';
  let last = 0;
  for (const {start, end} of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < last) continue;
    made += `${escaped(text.slice(last, start))}<mark>${escaped(text.slice(start, end))}</mark>`;
    last = end;
  }
  return made + escaped(text.slice(last));
}

/** The stretch of a text that answers most of the query, with the answers marked. */
export function teaser(text: string, spans: readonly Span[]): string {
  const kinds = (from: Span) => {
    const near = spans.filter(each => each.start >= from.start && each.end <= from.start + TEASER - BEFORE);
    return new Set(near.map(each => each.word)).size;
  };
  const best = spans
    .slice(0, MOST_SPANS)
    .reduce<Span | undefined>((top, each) => (!top || kinds(each) > kinds(top) ? each : top), undefined);
  let from = best && best.start > BEFORE ? best.start - BEFORE : 0;
  if (from) from = Math.min(best?.start ?? 0, text.slice(0, from).search(/\S*$/)); // not in the middle of a word
  let to = Math.min(text.length, from + TEASER);
  if (to < text.length) {
    const cut = text.slice(0, to).search(/\s\S*$/);
    if (cut > (best?.end ?? 0)) to = cut;
    else if (best && best.end > to) to = best.end;
  }
  const inside = spans.filter(each => each.start >= from && each.end <= to);
  const moved = inside.map(each => ({...each, start: each.start - from, end: each.end - from}));
  return (from ? '… ' : '') + marked(text.slice(from, to), moved) + (to < text.length ? ' …' : '');
}

/** The parts of a page that answer the query, the best first; the page itself is always among them. */
export function itemsOf(document: Document, hit: Hit, query: Query, beginnings: readonly string[]): Item[] {
  const terms: Record<string, boolean> = {};
  for (const [at, {typed}] of query.words.entries()) terms[typed] = hit.holds[at] ?? false;
  const parts = document.sections.map(([anchor, title, text]) => {
    const inTitle = spansIn(title, beginnings);
    const inText = spansIn(text, beginnings);
    const kinds = new Set([...inTitle, ...inText].map(each => each.word)).size;
    const much = inTitle.length * 2 + inText.length;
    const score = (hit.score * (kinds + much / (much + 4))) / (beginnings.length + 1);
    const item: Item = {
      location: `./${document.url}${anchor && `#${encodeURIComponent(anchor)}`}`,
      title: marked(title || document.title, title ? inTitle : spansIn(document.title, beginnings)),
      text: teaser(text, inText),
      score: kinds ? score : 0,
      terms,
    };
    return {item, kinds, anchor};
  });
  const [page] = parts;
  if (page && document.tags.length) page.item.tags = document.tags.map(escaped);
  return parts
    .filter(part => part === page || part.kinds)
    .map(part => part.item)
    .sort((a, b) => b.score - a.score);
}
