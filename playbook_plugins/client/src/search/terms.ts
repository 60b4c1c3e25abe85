/** Text to terms, as the index has them: playbook_plugins/search/terms.py in the browser. */

/** Signs of a term. */
const LONGEST = 32;

// Signs that belong to a word though they are no letters; the same list as in terms.py.
const MARKS =
  '\\u00ad\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7'
  + '\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u0900-\\u0963\\u0966-\\u0dff'
  + '\\u0e31-\\u0e3a\\u0e47-\\u0e4e\\u0eb1-\\u0ebc\\u0ec8-\\u0ece\\u102b-\\u103e\\u1056-\\u1059'
  + '\\u17b4-\\u17d3\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u200c\\u200d\\u20d0-\\u20ff\\u3099\\u309a\\ufe20-\\ufe2f';
const WORD = new RegExp(`[\\p{L}\\p{N}${MARKS}]+`, 'gu');
const ACCENTS =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: marks are what is looked for
  /[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f]+/gu;
const LETTERS: Record<string, string> = {ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i', ς: 'σ'};
const DENSE =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;

export interface Word {
  /** Where it stands in the text. */
  start: number;
  end: number;
  folded: string;
}

/** A word without case and accents. */
export function fold(word: string): string {
  const plain = word.toLowerCase().normalize('NFKD').replace(ACCENTS, '');
  return plain.replace(/[ßæœøđłıς]/g, sign => LETTERS[sign] ?? sign).normalize('NFC');
}

/** The words of a text, whole. */
export function* wordsIn(text: string): Generator<Word> {
  for (const found of text.matchAll(WORD)) {
    yield {start: found.index, end: found.index + found[0].length, folded: fold(found[0])};
  }
}

/** Whether a script puts no space between words. */
export const isDense = (text: string): boolean => text.search(DENSE) >= 0;

/** The terms of one folded word: itself, or pairs of signs where a script runs words together. */
export function termsOf(folded: string): string[] {
  const found: string[] = [];
  let last = 0;
  for (const run of folded.matchAll(DENSE)) {
    if (run.index > last) found.push(folded.slice(last, run.index));
    const signs = [...run[0]];
    for (const [at, sign] of signs.entries()) found.push(sign + (signs[at + 1] ?? ''));
    last = run.index + run[0].length;
  }
  if (last < folded.length) found.push(folded.slice(last));
  return found.flatMap(each => each.match(WORD) ?? []).map(each => [...each].slice(0, LONGEST).join(''));
}

/** The terms of a text, in its order. */
export function termsIn(text: string): string[] {
  return [...wordsIn(text)].flatMap(word => termsOf(word.folded));
}
