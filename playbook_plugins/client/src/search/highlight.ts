/** Marks on a page what led to it: the words in the address behind `?h=`, as the theme does by default. */

import {queryOf} from './ranking.ts';
import {spansIn} from './results.ts';
import {isDense, wordsIn} from './terms.ts';

const QUIET = 'script,style,textarea,select,option,title,mark,noscript,template';

/** Mark the words of the address in the content of the page. */
export function highlight(address: string): void {
  const wanted = new URL(address).searchParams.get('h');
  const content = document.querySelector('[data-md-component=content]');
  if (!wanted || !content) return;
  const words = queryOf(wanted).words.map(word => word.folded);
  if (!words.length) return;
  const texts: Text[] = [];
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (text.data.trim() && !text.parentElement?.closest(QUIET)) texts.push(text);
  }
  // "pilots" led to "pilot": the search went back to the word's beginning.
  const all = texts.map(text => text.data).join(' ');
  const standing = new Set([...wordsIn(all)].map(word => word.folded));
  const beginnings = words.map(word => nearest(word, standing));
  for (const text of texts) mark(text, beginnings);
}

function nearest(word: string, standing: ReadonlySet<string>): string {
  if (isDense(word)) return word;
  for (let length = word.length; length >= Math.max(4, word.length - 3); length--) {
    const beginning = word.slice(0, length);
    for (const each of standing) if (each.startsWith(beginning)) return beginning;
  }
  return word;
}

function mark(text: Text, beginnings: readonly string[]): void {
  let last = 0;
  const parts: (Node | string)[] = [];
  for (const {start, end} of spansIn(text.data, beginnings).sort((a, b) => a.start - b.start)) {
    if (start < last) continue;
    const made = document.createElement('mark');
    made.dataset['mdHighlight'] = '';
    made.textContent = text.data.slice(start, end);
    parts.push(text.data.slice(last, start), made);
    last = end;
  }
  if (parts.length) text.replaceWith(...parts, text.data.slice(last));
}
