/** The day that relative dates of a sheet count from. */

import {dayOf, dueDay, today} from '../model/dates.ts';
import {answerKey, type Copy, textOf} from '../model/response.ts';
import type {Host} from './kind.ts';

/** What the reader chose, else the day the copy was begun, else today; of the open copy, or of `copy`. */
export function startDay({store}: Host, copy: Copy = store.copy): string {
  const chosen = textOf(copy, answerKey('start-date'));
  if (chosen || copy === store.copy) return chosen || store.begunOn();
  return copy.start ?? (copy.leaves.size ? dayOf(copy.created) : today());
}

/** A stored due value as a day; only what counts from the start asks for it. */
export const dayIn = (host: Host, value: string, copy?: Copy): string => dueDay(value, value.startsWith('+') ? startDay(host, copy) : '');
