/** Envelopes as files: a name in safe letters, and a first line for whoever opens one in an editor. */

import type {Plain} from '../model/gate.ts';
import {say} from '../words/loop.ts';

/** A file to be saved or shared. */
export interface LoopFile {
  name: string;
  text: string;
}

export const ENDING = '.playbook.txt';

const safe = (text: string, fallback: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-$/, '') || fallback;

/** `<kind>.<person>.<sheet>.<n>.playbook.txt`. Nothing is believed because of it. */
export const loopFileName = (kind: string, person: {id: string; name: string}, sheet: string, n: number): string =>
  `${[kind, safe(person.name, person.id.slice(0, 12)), safe(sheet, 'sheet'), n].join('.')}${ENDING}`;

/** `record` as a text that says first where it belongs; `door` is the address of the page that opens it. */
export const fileText = (record: Plain, door = ''): string => JSON.stringify(door ? {_: say('openThere', {door}), ...record} : record);

/** A text whose bytes will be signed one day, in its envelope (docs/contributing/loop-formats.md). */
export const signed = (body: string): Plain => ({format: 'playbook-signed', formatVersion: 1, body});
