/** Somebody's commitments: what is open, and the life of each over their reviews. */

import {chainsOf, type Life, THIRD} from '../coaching/commitments.ts';
import type {IndexEntry, Member} from '../coaching/loop-store.ts';
import {el} from '../page/dom.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/team-more.ts';
import {entriesOf} from './board.ts';
import type {TeamPage} from './context.ts';
import {promiseList} from './promise-list.ts';
import {openPromises} from './promises.ts';
import {help, list, part, sayDay} from './ui.ts';

/** The lives of all commitments of somebody, series by series. */
export function livesOf(entries: readonly IndexEntry[]): Life[] {
  const series = new Map<string, IndexEntry[]>();
  for (const entry of entries) {
    if (!entry.commitments.length && !entry.series) continue;
    const key = `${entry.sheet} ${entry.series}`;
    series.set(key, [...(series.get(key) ?? []), entry]);
  }
  return [...series.values()].flatMap(chainsOf);
}

/** What has become of a commitment, in words. */
export function lifeInWords({born, seen, moved, fate, stages}: Life): string {
  const before = stages.findLast(({reworded}) => reworded);
  const last = stages.at(-1)!;
  return [
    born.no ? say('teamSinceReview', {n: born.no}) : '',
    moved ? say('teamMoved', {n: moved}) : '',
    before ? say('teamReworded', {text: stages[stages.indexOf(before) - 1]!.text}) : '',
    fate === 'lost' ? say('teamLost', {n: last.no}) : '',
    fate === 'done' ? say('teamDone') : '',
    fate === 'dropped' ? say('teamDropped') : '',
    fate === 'open' && seen >= THIRD ? say('teamThird', {n: seen}) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The part of somebody's page: the coach's own first, then theirs; then what has a life behind it. */
export function chainParts(page: TeamPage, member: Member): HTMLElement[] {
  const open = openPromises({...page.state, members: [member]}, pageLanguage());
  const lives = livesOf(entriesOf(page.state, member.id)).filter(life => life.fate !== 'open' || life.stages.length > 1);
  if (!open.length && !lives.length) return [];
  const line = (life: Life): (Node | string)[] => [
    el('bdi', {}, life.text),
    el(
      'span',
      {class: 'pb-help'},
      ` · ${lifeInWords(life)}${life.fate === 'open' && life.due ? ` · ${say('teamDue', {day: sayDay(life.due, page.today)})}` : ''}`,
    ),
  ];
  return [
    part(
      'promises',
      say('teamPromises'),
      ...(open.length ? promiseList(page, open) : [help(say('teamNoPromises'))]),
      ...(lives.length ? [el('h4', {}, say('teamLives')), list(...lives.map(line))] : []),
    ),
  ];
}
