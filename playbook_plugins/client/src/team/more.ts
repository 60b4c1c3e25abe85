/** Loads what the Team page does not need before it stands, as its sheets load the desk (sheet/desk-loader.ts). */

import {addressBeside, runScript} from '../page/run-script.ts';
import type {TeamMore} from './context.ts';

declare global {
  // eslint-disable-next-line no-var
  var playbookTeamMore: TeamMore | undefined;
}

const NAME = 'playbook-team-more.js';
const script = document.currentScript;

let loading: Promise<TeamMore> | undefined;

/** The script; rejects where it cannot be loaded, and the next call tries again. */
export function loadMore(): Promise<TeamMore> {
  if (globalThis.playbookTeamMore) return Promise.resolve(globalThis.playbookTeamMore);
  loading ??= runScript(addressBeside(script, NAME, script?.dataset['more']), () => globalThis.playbookTeamMore).catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}
