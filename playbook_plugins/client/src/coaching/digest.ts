/**
 * SHA-256 (FIPS 180-4). The browser's own is missing on a page that is served by plain http, where the loop must work as
 * well, and two ways to one number would be two things to test. It names what was returned; nothing secret rests on it.
 */

const words = (make: (prime: number) => number, count: number): number[] => {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every(prime => n % prime)) primes.push(n);
  return primes.map(prime => ((make(prime) % 1) * 2 ** 32) | 0);
};
const START = words(Math.sqrt, 8);
const ROUNDS = words(Math.cbrt, 64);

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** `text` in UTF-8, with its length at the end of the last block of 64 bytes. */
function padded(text: string): DataView {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(view.byteLength - 4, bytes.length << 3);
  return view;
}

function mix(state: Int32Array, view: DataView, at: number, w: Int32Array): void {
  for (let n = 0; n < 16; n += 1) w[n] = view.getInt32(at + n * 4);
  for (let n = 16; n < 64; n += 1) {
    const [x, y] = [w[n - 15]!, w[n - 2]!];
    w[n] = w[n - 16]! + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + w[n - 7]! + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let n = 0; n < 64; n += 1) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[n]! + w[n]!) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [n, value] of [a, b, c, d, e, f, g, h].entries()) state[n] = state[n]! + value;
}

/** The SHA-256 of `text` in UTF-8, as 64 hexadecimal digits. */
export function digestOf(text: string): string {
  const view = padded(text);
  const state = Int32Array.from(START);
  const w = new Int32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) mix(state, view, at, w);
  return Array.from(state, word => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
