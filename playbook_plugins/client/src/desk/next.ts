/** "Next": the open line that follows. */

import type {Kind, Open} from '../kinds/kind.ts';
import {compareClocks} from '../model/clock.ts';
import {type Copy, isMetadata} from '../model/response.ts';
import {goTo} from '../page/reveal.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say} from '../words/out.ts';
import {inOrder, lacksOf, placesIn} from './missing.ts';

/** A line that is open; `near` is what it stands in. */
export interface Line {
  id: string;
  required: boolean;
  near: Element | null;
}

/**
 * The line to go on to: of `lines` in the order of the page, the `after` first of which stand before the reader. What is
 * open near by comes first, then what is required, then anything; each round the page once.
 */
export function nextOf(lines: readonly Line[], after: number, near: Element | null): Line | undefined {
  const round = [...lines.slice(after), ...lines.slice(0, after)];
  return lines.slice(after).find(line => line.near === near) ?? round.find(line => line.required) ?? round[0];
}

const nearOf = (element: Element | null): Element | null => element?.closest('.pb-section, .pb-part, form') ?? null;

/** Where the reader was last, by sheet. */
const lastPlaces = new WeakMap<HTMLElement, Element>();

/** The line that was answered last. */
function lastAnswered(worksheet: string, {leaves}: Copy): Element | null {
  let last = '';
  let at = '';
  for (const [key, {t}] of leaves) if (/^[ar]\//.test(key) && !isMetadata(key) && compareClocks(t, at) > 0) [last, at] = [key, t];
  const [kind, first = '', row = ''] = last.split('/');
  return last ? document.getElementById(`${worksheet}--${kind === 'r' ? row : first}`) : null;
}

/** Everything that is open where the reader may be: no item that speaks for others, nothing in a stage that waits. */
function openLines(form: HTMLElement, kind: Kind, places: ReadonlyMap<string, number>): Line[] {
  const required = new Set(lacksOf(form, kind).map(({id}) => id));
  const parts = (kind as {parts?: Kind[]}).parts ?? [kind];
  const open: Open[] = parts.flatMap(part => part.openIn?.(form, false) ?? []);
  const ids = new Set([...open.map(({id}) => id), ...required]);
  const lines = inOrder(
    places,
    [...ids].map(id => ({id, required: required.has(id), near: nearOf(document.getElementById(id))})),
  );
  return lines.filter(({id}) => {
    const control = document.getElementById(id)!;
    return !control.closest('[data-locked], [data-na]') && !control.closest('li[data-item]')?.querySelector('li[data-item]');
  });
}

/** Go to the next open line after the reader's place, or after the last answer. */
export function next({form, store, kind, announce}: OpenSheet): void {
  if (!lastPlaces.has(form)) {
    lastPlaces.set(form, lastAnswered(store.worksheet, store.copy) ?? form);
    form.addEventListener('focusin', ({target}) => {
      if (target instanceof Element && !target.closest('.pb-bar, .pb-give, .pb-errors')) lastPlaces.set(form, target);
    });
  }
  const place = lastPlaces.get(form)!;
  const places = placesIn(form);
  const lines = openLines(form, kind, places);
  const here = places.get(place.closest('[id]')?.id ?? '') ?? -1;
  const after = lines.filter(({id}) => places.get(id)! <= here).length;
  const found = nextOf(lines, after, nearOf(place));
  if (!found) return announce(say('nothingOpen'), true);
  goTo(found.id);
  lastPlaces.set(form, document.getElementById(found.id)!);
}
