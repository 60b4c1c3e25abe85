/** The day that relative dates of a sheet count from. */

import {dayOf, today} from '../dates.ts';
import {answerKey, textOf} from '../response.ts';
import type {Host} from './kind.ts';

/** What the reader chose, else the day the copy was begun, else today. */
export function startDay(host: Host): string {
  const {copy} = host.store;
  return textOf(copy, answerKey('start-date')) || (copy.leaves.size ? dayOf(copy.created) : today());
}
