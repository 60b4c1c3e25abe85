/** What became of the commitments of a review, in words. */

import {countOf, type PlanOf} from '../coaching/closing.ts';
import {say} from '../words/kinds.ts';

/** "2 done, 1 dropped"; `''` where neither happened. */
export function settled(...plans: readonly PlanOf[]): string {
  const {done, dropped} = countOf(...plans);
  return [done && say('countDone', {n: done}), dropped && say('countDropped', {n: dropped})].filter(Boolean).join(', ');
}
