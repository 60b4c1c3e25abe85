/**
 * Stands in the page before the theme's bundle. The bundle would fetch its worker and the index of the whole site
 * on every page; it gets a stand-in for the worker that costs nothing, and the search script once search is opened.
 */

import type {Door} from '../search/door.ts';

// The build writes the address of the script here, and what to say when it cannot be had.
const SCRIPT = 'PLAYBOOK_SEARCH_SCRIPT';
const FAILED = 'PLAYBOOK_SEARCH_FAILED';
const form = document.forms.namedItem('search');
const settings = document.getElementById('__config');
if (form && settings) {
  const config = JSON.parse(settings.textContent) as {base: string; search: string; features: string[]};
  const Native = window.Worker;
  const root = new URL(config.base, location.href).href;
  const port = Object.assign(new EventTarget(), {postMessage: () => undefined}) as Door['port'];
  const fail = (): void => {
    const line = document.querySelector('.md-search-result__meta');
    if (line) line.textContent = FAILED;
  };
  globalThis.playbookSearchDoor = {port, root, features: config.features, fail};

  // Without this name the bundle sees no search form and fetches no index.
  form.removeAttribute('name');
  const restore = (): void => {
    form.name = 'search';
    window.Worker = Native;
  };
  // biome-ignore lint/complexity/useArrowFunction: the theme calls it with `new`
  window.Worker = function (url: string | URL, options?: WorkerOptions) {
    if (url !== config.search) return new Native(url, options);
    restore();
    return port;
  } as unknown as typeof Worker;
  document.addEventListener('DOMContentLoaded', restore, {once: true});

  let isAsked = false;
  const load = (): void => {
    if (isAsked) return;
    isAsked = true;
    const script = document.createElement('script');
    script.src = new URL(SCRIPT, root).href;
    script.onerror = () => {
      isAsked = false; // no network now; the next opening may have one
      fail();
    };
    document.head.append(script);
  };
  const toggle = document.getElementById('__search') as HTMLInputElement | null;
  toggle?.addEventListener('change', () => toggle.checked && load());
  form.addEventListener('focusin', load);
  if (config.features.includes('search.highlight') && /[?&]h=/.test(location.search)) document.addEventListener('DOMContentLoaded', load);
}
