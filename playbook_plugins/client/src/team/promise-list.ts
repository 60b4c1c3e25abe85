/** Promises on the page: the coach's own can be ticked, which becomes a remark; everybody else's are theirs to tick. */

import {el} from '../page/dom.ts';
import {say} from '../words/team.ts';
import {nameOf} from './board.ts';
import type {TeamPage} from './context.ts';
import type {Group, Promised} from './promises.ts';
import {linkTo, list, sayDay, sayDistance, tried, withMore} from './ui.ts';

/** The groups, each under whose they are; `''` is the coach. */
export function promiseList(page: TeamPage, groups: readonly Group[], level: 'h3' | 'h4' = 'h4'): HTMLElement[] {
  return groups.flatMap(({owner, lines}) => [
    el(level, {}, owner ? nameIn(page, owner) : say('teamYours')),
    list(...lines.map(each => [...(owner ? [el('span', {}, each.text)] : [tick(page, each)]), ...facts(page, each, owner)])),
  ]);
}

const nameIn = ({state}: TeamPage, id: string): string => nameOf(state.members.find(member => member.id === id));

function facts(page: TeamPage, {due, person}: Promised, owner: string): (Node | string)[] {
  const day = due
    ? due < page.today
      ? say('teamLate', {day: sayDay(due, page.today), ago: sayDistance(due, page.today)})
      : say('teamDue', {day: sayDay(due, page.today)})
    : '';
  return [
    ...(day ? [' · ', due < page.today ? el('strong', {class: 'pb-late'}, day) : day] : []),
    ...(owner === person ? [] : [' · ', linkTo(person, nameIn(page, person))]),
  ];
}

/** A promise of the coach's: its tick is said to the person with the next remarks. */
export function tick(page: TeamPage, promised: Promised): HTMLElement {
  const {id, text, ticked} = promised;
  const box = el('input', {type: 'checkbox', 'data-focus': `tick-${id}`, checked: ticked});
  box.addEventListener('change', async () => {
    let done = false;
    await withMore(page, async more => {
      done = await tried(page, () => more.tickPromise(page, promised, box.checked));
    });
    if (!done) {
      box.checked = !box.checked;
      return;
    }
    page.announce(box.checked ? say('teamTicked') : say('teamUnticked'), true);
    await page.refresh();
  });
  return el('label', {class: 'pb-choice'}, box, ` ${text}`);
}
