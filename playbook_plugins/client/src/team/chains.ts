/** Somebody's commitments: what is open, and the life of each over their reviews. */

import type {Member} from '../coaching/loop-store.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/team-more.ts';
import type {TeamPage} from './context.ts';
import {promiseList} from './promise-list.ts';
import {openPromises} from './promises.ts';
import {help, part} from './ui.ts';

const chainLines = (_page: TeamPage, _member: Member): HTMLElement[] => [];

/** The part of somebody's page: the coach's own first, then theirs, and the life of each. */
export function chainParts(page: TeamPage, member: Member): HTMLElement[] {
  const open = openPromises({...page.state, members: [member]}, pageLanguage());
  const chains = chainLines(page, member);
  if (!open.length && !chains.length) return [];
  return [part('promises', say('teamPromises'), ...(open.length ? promiseList(page, open) : [help(say('teamNoPromises'))]), ...chains)];
}
