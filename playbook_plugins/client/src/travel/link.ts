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

/** The link to `address` that carries `record`. */
export async function toLink(record: unknown, address: string): Promise<string> {
  const [codec, bytes] = await packed(JSON.stringify(record));
  return `${address}#pb1.${codec}.${crc32(bytes)}.${toBase64(bytes)}`;
}

/** Whether a link is short enough to survive a chat. */
export const fits = (link: string): boolean => link.length <= LINK_BUDGET;

/** Whether a fragment claims to be one of ours. */
export const isLink = (fragment: string): boolean => /^#?pb\d{1,3}\./.test(fragment);

/** The copy that a fragment carries. Throws `Refusal`; what comes out passes the one gate. */
export async function readLink(fragment: string): Promise<Copy> {
  if (fragment.length > MAX_FRAGMENT) throw new Refusal('tooLarge');
  const [, codec, sum, data] = SHAPE.exec(fragment) ?? [];
  const claimed = Number(/^#?pb(\d{1,3})\./.exec(fragment)?.[1] ?? 0);
  if (claimed !== 1) throw new Refusal(claimed > 1 ? 'newer' : 'notOurs'); // a later version may look quite different
  if (codec === undefined) throw new Refusal('cut');
  if (codec !== 'z' && codec !== 'j') throw new Refusal('newer');
  const bytes = fromBase64(data!);
  if (crc32(bytes) !== sum) throw new Refusal('cut');
  const whole = codec === 'z' ? await unpacked(bytes) : bytes;
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(whole);
  } catch {
    throw new Refusal('cut');
  }
  return readText(text);
}
