/** How the copies are kept, and what their reader can do for them. */

import type {SiteCopies} from '../keep/site-store.ts';
import {button, el} from '../page/dom.ts';
import {backupName, save} from '../page/download.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say as sayDesk} from '../words/desk.ts';
import {say} from '../words/mine.ts';

const size = (bytes: number): string =>
  new Intl.NumberFormat(pageLanguage(), {
    style: 'unit',
    unit: bytes < 1e6 ? 'kilobyte' : bytes < 1e9 ? 'megabyte' : 'gigabyte',
    maximumFractionDigits: 1,
  }).format(bytes / (bytes < 1e6 ? 1e3 : bytes < 1e9 ? 1e6 : 1e9));

/** What can be done for the safety of it. */
interface Does {
  /** Save everything. */
  all(): void;
  /** Ask the browser to keep it. */
  ask(): void;
  clear(): void;
}

/** How to be safe, for how long the browser keeps it, and what it refuses; `isEmpty`: only what is wrong. */
export async function storageLines(
  {unreadable, partly, refused}: SiteCopies,
  site: string,
  isEmpty: boolean,
  does: Does,
): Promise<HTMLElement[]> {
  const lines: HTMLElement[] = [];
  if (refused) lines.push(el('p', {class: 'pb-refused'}, say('mineRefused')));
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
  if (isEmpty) return lines;
  const lasting = await navigator.storage?.persisted?.().catch(() => false);
  const asks = !lasting && 'persist' in (navigator.storage ?? {});
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  const used = estimate?.usage === undefined ? [] : [say('mineUsed', {used: size(estimate.usage)})];
  lines.push(
    el('p', {}, say(lasting ? 'mineLasting' : 'mineNotLasting')),
    el(
      'div',
      {class: 'pb-buttons'},
      button(say('mineAll'), does.all),
      ...(asks ? [button(say('mineAsk'), does.ask)] : []),
      button(sayDesk('deskClear'), does.clear, {class: 'pb-button pb-mine-clear'}),
    ),
    el('p', {class: 'pb-help'}, [sayDesk('deskShared'), ...used].join(' ')),
  );
  return lines;
}
