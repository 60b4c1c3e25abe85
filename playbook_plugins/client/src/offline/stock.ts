/** Where an offline worker keeps what it has: the kept files, and what was opened besides. */

import {type Kept, missing, spellings} from './keeping.ts';

const MOST_VISITED = 200;
const AT_ONCE = 4;
const LOOSE = {ignoreVary: true};

export class Stock {
  readonly #main: string;
  readonly #visited: string;
  readonly #incoming: string;

  /** `scope` is in every name: projects under one host share one store. */
  constructor(
    private readonly scope: string,
    private readonly kept: Kept,
  ) {
    this.#main = `playbook-offline ${scope}`;
    this.#visited = `playbook-visited ${scope}`;
    this.#incoming = `playbook-incoming ${scope}`;
  }

  /** Bring in what changed. All of it or nothing: a visitor between two editions keeps the older one whole. */
  async fill(): Promise<void> {
    const main = await caches.open(this.#main);
    const known = await this.#known(main);
    await caches.delete(this.#incoming);
    const incoming = await caches.open(this.#incoming);
    try {
      const wanted = missing(this.kept, known);
      const rest = [...wanted];
      const one = async (): Promise<void> => {
        for (let path = rest.shift(); path !== undefined; path = rest.shift()) {
          await incoming.put(this.#url(path), await fetched(this.#url(path)));
        }
      };
      await Promise.all(Array.from({length: AT_ONCE}, one));
      for (const path of wanted) {
        const response = await incoming.match(this.#url(path), LOOSE);
        if (!response) throw new Error(`not kept: ${path}`);
        await main.put(this.#url(path), response);
      }
      await main.put(this.#listed, new Response(JSON.stringify({...known, ...this.kept.files})));
    } finally {
      await caches.delete(this.#incoming);
    }
  }

  /** Take out what no page of this edition asks for. No page of an older one is open when this runs. */
  async tidy(): Promise<void> {
    const main = await caches.open(this.#main);
    const wanted = new Set([...Object.keys(this.kept.files).map(path => this.#url(path)), this.#listed]);
    for (const request of await main.keys()) if (!wanted.has(request.url)) await main.delete(request);
    await main.put(this.#listed, new Response(JSON.stringify(this.kept.files)));
  }

  /** What is kept of an address: as a kept file, or since a visit. */
  async find(path: string, search = ''): Promise<Response | undefined> {
    const main = await caches.open(this.#main);
    const visited = await caches.open(this.#visited);
    for (const name of spellings(path)) {
      const url = this.#url(name);
      const found =
        (search && (await visited.match(`${url}${search}`, LOOSE))) || (await main.match(url, LOOSE)) || (await visited.match(url, LOOSE));
      if (found) return found;
    }
    return undefined;
  }

  /** Keep a page that was fetched, or a file that is not among the kept ones. */
  async put(path: string, search: string, response: Response, isPage: boolean): Promise<void> {
    const isKept = Object.hasOwn(this.kept.files, path) && !search;
    // A kept file that is no page changes with its edition only: a browser's own cache may give an older one here.
    if (isKept && !isPage) return;
    const cache = await caches.open(isKept ? this.#main : this.#visited);
    const url = `${this.#url(path)}${search}`;
    if (!isKept) {
      await cache.delete(url, LOOSE);
      const before = await cache.keys();
      for (const old of before.slice(0, Math.max(0, before.length - MOST_VISITED + 1))) await cache.delete(old);
    }
    await cache.put(url, response);
  }

  get #listed(): string {
    return `${this.scope}playbook-offline.list`;
  }

  #url(path: string): string {
    return `${this.scope}${path}`;
  }

  /** What is there, by the list of the last filling and the files themselves: a browser may throw files out. */
  async #known(main: Cache): Promise<Record<string, string>> {
    const listed = await main.match(this.#listed, LOOSE);
    const present = new Set((await main.keys()).map(request => request.url));
    const said: unknown = listed ? await listed.json().catch(() => ({})) : {};
    const pairs = Object.entries(said as Record<string, string>).filter(([path]) => present.has(this.#url(path)));
    return Object.fromEntries(pairs);
  }
}

/** The file as its host has it now, whatever the browser remembers. */
async function fetched(url: string): Promise<Response> {
  const response = await fetch(url, {cache: 'no-cache', credentials: 'same-origin'});
  if (!response.ok) throw new Error(`${response.status}: ${url}`);
  return plain(response);
}

/** Without the mark of a redirect, which a browser refuses as the answer to opening a page. */
export function plain(response: Response): Response {
  if (!response.redirected) return response;
  return new Response(response.body, {status: response.status, statusText: response.statusText, headers: response.headers});
}
