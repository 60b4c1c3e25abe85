/** What the browser says of its storage for this site. */

import type {SiteCopies} from '../keep/site-store.ts';
import {button, el} from '../page/dom.ts';
import {backupName, save} from '../page/download.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/mine.ts';

const size = (bytes: number): string =>
  new Intl.NumberFormat(pageLanguage(), {
    style: 'unit',
    unit: bytes < 1e6 ? 'kilobyte' : bytes < 1e9 ? 'megabyte' : 'gigabyte',
    maximumFractionDigits: 1,
  }).format(bytes / (bytes < 1e6 ? 1e3 : bytes < 1e9 ? 1e6 : 1e9));

/** Whether it keeps anything, how much, for how long, and whether all of it can be read; `ask` asks it to keep it. */
export async function storageLines({unreadable, partly, refused}: SiteCopies, site: string, ask: () => void): Promise<HTMLElement[]> {
  const lines: HTMLElement[] = [];
  if (refused) lines.push(el('p', {class: 'pb-refused'}, say('mineRefused')));
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  if (estimate?.usage !== undefined) {
    lines.push(
      el(
        'p',
        {},
        estimate.quota
          ? say('mineUsed', {used: size(estimate.usage), quota: size(estimate.quota)})
          : say('mineUsedOnly', {used: size(estimate.usage)}),
      ),
    );
  }
  const lasting = await navigator.storage?.persisted?.().catch(() => false);
  lines.push(el('p', {}, say(lasting ? 'mineLasting' : 'mineNotLasting')));
  if (!lasting && 'persist' in (navigator.storage ?? {})) lines.push(button(say('mineAsk'), ask));
  const raw = [...unreadable, ...partly];
  const words = [unreadable.length && sayCore('unreadable', {n: unreadable.length}), partly.length && sayCore('partly')].filter(Boolean);
  if (raw.length)
    lines.push(
      el(
        'p',
        {class: 'pb-refused'},
        `${words.join(' ')} `,
        button(sayCore('downloadRaw'), () => save(JSON.stringify(raw, null, 1), backupName(site, 'as-stored'))),
      ),
    );
  return lines;
}
