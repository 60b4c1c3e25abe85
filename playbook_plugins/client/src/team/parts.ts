/** Scripts that only some presses need: where the page says that they stand, or beside this one. */

import {el} from '../page/dom.ts';

/** A part of the Team page, as `data-<part>` of its script names it. */
export type Part = 'worker' | 'phrase' | 'xlsx';

const FILES = {worker: 'playbook-team-worker.js', phrase: 'playbook-team-phrase.js', xlsx: 'playbook-team-xlsx.js'} as const;
const own = document.currentScript;

/** The address of a part. */
export function addressOf(part: Part): string {
  const named = document.querySelector<HTMLScriptElement>(`script[data-${part}]`)?.dataset[part];
  if (named) return new URL(named, document.baseURI).href;
  return own instanceof HTMLScriptElement ? new URL(FILES[part], own.src).href : FILES[part];
}

/** Run a part; rejects where it cannot be fetched, and may be asked again. */
export const load = (part: Part): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = el('script', {src: addressOf(part)});
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(FILES[part]));
    document.head.append(script);
    script.addEventListener('load', () => script.remove());
    script.addEventListener('error', () => script.remove());
  });
