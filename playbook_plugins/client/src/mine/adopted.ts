/** What would be kept of a copy that a file holds: of somebody else's, a copy of one's own, which is known again. */

import {type Copy, LABEL} from '../model/response.ts';
import {nameFor} from '../page/received-name.ts';
import {asOwn, heldCopy, isSent} from '../travel/received.ts';
import {withoutSender} from '../travel/sender.ts';

/** The rule, for copies that are called by their sheet's title where they have no name. A backup stays the copy that it is. */
export const adopted =
  (titleOf: (worksheet: string) => string) =>
  (came: Copy, known: Iterable<Copy>): Copy => {
    const own = withoutSender(came);
    const here = [...known].filter(({worksheet}) => worksheet === came.worksheet);
    if (!isSent(came) || here.some(({copy}) => copy === came.copy)) return own;
    const leaves = new Map(own.leaves);
    const held = heldCopy(came, here);
    if (held) {
      leaves.delete(LABEL); // it has been given a name here
      return {...own, copy: held.copy, leaves};
    }
    const named = own.leaves.get(LABEL);
    if (named) leaves.set(LABEL, {...named, v: nameFor(came, String(named.v) || titleOf(came.worksheet))});
    return {...asOwn(own), leaves};
  };
