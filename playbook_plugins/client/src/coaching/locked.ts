/**
 * A text that only a passphrase opens: PBKDF2-SHA-256 makes the key, AES-256-GCM locks, by the browser's own WebCrypto.
 * The head is additional data, so that nobody can change it unnoticed; `kdf` stands in it, so that the choice can change.
 * What was weighed: decisions/coaching.md.
 */

import {isPlain, type Plain, Refusal} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {crc32, fromBase64, toBase64} from '../travel/link.ts';

/** Rounds of PBKDF2: the figure of OWASP's "Password Storage Cheat Sheet". */
const ROUNDS = 600_000;
/** Below, a passphrase is guessed too cheaply; above, a file could keep the page busy for minutes. */
const [FEWEST, MOST] = [100_000, 5_000_000];
/** Characters of a passphrase of one's own. */
export const LEAST_OWN = 14;

/** The passphrase does not open a file that is otherwise whole. */
export class WrongPassphrase extends Error {}

/** Whether this page can lock and unlock: browsers give WebCrypto to https, localhost and files alone. */
export const canLock = (): boolean => typeof crypto !== 'undefined' && crypto.subtle !== undefined;

interface Head {
  format: 'playbook-locked';
  formatVersion: 1;
  site: string;
  kdf: {name: 'PBKDF2-SHA-256'; n: number; salt: string};
  iv: string;
}

/** The bytes of a head, which both sides write in this order. */
const bytesOf = ({format, formatVersion, site, kdf: {name, n, salt}, iv}: Head): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify({format, formatVersion, site, kdf: {name, n, salt}, iv}));

async function keyOf(passphrase: string, {n, salt}: Head['kdf']): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC').trim());
  const key = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const how = {name: 'PBKDF2', hash: 'SHA-256', iterations: n, salt: fromBase64(salt)};
  return crypto.subtle.deriveKey(how, key, {name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']);
}

const how = (head: Head): AesGcmParams => ({name: 'AES-GCM', iv: fromBase64(head.iv), additionalData: bytesOf(head)});

/** Tells what was damaged on its way from a wrong passphrase; it protects nothing. */
const sumOf = (head: Head, sealed: Uint8Array<ArrayBuffer>): string => crc32(bytesOf(head)) + crc32(sealed);

const random = (length: number): string => toBase64(crypto.getRandomValues(new Uint8Array(length)));

/** `text` as a locked file; `door` is the sentence for whoever opens it in an editor. `n` is for tests. */
export async function lock(text: string, passphrase: string, site: string, door = '', n = ROUNDS): Promise<string> {
  const kdf = {name: 'PBKDF2-SHA-256', n, salt: random(16)} as const;
  const head: Head = {format: 'playbook-locked', formatVersion: 1, site, kdf, iv: random(12)};
  const key = await keyOf(passphrase, kdf);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how(head), key, new TextEncoder().encode(text)));
  return JSON.stringify({...(door && {_: door}), ...head, sum: sumOf(head, sealed), ct: toBase64(sealed)});
}

const DATA = /^[A-Za-z0-9_-]+$/;

/** The head and what is locked. Throws `Refusal`, `cut` for what was damaged on its way. */
function read(file: string): {head: Head; sealed: Uint8Array<ArrayBuffer>} {
  if (file.length > LIMITS.whole * 2) throw new Refusal('tooLarge');
  let found: unknown;
  try {
    found = JSON.parse(file.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal(/"format"\s*:\s*"playbook-locked"/.test(file.slice(0, 600)) ? 'cut' : 'notJson');
  }
  if (!isPlain(found) || found['format'] !== 'playbook-locked') throw new Refusal('notOurs');
  if (found['formatVersion'] !== 1) throw new Refusal(Number(found['formatVersion']) > 1 ? 'newer' : 'damaged', 'formatVersion');
  const head = headOf(found);
  const {sum, ct} = found;
  if (typeof sum !== 'string' || typeof ct !== 'string' || !DATA.test(ct)) throw new Refusal('cut');
  const sealed = fromBase64(ct);
  if (sumOf(head, sealed) !== sum) throw new Refusal('cut');
  return {head, sealed};
}

function headOf(found: Plain): Head {
  const {site, kdf, iv} = found;
  if (typeof site !== 'string' || site.length > LIMITS.short || !isPlain(kdf)) throw new Refusal('damaged', 'kdf');
  const {name, n, salt} = kdf;
  if (name !== 'PBKDF2-SHA-256') throw new Refusal('newer');
  if (!Number.isInteger(n) || (n as number) < FEWEST || (n as number) > MOST) throw new Refusal('damaged', 'kdf.n');
  if (typeof salt !== 'string' || !/^[A-Za-z0-9_-]{22}$/.test(salt)) throw new Refusal('damaged', 'kdf.salt');
  if (typeof iv !== 'string' || !/^[A-Za-z0-9_-]{16}$/.test(iv)) throw new Refusal('damaged', 'iv');
  return {format: 'playbook-locked', formatVersion: 1, site, kdf: {name, n: n as number, salt}, iv};
}

/**
 * What a locked file holds. Throws `Refusal` for what is none, is newer or was damaged on its way, and `WrongPassphrase`
 * where a whole file does not open: somebody who changes a file on purpose can make it look like that.
 */
export async function unlock(file: string, passphrase: string): Promise<string> {
  const {head, sealed} = read(file);
  const key = await keyOf(passphrase, head.kdf);
  const opened = await crypto.subtle.decrypt(how(head), key, sealed).catch(() => {
    throw new WrongPassphrase();
  });
  return new TextDecoder().decode(opened);
}

/** Refuse a file that is no locked one, before anybody types a passphrase. Throws `Refusal`. */
export const looksLocked = (file: string): string => read(file).head.site;
