/**
 * The service worker of a site that works without a network.
 *
 * Pages come from the network while there is one, so nobody reads an old one unawares; files named after their
 * content come from the stock. It answers GET alone, touches no database, takes over from an older worker only
 * when no page of the site is open, and reloads nothing.
 */

import {isHashed, isPage, type Kept, leadingPage, pathIn} from '../offline/keeping.ts';
import {Stock} from '../offline/stock.ts';

const PATIENCE = 4000; // milliseconds until a kept page is shown in place of one that does not come

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Waiting {
  readonly data: unknown;
}
interface Worker {
  readonly playbookKept: Kept;
  readonly clients: {claim(): Promise<void>};
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'message', listener: (event: Told) => void): void;
}

const worker = self as unknown as Worker;
const kept = worker.playbookKept;
const scope = new URL('./', self.location.href).href;
const stock = new Stock(scope, kept);

worker.addEventListener('install', event => event.waitUntil(stock.fill()));
worker.addEventListener('activate', event => event.waitUntil(stock.tidy().then(() => worker.clients.claim())));

worker.addEventListener('fetch', event => {
  const {request} = event;
  const path = pathIn(scope, request.url);
  const passes =
    request.method !== 'GET'
    || path === undefined
    || request.headers.has('range')
    || (request.cache === 'only-if-cached' && request.mode !== 'same-origin');
  if (passes) return;
  event.respondWith(isHashed(path) ? unchanging(event, path) : newest(event, path));
});

// The page that was open when the worker came to be, and what it had loaded by then.
worker.addEventListener('message', event => {
  const {visited} = (event.data ?? {}) as {visited?: unknown};
  if (!Array.isArray(visited)) return;
  const urls = visited.filter((each): each is string => typeof each === 'string').slice(0, 100);
  event.waitUntil(
    Promise.all(
      urls.map(async url => {
        const path = pathIn(scope, url);
        if (path === undefined || (await stock.find(path))) return;
        const response = await fetch(url, {credentials: 'same-origin'}).catch(() => undefined);
        if (response && mayKeep(response)) await stock.put(path, '', response, isPage(path));
      }),
    ),
  );
});

const mayKeep = (response: Response): boolean =>
  response.status === 200
  && response.type === 'basic'
  && !response.redirected
  && !/no-store/.test(response.headers.get('cache-control') ?? '');

/** Keep a copy of what came; a full store is no reason to hold the page back. */
function keep(event: Fetching, path: string, response: Response): Response {
  if (mayKeep(response)) {
    const {search} = new URL(event.request.url);
    const copy = response.clone();
    event.waitUntil(stock.put(path, search, copy, isPage(path)).catch(() => undefined));
  }
  return response;
}

async function unchanging(event: Fetching, path: string): Promise<Response> {
  return (await stock.find(path)) ?? keep(event, path, await fetch(event.request));
}

async function newest(event: Fetching, path: string): Promise<Response> {
  const {request} = event;
  const fresh = fetch(request, isPage(path) ? {cache: 'no-cache'} : undefined).then(response => keep(event, path, response));
  event.waitUntil(fresh.catch(() => undefined));
  const here = await stock.find(path, new URL(request.url).search);
  try {
    const response = await (here ? Promise.race([fresh, late()]) : fresh);
    return here && response.status >= 500 ? here : response; // the host is there and not well
  } catch (error) {
    if (here) return here;
    if (request.mode === 'navigate') return (await instead(path)) ?? Promise.reject(error);
    throw error;
  }
}

const late = (): Promise<never> => new Promise((_, reject) => setTimeout(reject, PATIENCE));

/** What a reader sees for a page that is not here: where it leads, its folder, or a page that says so. */
async function instead(path: string): Promise<Response | undefined> {
  const text = leadingPage(kept, path);
  if (text !== undefined) return new Response(text, {headers: {'content-type': 'text/html; charset=utf-8'}});
  const folder = `${path}/`;
  if (!isPage(path) && (leadingPage(kept, folder) !== undefined || (await stock.find(folder))))
    return Response.redirect(`${scope}${folder}`);
  return stock.find(kept.otherwise);
}
