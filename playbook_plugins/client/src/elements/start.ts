/** The day that relative dates of a sheet count from. */

import {dayOf, today} from '../dates.ts';
import {answerKey, textOf, type Copy} from '../response.ts';
import type {Host} from './kind.ts';

/** What the reader chose, else the day the copy was begun, else today; of the open copy, or of `copy`. */
export function startDay(host: Host, copy: Copy = host.store.copy): string {
  return textOf(copy, answerKey('start-date')) || (copy.leaves.size ? dayOf(copy.created) : today());
}
