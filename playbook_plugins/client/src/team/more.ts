/** Loads what the Team page does not need before it stands, as its sheets load the desk (sheet/desk-loader.ts). */

import {el} from '../page/dom.ts';
import type {TeamMore} from './context.ts';

declare global {
  // eslint-disable-next-line no-var
  var playbookTeamMore: TeamMore | undefined;
}

const NAME = 'playbook-team-more.js';
const script = document.currentScript;

/** Where that script stands: said by the page, else beside the script that runs now. */
const address = (): string => {
  if (!(script instanceof HTMLScriptElement)) return NAME;
  return new URL(script.dataset['more'] ?? NAME, script.dataset['more'] ? document.baseURI : script.src).href;
};

const fetchMore = (): Promise<TeamMore> =>
  new Promise((resolve, reject) => {
    const loaded = el('script', {src: address()});
    loaded.onload = loaded.onerror = () => {
      loaded.remove();
      if (globalThis.playbookTeamMore) resolve(globalThis.playbookTeamMore);
      else reject(new Error(NAME));
    };
    document.head.append(loaded);
  });

let loading: Promise<TeamMore> | undefined;

/** The script; rejects where it cannot be loaded, and the next call tries again. */
export function loadMore(): Promise<TeamMore> {
  if (globalThis.playbookTeamMore) return Promise.resolve(globalThis.playbookTeamMore);
  loading ??= fetchMore().catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}
