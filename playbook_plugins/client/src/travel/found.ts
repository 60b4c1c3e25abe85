/**
 * Links of ours inside of what people paste: a whole message, an address that a mail program wrapped (Safe Links), a link
 * that was broken into lines. The checksum of a link tells where it ends.
 */

import {isWhole} from './link.ts';

/** Characters that are looked at, links that one text may hold, and characters that checksums are made of to find where links end. */
const MOST = 1024 * 1024;
const LINKS = 200;
const SUMMED = 2 * 1024 * 1024;
const FRAGMENT = 64 * 1024;

const HEAD = /(?:#|^\s*)(p\s*b\s*\d{1,3}\s*\.\s*[a-z0-9]\s*\.(?:\s*[0-9a-f]){8}\s*\.\s*)/g;
const ANY = /(?:#|^\s*)(pb\d{1,3}\.\S*)/;

/** As it was before a mail program sent it as quoted-printable, and before a reader quoted it. */
const mended = (text: string): string =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=(23|3D)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r?\n[>|\s]*/g, '\n')
    .replace(/\u00ad|\u200b|\u2060|\ufeff/g, '');

/** Signs that were written as `%23` are themselves again, once. */
const decodedOnce = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The link that begins with `head` and goes on in `rest`: the first end at which its checksum is right, else its first piece. */
function completed(head: string, rest: string, work: {left: number}): string {
  let data = '';
  let first: string | undefined;
  for (const [, piece, gap] of rest.slice(0, FRAGMENT).matchAll(/([A-Za-z0-9_-]*)(\s*)/g)) {
    data += piece;
    first ??= data;
    if (isWhole(head + data)) return head + data;
    work.left -= data.length;
    if (!gap || data.length > FRAGMENT || work.left < 0) break;
  }
  return head + (first ?? '');
}

/** Every link of ours in a text, as fragments `pb1.…`, in its order and each once; those that are cut as they are. */
export function fragmentsIn(text: string): string[] {
  let known = mended(text.slice(0, MOST));
  const work = {left: SUMMED};
  for (let round = 0; round < 3; round += 1) {
    const found = [...known.matchAll(HEAD)].slice(0, LINKS);
    if (found.length)
      return [...new Set(found.map(hit => completed(hit[1]!.replace(/\s+/g, ''), known.slice(hit.index + hit[0].length), work)))];
    known = decodedOnce(known);
  }
  const [, later] = ANY.exec(decodedOnce(mended(text.slice(0, MOST)))) ?? []; // of a later version, or cut short in its head
  return later ? [later] : [];
}

/** The first link of ours in a text; `''` where there is none. */
export const fragmentIn = (text: string): string => fragmentsIn(text)[0] ?? '';
