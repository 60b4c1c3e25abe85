/** From a prompt to a row of an action plan, which may stand on another page of the site. */

import {forget, recall, remember} from '../journal.ts';

/** A row on its way to a plan. */
export interface Sent {text: string; about: string}

const MOST = 2000;
const keyOf = (site: string, plan: string): string => `playbook:${site}:sent:${plan}`;

/** Leave rows for a plan that another page shows. */
export function leave(site: string, plan: string, sent: Sent): void {
  remember(keyOf(site, plan), JSON.stringify([...pending(site, plan), sent]));
}

/** What was left for a plan. What is stored is not trusted: anything but short texts is passed over. */
export function pending(site: string, plan: string): Sent[] {
  try {
    const value: unknown = JSON.parse(recall(keyOf(site, plan)) || '[]');
    if (!Array.isArray(value)) return [];
    return value.slice(0, 100).filter((each): each is Sent => typeof each === 'object' && each !== null
      && [each.text, each.about].every(part => typeof part === 'string' && part.length <= MOST)).map(({text, about}) => ({text, about}));
  } catch {
    return [];
  }
}

/** The rows have arrived. */
export const arrived = (site: string, plan: string): void => forget(keyOf(site, plan));
