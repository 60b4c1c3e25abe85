/** From a prompt to a row of an action plan, which may stand on another page of the site. */

import {forget, recall, remember} from '../journal.ts';
import {excess, LIMITS} from '../limits.ts';

/** A row on its way to a plan. */
export interface Sent {text: string; about: string}

const keyOf = (site: string, plan: string): string => `playbook:${site}:sent:${plan}`;

/** Leave a row for a plan that another page shows; false where the browser does not keep it. */
export function leave(site: string, plan: string, {text, about}: Sent): boolean {
  const rows = JSON.stringify([...all(site, plan), {text, about}]);
  remember(keyOf(site, plan), rows);
  return recall(keyOf(site, plan)) === rows;
}

/** What is left for a plan. What is stored is not trusted: anything but texts is passed over. */
function all(site: string, plan: string): Sent[] {
  try {
    const value: unknown = JSON.parse(recall(keyOf(site, plan)) || '[]');
    if (!Array.isArray(value)) return [];
    return value.filter((each): each is Sent => typeof each === 'object' && each !== null
      && [each.text, each.about].every(part => typeof part === 'string' && !excess(part))).map(({text, about}) => ({text, about}));
  } catch {
    return [];
  }
}

/** What may arrive at once; the rest waits. */
export const pending = (site: string, plan: string): Sent[] => all(site, plan).slice(0, LIMITS.sent);

/** The pending rows have arrived. */
export function arrived(site: string, plan: string): void {
  const rest = all(site, plan).slice(LIMITS.sent);
  if (rest.length) remember(keyOf(site, plan), JSON.stringify(rest));
  else forget(keyOf(site, plan));
}
