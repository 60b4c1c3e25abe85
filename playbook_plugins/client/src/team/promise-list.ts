/** Promises on the page: the coach's own can be ticked, which becomes a remark; everybody else's are theirs to tick. */

import {el} from '../page/dom.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/team.ts';
import type {Member} from '../coaching/loop-store.ts';
import {nameOf} from './board.ts';
import {chainLines} from './chains.ts';
import {type Group, openPromises, type Promised} from './promises.ts';
import {Remarking} from './remarking.ts';
import {help, linkTo, list, part, sayDay, sayDistance, type TeamPage, tried} from './ui.ts';

/** The groups, each under whose they are; `''` is the coach. */
export function promiseList(page: TeamPage, groups: readonly Group[]): HTMLElement[] {
  return groups.flatMap(({owner, lines}) => [
    el('h4', {}, owner ? nameIn(page, owner) : say('teamYours')),
    list(...lines.map(each => [...(owner ? [el('span', {}, each.text)] : [tick(page, each)]), ...facts(page, each, owner)])),
  ]);
}

const nameIn = ({state}: TeamPage, id: string): string => nameOf(state.members.find(member => member.id === id));

function facts(page: TeamPage, {due, person}: Promised, owner: string): (Node | string)[] {
  const day = due ? (due < page.today ? say('teamLate', {day: sayDay(due, page.today), ago: sayDistance(due, page.today)}) : say('teamDue', {day: sayDay(due, page.today)})) : '';
  return [
    ...(day ? [' · ', due < page.today ? el('strong', {class: 'pb-late'}, day) : day] : []),
    ...(owner === person ? [] : [' · ', linkTo(person, nameIn(page, person))]),
  ];
}

/** A promise of the coach's: its tick is said to the person with the next remarks. */
export function tick(page: TeamPage, {id, text, entry, ticked}: Promised): HTMLElement {
  const box = el('input', {type: 'checkbox', 'data-focus': `tick-${id}`, checked: ticked});
  box.addEventListener('change', async () => {
    const done = await tried(page, () => new Remarking(page, entry.copy, entry.sheet).setStatus(id, box.checked ? 'done' : ''));
    if (!done) box.checked = !box.checked;
    else {
      page.announce(box.checked ? say('teamTicked') : say('teamUnticked'), true);
      await page.refresh();
    }
  });
  return el('label', {class: 'pb-choice'}, box, ` ${text}`);
}

/** The part of somebody's page: the coach's own first, then theirs, and the life of each. */
export function chainParts(page: TeamPage, member: Member): HTMLElement[] {
  const open = openPromises({...page.state, members: [member]}, pageLanguage());
  const chains = chainLines(page, member);
  if (!open.length && !chains.length) return [];
  return [
    part(
      'promises',
      say('teamPromises'),
      ...(open.length ? promiseList(page, open) : [help(say('teamNoPromises'))]),
      ...chains,
    ),
  ];
}
