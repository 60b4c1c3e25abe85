/**
 * A small copy as a link: `<page>#pb1.<codec>.<crc>.<data>`. The fragment never reaches a server. Codec `z` is
 * deflate-raw (RFC 1951) by the browser itself, `j` plain; the data is base64url (RFC 4648), the checksum CRC-32
 * (ISO 3309) over the data's bytes, so that a link cut by a chat is known as cut.
 */

import {Refusal, readText} from '../model/gate.ts';
import type {Copy} from '../model/response.ts';

/** Characters that a link may have: chat programs cut near two thousand. */
export const LINK_BUDGET = 1800;
const MAX_FRAGMENT = 64 * 1024;
const MAX_UNPACKED = 1024 * 1024;
const SHAPE = /^#?pb1\.([a-z])\.([0-9a-f]{8})\.([A-Za-z0-9_-]*)$/;

const TABLE = Uint32Array.from({length: 256}, (_, n) => {
  let code = n;
  for (let bit = 0; bit < 8; bit += 1) code = code & 1 ? (code >>> 1) ^ 0xedb88320 : code >>> 1;
  return code >>> 0;
});

/** CRC-32 as eight hexadecimal digits. */
export function crc32(bytes: Uint8Array): string {
  let code = 0xffffffff;
  for (const byte of bytes) code = TABLE[(code ^ byte) & 0xff]! ^ (code >>> 8);
  return ((code ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}

/** `bytes` as base64url (RFC 4648), without padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The bytes of base64url. Throws `Refusal`. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), sign => sign.charCodeAt(0));
  } catch {
    throw new Refusal('cut');
  }
}

async function packed(text: string): Promise<['z' | 'j', Uint8Array]> {
  const bytes = new TextEncoder().encode(text);
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    return ['z', new Uint8Array(await new Response(stream).arrayBuffer())];
  } catch {
    return ['j', bytes]; // a browser without deflate-raw
  }
}

/** Unpack, and stop as soon as more comes out than one of ours can hold. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const {done, value} = await reader.read().catch(() => {
      throw new Refusal('cut');
    });
    if (done) break;
    size += value.length;
    if (size > MAX_UNPACKED) {
      void reader.cancel().catch(() => undefined);
      throw new Refusal('tooLarge');
    }
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** More spaces than any text needs: one of a hundred needs one. */
const SPACES = 64;

/**
 * The link to `address` that carries `value`; `codec` names what it is where it is no record. Mail and chat programs leave a
 * last `-` or `_` out of a link, so spaces are added until it ends otherwise. Rejects where an envelope cannot be packed.
 */
export async function toLink(value: unknown, address: string, codec = ''): Promise<string> {
  let text = JSON.stringify(value);
  for (let spaces = 0; ; spaces += 1) {
    const [how, bytes] = await packed(text);
    const data = toBase64(bytes);
    if (codec && how === 'j') throw new Error('no deflate-raw');
    if (/[A-Za-z0-9]$/.test(data) || spaces === SPACES) return `${address}#pb1.${codec || how}.${crc32(bytes)}.${data}`;
    text += ' ';
  }
}

/** Whether a link is short enough to survive a chat. */
export const fits = (link: string): boolean => link.length <= LINK_BUDGET;

/** Whether a fragment claims to be one of ours. */
export const isLink = (fragment: string): boolean => /^#?pb\d{1,3}\./.test(fragment);

/** The bytes of `data`, or of what it was before a last `-` or `_` was left out: these end a full group of four alone. */
function whole(data: string, sum: string): Uint8Array<ArrayBuffer> | null {
  for (const end of data.length % 4 === 3 ? ['', '-', '_'] : ['']) {
    try {
      const bytes = fromBase64(data + end);
      if (crc32(bytes) === sum) return bytes;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return null;
}

/** Whether nothing of a fragment is missing, but for a last `-` or `_`. */
export function isWhole(fragment: string): boolean {
  const [, , sum, data] = SHAPE.exec(fragment) ?? [];
  return data !== undefined && whole(data, sum!) !== null;
}

/** The codec of a fragment and the text that it carries. `known` are the codecs that the caller reads. Throws `Refusal`. */
export async function unpackLink(fragment: string, known: string): Promise<{codec: string; text: string}> {
  if (fragment.length > MAX_FRAGMENT) throw new Refusal('tooLarge');
  const [, codec, sum, data] = SHAPE.exec(fragment) ?? [];
  const claimed = Number(/^#?pb(\d{1,3})\./.exec(fragment)?.[1] ?? 0);
  if (claimed !== 1) throw new Refusal(claimed > 1 ? 'newer' : 'notOurs'); // a later version may look quite different
  if (codec === undefined) throw new Refusal('cut');
  if (!known.includes(codec)) throw new Refusal('newer');
  const bytes = whole(data!, sum!);
  if (!bytes) throw new Refusal('cut');
  const text = codec === 'j' ? bytes : await unpacked(bytes);
  try {
    return {codec, text: new TextDecoder('utf-8', {fatal: true}).decode(text)};
  } catch {
    throw new Refusal('cut');
  }
}

/** The copy that a fragment carries. Throws `Refusal`; what comes out passes the one gate. */
export const readLink = async (fragment: string): Promise<Copy> => readText((await unpackLink(fragment, 'zj')).text);
