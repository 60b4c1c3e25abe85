/** Everything of a site as one file. */

import {type Copy, isGone, toRecord} from '../model/response.ts';

/** All copies as one file, which `readMany` reads. What the reader deleted is not handed on. */
export const siteFile = (site: string, copies: readonly Copy[]): string =>
  JSON.stringify(
    {format: 'playbook-responses', formatVersion: 1, site, copies: copies.filter(copy => !isGone(copy)).map(toRecord)},
    null,
    1,
  );
