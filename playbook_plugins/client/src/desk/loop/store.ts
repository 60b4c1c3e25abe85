/** The loop's own data in this browser, opened once a page. */

import {openLoop} from '../../coaching/loop.ts';
import type {LoopStore, Me} from '../../coaching/loop-store.ts';
import {recall} from '../../keep/journal.ts';

const open = new Map<string, LoopStore>();

/** Whether this browser takes part in a loop of `site`: a small word beside the store, so that nobody else opens it. */
export const isInLoop = (site: string): boolean => recall(`playbook:${site}:loop`) !== '';

/** The store of `site`. */
export function loopOf(site: string): LoopStore {
  const known = open.get(site) ?? openLoop(site);
  open.set(site, known);
  return known;
}

/** What `reading` gives; `fallback` where this browser refuses to keep anything. */
export const orElse = <T>(reading: Promise<T>, fallback: T): Promise<T> => reading.catch(() => fallback);

/** Who works in this browser, as far as it knows. */
export const meIn = (site: string): Promise<Me | null> => orElse(loopOf(site).me(), null);
