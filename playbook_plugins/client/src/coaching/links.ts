/**
 * Envelopes as links (travel/link.ts): codec `a` an assignment, `r` a return in its compact form, `m` remarks. `z` and `j`
 * are records, as ever.
 */

import {parse, Refusal, readText} from '../model/gate.ts';
import {fragmentIn, fragmentsIn} from '../travel/found.ts';
import {isLink, toLink, unpackLink} from '../travel/link.ts';
import {compactReturn, expandReturn} from './compact.ts';
import type {Envelope, Returned} from './formats.ts';
import {readEnvelope, readEnvelopes} from './gate.ts';
import {returnFile} from './returned.ts';

export {fragmentIn, fragmentsIn};

/** The link to `address` that carries an envelope: the record of an assignment, a compact return, or remarks. */
export const envelopeLink = (value: unknown, codec: 'a' | 'r' | 'm', address: string): Promise<string> => toLink(value, address, codec);

/** The link that carries a return. */
export const returnLink = (returned: Returned, address: string): Promise<string> => envelopeLink(compactReturn(returned), 'r', address);

/** The kind of what a codec carries, by which it is told before anything is read; `''` for what this page does not know. */
export const kindOfLink = (fragment: string): Envelope['kind'] | '' => {
  const codec = /^#?pb1\.([a-z])\./.exec(fragment)?.[1] ?? '';
  return ({a: 'assignment', r: 'return', m: 'remarks', z: 'record', j: 'record'} as const)[codec as 'a'] ?? '';
};

const wanted = {a: 'assignment', m: 'remarks'} as const;

/** The envelope that a fragment carries. With `site`, what was made for another site is refused. Throws `Refusal`. */
export async function readEnvelopeLink(fragment: string, site?: string): Promise<Envelope> {
  const {codec, text} = await unpackLink(fragment, 'zjarm');
  if (codec === 'r') return readEnvelope(returnFile(expandReturn(parse(text))).text, site);
  if (codec !== 'a' && codec !== 'm') return {kind: 'record', copy: readText(text), text};
  const envelope = await readEnvelope(text, site);
  if (envelope.kind !== wanted[codec]) throw new Refusal('damaged', codec);
  return envelope;
}

/** All that a file or a pasted text holds: envelopes, or links to them anywhere in it. Throws `Refusal`. */
export async function readIncoming(text: string, site?: string): Promise<Envelope[]> {
  const start = text.slice(0, 1000).trimStart();
  const found = start.startsWith('{') && !isLink(start) ? [] : fragmentsIn(text);
  if (!found.length) return readEnvelopes(text, site);
  const all: Envelope[] = [];
  for (const fragment of found) all.push(await readEnvelopeLink(fragment, site));
  return all;
}
