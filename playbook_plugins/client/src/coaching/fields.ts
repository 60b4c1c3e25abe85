/** What the envelopes are made of, read strictly: each function takes any JSON value and throws `Refusal`, naming where. */

import {isClock, leavesRoom} from '../model/clock.ts';
import {isDay} from '../model/dates.ts';
import {id, isPlain, leaf, type Plain, refuse} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import type {Leaf} from '../model/response.ts';
import type {Day, Person} from './formats.ts';

// biome-ignore lint/suspicious/noConstEnum: the bundler writes the numbers where they are used
export const enum MOST {
  /** Characters of a coach's sentence. */
  say = 280,
  /** Starting values of one assignment. */
  fill = 40,
  /** Questions that an assignment points to. */
  focus = 5,
  /** Characters of a mail address. */
  mail = 200,
  /** Remarks, answers to remarks, views and receipts of one copy. */
  remarks = 2000,
}

/** A clock that is older than all others: of what nobody has set. */
export const NEVER = '0-0-00';

/** An address that smuggles nothing into a `mailto:`; `''` is none. */
export const isMail = (text: string): boolean =>
  text === '' || (text.length <= MOST.mail && /^[^\s<>,;?&%"@]+@[^\s<>,;?&%"@]+$/.test(text));

/** `value` as an object; with `known`, a key that is not among them is refused. `_` says something to people, and is passed over. */
export function fields(value: unknown, where: string, known?: readonly string[]): Plain {
  if (!isPlain(value)) return refuse(where);
  const odd = known && Object.keys(value).find(key => key !== '_' && !known.includes(key));
  return odd === undefined ? value : refuse(odd.slice(0, LIMITS.name));
}

/** The entries of an object, at most `most`; none where it is left out. */
export function entries(value: unknown, where: string, most: number): [string, unknown][] {
  const found = value === undefined ? [] : Object.entries(fields(value, where));
  return found.length > most ? refuse(where) : found;
}

/** A list of at most `most`; empty where it is left out. */
export function list(value: unknown, where: string, most: number): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) && value.length <= most ? value : refuse(where);
}

/** A text of at most `most` characters; `''` where it is left out. */
export function text(value: unknown, where: string, most: number = LIMITS.text): string {
  if (value === undefined) return '';
  return typeof value === 'string' && value.length <= most ? value : refuse(where);
}

/** A text on one line, whose signs cannot turn the line around them: a name, a sentence. `''` where it is left out. */
export const line = (value: unknown, where: string, most: number): string => straight(text(value, where, most));

const straight = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();

/** What somebody typed as such a line, no longer than it may be. */
export const oneLine = (typed: string, most: number): string =>
  straight(typed)
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();

/** A day, of those that a clock can name; `''` where it is left out. */
export function day(value: unknown, where: string): Day {
  if (value === undefined) return '';
  return typeof value === 'string' && isDay(value) && value >= '1970' && value < '2999' ? value : refuse(where);
}

/** A day that must be there. */
export const needed = (value: unknown, where: string): Day => day(value, where) || refuse(where);

/** A truth value; false where it is left out. */
export function flag(value: unknown, where: string): boolean {
  if (value === undefined) return false;
  return typeof value === 'boolean' ? value : refuse(where);
}

/** An id; `''` where it is left out. */
export const idOrNone = (value: unknown, where: string): string => (value === undefined ? '' : id(value, where));

/** Somebody. `more` are keys that may stand beside. */
export function person(value: unknown, where: string, more: readonly string[] = []): Person {
  const found = fields(value, where, ['id', 'name', ...more]);
  return {id: id(found['id'], where), name: line(found['name'], where, LIMITS.name)};
}

/** A leaf from outside: of one value, or a text with `b`. What is left out was never set. */
export function outsideLeaf(value: unknown, where: string, fallback: string | boolean, isText: boolean): Leaf {
  if (value === undefined) return isText ? {v: fallback, t: NEVER, b: NEVER} : {v: fallback, t: NEVER};
  const found = fields(value, where, isText ? ['v', 't', 'b', 'also'] : ['v', 't']);
  const made = leaf(isText ? {b: '', ...found} : found, where);
  if (typeof made.v !== typeof fallback) return refuse(where);
  for (const version of [made, ...(made.also ?? [])]) {
    if (String(version.v).length > LIMITS.text || !isClock(version.t) || !leavesRoom(version.t)) return refuse(where);
  }
  return made;
}

/** What is there to be written: without what is empty, not so, or was never set. */
export const filled = (record: Plain): Plain =>
  Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== '' && value !== false && value !== undefined && !isEmpty(value)),
  );

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
