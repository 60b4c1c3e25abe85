/** Loads the script that is wanted seldom, once. A module would not load in a site that is opened from a disk. */

import {addressBeside, runScript} from './run-script.ts';

const NAME = 'playbook-more.js';
const script = globalThis.document?.currentScript ?? null;

let loading: Promise<unknown> | undefined;

/** What the script leaves behind; rejects where it cannot be loaded, and the next call tries again. */
export function loadMore<T>(): Promise<T> {
  loading ??= runScript(
    addressBeside(script, NAME, script?.dataset['more']),
    () => (globalThis as {playbookMore?: unknown}).playbookMore,
  ).catch(error => {
    loading = undefined;
    throw error;
  });
  return loading as Promise<T>;
}
