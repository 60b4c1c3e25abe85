/** In a frame on somebody else's site a browser gives a sheet a store of its own: what is kept there is said, and the way out. */

import {el} from '../page/dom.ts';
import {goAddress} from '../page/permalink.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say} from '../words/arrival.ts';

/** The host around this page, as far as the browser tells; `''` where it does not. */
function hostAround(): string {
  const {ancestorOrigins} = location as Location & {ancestorOrigins?: DOMStringList};
  const around = ancestorOrigins?.[ancestorOrigins.length - 1] ?? document.referrer;
  return URL.canParse(around) ? new URL(around).hostname : '';
}

/** Whether two hosts share what a browser keeps: one stands below the other. */
const isOneSite = (a: string, b: string): boolean => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);

/** Say below the standing line where answers are kept, in a frame on another site, or that none are. */
export function framed({element, store}: OpenSheet): void {
  const host = hostAround();
  if (host && isOneSite(host, location.hostname)) return;
  element.toggleAttribute('data-pb-framed', true);
  const show = (): void => tell(element, store, host);
  show();
  store.addEventListener('standing', show, {signal: (element as {signal?: AbortSignal}).signal!});
}

function tell(element: Element, store: OpenSheet['store'], host: string): void {
  const {hostname: site} = location;
  for (const standing of element.querySelectorAll('.pb-framed')) standing.remove();
  const open = el('a', {href: goAddress(store.worksheet), target: '_blank', rel: 'noopener'}, say('framedOpen'));
  const kept = host ? say('framed', {host, site}) : say('framedElsewhere', {site});
  const words = store.standing === 'unkept' ? say('framedUnkept', {site}) : kept;
  element.querySelector('.pb-standing')?.after(el('p', {class: 'pb-framed'}, words, ' ', open));
}
