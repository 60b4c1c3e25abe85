/** Words of what travels between a coach and a person. */

import {catalogue} from './core.ts';

export const loopWords = {
  openThere: 'Open {door} and drop this file there.',
};

/** A word of this catalogue. */
export const say = catalogue(loopWords);
