/** Many files through the gate: in a worker, or in slices where a page has none. What is read is kept by nobody yet. */

import {Refusal} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {textIn} from '../travel/decode.ts';
import {breath} from './breath.ts';
import type {Envelope} from './formats.ts';
import {readEnvelopes} from './gate.ts';
import {fragmentIn, readEnvelopeLink} from './links.ts';

/** One file: what came through the gate, or why it did not. It can be posted from a worker. */
export interface Piece {
  name: string;
  refused: {reason: Refusal['reason']; where: string} | null;
  envelopes: Envelope[];
}

/** What a worker is asked, and what it answers: pieces in the order of the files. */
export interface IntakeOrder {
  files: readonly File[];
}
export interface IntakeAnswer {
  pieces: Piece[];
}

/** Pieces in one answer: unpacking them takes the page a few milliseconds. */
export const ANSWER = 10;

/** A text as a file holds it, or a message with one link in it. Throws `Refusal`. */
const readAny = async (text: string): Promise<Envelope[]> =>
  /^\s*(?:\uFEFF\s*)?\{/.test(text.slice(0, 2000)) ? readEnvelopes(text) : [await readEnvelopeLink(fragmentIn(text))];

/** One text, by the name that it came under. */
export async function readPiece(name: string, text: () => Promise<string>): Promise<Piece> {
  try {
    return {name, refused: null, envelopes: await readAny(await text())};
  } catch (error) {
    const {reason, where} = error instanceof Refusal ? error : new Refusal('notJson'); // a file that has gone meanwhile
    return {name, refused: {reason, where}, envelopes: []};
  }
}

/** One file. */
export const readFile = (file: File): Promise<Piece> =>
  readPiece(file.name, () => (file.size > LIMITS.whole ? Promise.reject(new Refusal('tooLarge')) : textIn(file)));

/** Files in slices, on whichever thread this is; `told` is called after each few, and ends it by `false`. */
export async function readInSlices(files: readonly File[], told: (pieces: Piece[]) => boolean | undefined): Promise<void> {
  const wait = breath();
  let some: Piece[] = [];
  for (const [at, file] of files.entries()) {
    some.push(await readFile(file));
    await wait();
    if (some.length < ANSWER && at < files.length - 1) continue;
    if (told(some) === false) return;
    some = [];
  }
}
