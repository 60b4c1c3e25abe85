/**
 * `<playbook-live-counts>`: brings the comments lines of a page up to date with one request.
 *
 * Attributes
 *   provider  `isso`, `remark42` or `comentario`
 *   endpoint  the provider's address
 *   place     the site's name (remark42) or host (comentario) there; else left out
 *   words     JSON: `none`, `other`, and where they differ `closed`, `zero`, `one`, `two`, `few`, `many`; `{n}` is the number
 *
 * Lines are links anywhere in the page:
 *   data-comments-key     the provider's name of the thread
 *   data-comments-offset  comments that only the site has, less those it hides; 0 if left out
 *   data-comments-closed  (bare) the thread is closed
 * Their first text changes, their further children stay. Whatever goes wrong, the built text stays.
 * Of several such elements in a page the first one asks. `asked` is set once it has.
 */

import {lineFor, type Question, questionFor, shownCount, wordsFrom} from './counting.ts';

const PATIENCE = 5_000;
const MOST_BYTES = 256 * 1024;

/** The answer as JSON, within time and size. Throws. */
async function answerTo(question: Question, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(question.url, {
    method: 'POST',
    body: question.body,
    headers: {'Content-Type': question.type},
    signal,
    mode: 'cors',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  });
  if (!response.ok || !response.body) throw new Error(String(response.status));
  const reader = response.body.getReader();
  const decoder = new TextDecoder('utf-8', {fatal: true});
  let text = '';
  for (let size = 0; ; ) {
    const {done, value} = await reader.read();
    if (done) return JSON.parse(text + decoder.decode());
    size += value.byteLength;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error('too large');
    }
    text += decoder.decode(value, {stream: true});
  }
}

/** One element a page, without a look of its own. */
export class PlaybookLiveCounts extends HTMLElement {
  #ending: AbortController | undefined;

  connectedCallback(): void {
    if (this.#ending || document.querySelector(this.localName) !== this) return;
    this.#ending = new AbortController();
    void this.#refresh(this.#ending);
  }

  disconnectedCallback(): void {
    this.#ending?.abort();
    this.#ending = undefined;
  }

  async #refresh(ending: AbortController): Promise<void> {
    const words = wordsFrom(this.getAttribute('words'));
    const lines = [...document.querySelectorAll<HTMLElement>('[data-comments-key]')];
    const keys = [...new Set(lines.map(line => line.dataset['commentsKey']!).filter(Boolean))];
    const question = questionFor(
      this.getAttribute('provider') ?? '',
      this.getAttribute('endpoint') ?? '',
      this.getAttribute('place') ?? '',
      keys,
    );
    if (!words || !question) return;
    const late = setTimeout(() => ending.abort(), PATIENCE);
    try {
      const counts = question.read(await answerTo(question, ending.signal));
      for (const line of lines) {
        const count = counts.get(line.dataset['commentsKey']!);
        if (count !== undefined) this.#say(line, count, words);
      }
    } catch {
      // The built text is right as of the last build; a reader is told nothing that needs no doing.
    } finally {
      clearTimeout(late);
      this.setAttribute('asked', '');
    }
  }

  #say(line: HTMLElement, count: number, words: NonNullable<ReturnType<typeof wordsFrom>>): void {
    const shown = shownCount(count, line.getAttribute('data-comments-offset'));
    const language = this.closest('[lang]')?.getAttribute('lang') || 'en';
    const said = lineFor(shown, line.hasAttribute('data-comments-closed'), words, language);
    const first = [...line.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    if (!first) line.prepend(said);
    else if (first.textContent !== said) first.textContent = said;
  }
}
