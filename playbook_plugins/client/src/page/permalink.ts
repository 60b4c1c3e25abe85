/** "Copy link" on tips, items and sheets: the whole address, with a word that it worked. */

import {say} from '../words/core.ts';
import {el} from './dom.ts';

/** The address of the element called `id` on this page. */
export const addressOf = (id: string): string => `${location.origin}${location.pathname}#${id}`;

/**
 * The short permanent address of a sheet, one of its items or a tip, where the site has them: it survives the moving
 * and renaming of pages. Else the address on this page.
 */
export function goAddress(id: string): string {
  const [sheet, item] = id.split('--') as [string, string?];
  const go = document
    .querySelector(`[worksheet-id="${CSS.escape(sheet)}"][data-go], .pb-tip[data-go][id="${CSS.escape(sheet)}"]`)
    ?.getAttribute('data-go');
  const known = go && (!item || document.getElementById(id)?.hasAttribute('data-own') !== true);
  return known ? new URL(item ? `${item}/` : '', new URL(go, document.baseURI)).href : addressOf(id);
}

/** The id that a fragment names; a malformed one names itself. */
export function anchorOf(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

/** Copy the address of `id` and say so beside `control`; where copying is refused, show the address to copy by hand. */
export async function copyLink(control: Element, id: string): Promise<void> {
  const url = goAddress(id);
  let note = say('linkCopied');
  try {
    await navigator.clipboard.writeText(url);
  } catch {
    note = say('linkHere', {url});
  }
  const told = control.nextElementSibling?.matches('.pb-told')
    ? control.nextElementSibling
    : el('span', {class: 'pb-told', role: 'status'});
  control.after(told);
  told.textContent = note;
}

/** Follow clicks on permalinks anywhere in the page; safe to call again. */
export function watchPermalinks(root: Document): void {
  const marked = root.documentElement;
  if (marked.hasAttribute('data-pb-permalinks')) return;
  marked.setAttribute('data-pb-permalinks', '');
  root.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.pb-permalink') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void copyLink(link, anchorOf(link.hash));
  });
}
