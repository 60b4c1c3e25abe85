/** Scripts that only some presses need: where the page says that they stand, or beside this one. */

import {addressBeside, runScript} from '../page/run-script.ts';

/** A part of the Team page, as `data-<part>` of its script names it. */
export type Part = 'worker' | 'phrase' | 'xlsx';

const FILES = {worker: 'playbook-team-worker.js', phrase: 'playbook-team-phrase.js', xlsx: 'playbook-team-xlsx.js'} as const;
const own = document.currentScript;

/** The address of a part. */
export const addressOf = (part: Part): string =>
  addressBeside(own, FILES[part], document.querySelector<HTMLScriptElement>(`script[data-${part}]`)?.dataset[part]);

const LEFT = {phrase: () => globalThis.playbookTeamPhrase, xlsx: () => globalThis.playbookTeamXlsx};

/** Run a part and give what it leaves; rejects where it cannot be fetched, and may be asked again. */
export const load = (part: keyof typeof LEFT): Promise<unknown> => runScript<unknown>(addressOf(part), LEFT[part]);
