/** When a backup of a copy was last saved by its reader. */

import type {Copy} from '../model/response.ts';
import {recall, remember} from './journal.ts';

type Named = Pick<Copy, 'worksheet' | 'copy'>;

const keyOf = (site: string, {worksheet, copy}: Named): string => `playbook:${site}:out:${worksheet}:${copy}`;

/** As an instant; `''` for never. */
export const lastBackup = (site: string, copy: Named): string => recall(keyOf(site, copy));

/** Remember that one was saved, now or at an instant. */
export const noteBackup = (site: string, copy: Named, at: string = new Date().toISOString()): void => remember(keyOf(site, copy), at);
