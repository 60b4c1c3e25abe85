/** Whatever a file, a link or a pasted text brings, in any form in which something may have left. */

import {Refusal} from '../model/gate.ts';
import {isCsv, readCsv} from '../travel/csv.ts';
import {isPeople} from '../travel/people.ts';
import {pageLanguage} from '../words/core.ts';
import type {Envelope} from './formats.ts';
import {readIncoming} from './links.ts';

/** All that `text` holds. With `site`, what a coach or a person of another site made is refused. Throws `Refusal`. */
export async function readArrived(text: string, site?: string): Promise<Envelope[]> {
  const start = text.slice(0, 4000).trim();
  if (isCsv(start)) return [{kind: 'record', copy: readCsv(text, pageLanguage()), text}]; // first: a note in a table may itself hold a link
  if (isPeople(start)) throw new Refusal('forReading');
  return readIncoming(text, site);
}
