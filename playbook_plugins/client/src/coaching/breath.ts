/** Long work in slices, so that the page answers to presses in between. */

/** Milliseconds after which a slice ends: half of what counts as a long task. */
const SLICE = 25;

const pause = (): Promise<void> =>
  new Promise(resolve => {
    const {port1, port2} = new MessageChannel(); // without the wait of a nested timer
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

/** What to call between two pieces of long work: it waits for a moment once a slice is used up. */
export function breath(now: () => number = () => performance.now()): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < SLICE) return;
    await pause();
    since = now();
  };
}
