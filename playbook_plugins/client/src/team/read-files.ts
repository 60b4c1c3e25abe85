/** Many files of an intake, apart from the page where it may have a worker. */

import {type IntakeAnswer, type Piece, readInSlices} from '../coaching/intake.ts';
import {Refusal} from '../model/gate.ts';
import type {ReadFile, ReadFiles} from './context.ts';
import {addressOf} from './parts.ts';

const opened = ({name, refused, envelopes}: Piece): ReadFile => ({
  name,
  refused: refused && new Refusal(refused.reason, refused.where),
  envelopes,
});

/** Ask the worker; rejects before anything was read where a page may have none: opened from a disk, or refused by a policy. */
function inWorker(files: readonly File[], take: (pieces: Piece[]) => void, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(addressOf('worker'));
    let left = files.length;
    const end = (then: () => void): void => {
      worker.terminate();
      then();
    };
    worker.onmessage = ({data}: MessageEvent<IntakeAnswer>) => {
      take(data.pieces);
      left -= data.pieces.length;
      if (left <= 0) end(resolve);
    };
    worker.onerror = event => {
      event.preventDefault();
      end(() => reject(new Error('no worker')));
    };
    signal?.addEventListener('abort', () => end(resolve));
    worker.postMessage({files});
  });
}

/** Read files in their order; `told` after each few. With `signal`, it ends early with what was read until then. */
export const readFiles: ReadFiles = async (files, told, signal) => {
  const read: ReadFile[] = [];
  const take = (pieces: Piece[]): void => {
    read.push(...pieces.map(opened));
    told(read.length);
  };
  if (!files.length || signal?.aborted) return read;
  try {
    await inWorker(files, take, signal);
  } catch {
    // Whatever it has read stands; the rest is read here.
    await readInSlices(files.slice(read.length), pieces => {
      take(pieces);
      return signal?.aborted !== true;
    });
  }
  return read;
};
