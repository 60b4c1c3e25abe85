/** What is remembered of the last time that a copy was sent, in this browser only: days sent again stay in their order. */

import {recall, remember} from '../keep/journal.ts';
import type {Store} from '../keep/store.ts';
import {isClock} from '../model/clock.ts';
import type {Sent} from '../travel/dim.ts';

/** Of the copy that is open when it is made. */
export class LastSent {
  readonly #key: string;

  constructor({site, worksheet, copy}: Pick<Store, 'site' | 'worksheet' | 'copy'>) {
    this.#key = `playbook:${site}:last-sent:${worksheet}:${copy.copy}`;
  }

  get(): Sent | undefined {
    const [clock, as] = recall(this.#key).split(' ');
    return isClock(clock) && isClock(as) ? {clock, as} : undefined;
  }

  set(sent: Sent | undefined): void {
    if (sent) remember(this.#key, `${sent.clock} ${sent.as}`);
  }
}
