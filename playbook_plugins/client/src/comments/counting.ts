/**
 * Counting a page's threads with one request: what to ask each provider, what its answer may be, and the words.
 * Pure: the element does the asking.
 */

/** What to send, and how to read the answer: counts by key, a thread left out where nothing is known of it. */
export interface Question {
  url: string;
  type: string;
  body: string;
  read(answer: unknown): Map<string, number>;
}

/** The comments line by case: `none`, `closed`, and a form for each plural case of the language. */
export type Words = Partial<Record<Intl.LDMLPluralRule | 'none' | 'closed', string>>;

const MOST = 10_000_000;
const MOST_KEYS = 500;
const COMENTARIO_KEYS = 32; // it refuses more; what is beyond keeps the built text

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST;

/** Take over what is a count under a key that was asked for. */
function put(into: Map<string, number>, asked: ReadonlySet<string>, key: unknown, count: unknown): void {
  if (typeof key === 'string' && asked.has(key) && isCount(count)) into.set(key, count);
}

/** The one question for all of `keys`; nothing for a provider that cannot count many at once. */
export function questionFor(provider: string, endpoint: string, place: string, keys: readonly string[]): Question | undefined {
  const base = endpoint.replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(base) || keys.length === 0) return undefined;
  const some = keys.slice(0, provider === 'comentario' ? COMENTARIO_KEYS : MOST_KEYS);
  const asked = new Set(some);
  // Plain text needs no second request to ask for leave (CORS), and these two do not look at the type.
  if (provider === 'isso') {
    return {
      url: `${base}/count`,
      type: 'text/plain',
      body: JSON.stringify(some),
      read: answer => {
        const found = new Map<string, number>();
        if (Array.isArray(answer) && answer.length === some.length)
          for (const [at, key] of some.entries()) put(found, asked, key, answer[at]);
        return found;
      },
    };
  }
  if (provider === 'remark42') {
    return {
      url: `${base}/api/v1/counts?site=${encodeURIComponent(place)}`,
      type: 'text/plain',
      body: JSON.stringify(some),
      read: answer => {
        const found = new Map<string, number>();
        if (Array.isArray(answer)) for (const each of answer) if (isPlain(each)) put(found, asked, each['url'], each['count']);
        return found;
      },
    };
  }
  if (provider === 'comentario') {
    return {
      url: `${base}/api/embed/comments/counts`,
      type: 'application/json',
      body: JSON.stringify({host: place, paths: some}),
      read: answer => {
        const found = new Map<string, number>();
        const counts = isPlain(answer) ? answer['commentCounts'] : undefined;
        if (isPlain(counts)) for (const key of some) if (Object.hasOwn(counts, key)) put(found, asked, key, counts[key]);
        return found;
      },
    };
  }
  return undefined;
}

/** The words of the page for its comments line; nothing when they are not given whole. */
export function wordsFrom(text: string | null): Words | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (!isPlain(value) || typeof value['none'] !== 'string' || typeof value['other'] !== 'string') return undefined;
    return Object.fromEntries(Object.entries(value).filter(([, word]) => typeof word === 'string')) as Words;
  } catch {
    return undefined;
  }
}

/** "No comments", "1 comment", "3 comments", as the build writes it. */
export function lineFor(count: number, closed: boolean, words: Words, language: string): string {
  if (count === 0) return (closed ? words.closed : undefined) ?? words.none!;
  let form: Intl.LDMLPluralRule;
  try {
    form = new Intl.PluralRules(language || 'en').select(count);
  } catch {
    form = count === 1 ? 'one' : 'other';
  }
  return (words[form] ?? words.other!).replaceAll('{n}', String(count));
}

/** What a page shows for a provider's count: with the comments that only the page has, less those it hides. */
export function shownCount(count: number, offset: string | null): number {
  const more = /^-?\d{1,8}$/.test(offset ?? '') ? Number(offset) : 0;
  return Math.max(0, count + more);
}
