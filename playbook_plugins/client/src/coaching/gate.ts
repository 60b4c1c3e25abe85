/**
 * The one gate for everything that travels between a coach and a person, as model/gate.ts is for records, whose caps it
 * shares: cap bytes, cap depth and keys, parse, validate, hand out plain values. What passes is applied by nobody before
 * its reader agrees. Functions throw `Refusal`, and nothing else.
 */

import {isLarger, isPlain, type Plain, parse, Refusal, readOutside, refuse} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {readAssignment} from './assignment.ts';
import {fields, needed, text as textOf} from './fields.ts';
import type {Envelope} from './formats.ts';
import {readRemarks} from './remarks.ts';
import {readReturned, returnDigest} from './returned.ts';

/** Colons and commas of a text that holds many envelopes. */
const SIGNS = LIMITS.signs * 20;
/** How often a passphrase is turned over: below that it is guessed, beyond it the page stands still. */
const TURNS = {least: 100_000, most: 5_000_000};

const MANY = /"format"\s*:\s*"playbook-(?:responses|parcel)"/;
const LONG = /"format"\s*:\s*"playbook-(?:responses|parcel|locked)"/;

/** A text as JSON, no longer and no deeper than its kind may be. */
function opened(text: string): unknown {
  const start = text.slice(0, 2000);
  if (isLarger(text, LONG.test(start) ? LIMITS.whole : LIMITS.record)) throw new Refusal('tooLarge');
  return parse(text, MANY.test(start) ? SIGNS : LIMITS.signs);
}

/** What `value` calls itself; `formatVersion` above 1 is of a newer page. */
function formatOf(value: unknown): [string, Plain] {
  if (!isPlain(value) || typeof value['format'] !== 'string') throw new Refusal('notOurs');
  const version = value['formatVersion'] ?? (value['format'] === 'playbook-locked' ? 1 : undefined);
  if (version !== 1 && value['format'].startsWith('playbook-'))
    throw new Refusal(Number(version) > 1 ? 'newer' : 'damaged', 'formatVersion');
  return [value['format'], value];
}

/** What was made for another site is refused, and the site named. A record may come from anywhere, as ever. */
function here(from: string, site: string | undefined): void {
  if (site !== undefined && from !== site) throw new Refusal('otherSite', from.slice(0, LIMITS.name));
}

/** What a signed text says. The signature is of a later page, and stays in the text as it came. */
function readSigned(value: Plain, text: string, site?: string): Envelope {
  const {body, ...rest} = fields(value, 'signed', ['format', 'formatVersion', 'body', 'key', 'sig']);
  for (const key of ['key', 'sig']) if (!/^[\w-]{0,200}$/.test(textOf(rest[key], key, 200))) return refuse(key);
  const inner = textOf(body, 'body', LIMITS.record);
  if (isLarger(inner, LIMITS.record)) throw new Refusal('tooLarge');
  const [format, said] = formatOf(parse(inner));
  if (format === 'playbook-return') {
    const returned = readReturned(said);
    here(returned.site, site);
    return {kind: 'return', returned, text, digest: returnDigest(returned)};
  }
  if (format !== 'playbook-remarks') throw new Refusal('notOurs');
  const remarks = readRemarks(said);
  here(remarks.site, site);
  return {kind: 'remarks', remarks, text};
}

/** A snapshot of a team, for people and tables: nothing here reads it again. */
function readSnapshot(value: Plain, text: string): Envelope {
  needed(value['day'], 'day');
  return {kind: 'snapshot', text};
}

/** A locked file: what its lock is made of must be sensible before a passphrase is asked for. */
function readLocked(value: Plain, text: string): Envelope {
  const {name, n, salt} = fields(value['kdf'], 'kdf');
  if (name !== 'PBKDF2-SHA-256') throw new Refusal('newer', 'kdf');
  if (!Number.isInteger(n) || (n as number) < TURNS.least || (n as number) > TURNS.most) return refuse('kdf');
  for (const [part, bytes] of Object.entries({salt, iv: value['iv'], ct: value['ct']}))
    if (!/^[\w+/-]+={0,2}$/.test(textOf(bytes, part, LIMITS.whole))) return refuse(part);
  return {kind: 'locked', text};
}

/** One envelope, measured and parsed; `text` is how it came. */
function readOne(value: unknown, text: string, site?: string): Envelope {
  const [format, found] = formatOf(value);
  switch (format) {
    case 'playbook-assignment': {
      const assignment = readAssignment(found);
      here(assignment.site, site);
      return {kind: 'assignment', assignment, text};
    }
    case 'playbook-signed':
      return readSigned(found, text, site);
    case 'playbook-response':
      return {kind: 'record', copy: readOutside(found), text};
    case 'playbook-snapshot':
      return readSnapshot(found, text);
    case 'playbook-locked':
      return readLocked(found, text);
    default:
      throw new Refusal('notOurs');
  }
}

/** An item of many, as if it had come alone. */
function readItem(item: unknown, site?: string): Envelope {
  const text = JSON.stringify(item) ?? '';
  return readOne(opened(text), text, site);
}

/** One of many files that are not to be read as one: what is in `key`. */
const itemsOf = (value: Plain, key: string): unknown[] => {
  const found = value[key];
  if (!Array.isArray(found)) throw new Refusal('notOurs');
  return found;
};

function readAll(text: string, site?: string): Envelope[] {
  const value = opened(text);
  const [format, found] = formatOf(value);
  if (format === 'playbook-parcel') return itemsOf(fields(found, 'parcel'), 'items').map(item => readItem(item, site));
  if (format === 'playbook-responses') return itemsOf(found, 'copies').map(item => readItem(item));
  return [readOne(value, text, site)];
}

/** All that a text holds: one envelope, or the items of a parcel, each through the gate by itself; if one is refused, all are. Throws `Refusal`. */
export async function readEnvelopes(text: string, site?: string): Promise<Envelope[]> {
  return readAll(text, site);
}

/** The one envelope that a text holds. With `site`, what was made for another site is refused. Throws `Refusal`. */
export async function readEnvelope(text: string, site?: string): Promise<Envelope> {
  const [first, ...more] = readAll(text, site);
  return first && !more.length ? first : refuse('items');
}

/** Many envelopes as one text. */
export const parcelText = (items: readonly unknown[]): string => JSON.stringify({format: 'playbook-parcel', formatVersion: 1, items});
