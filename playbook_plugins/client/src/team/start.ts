/** The start page of a team: what is new, who is next, what is promised, who is here, what is not back yet. */

import {button, el} from '../page/dom.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/team.ts';
import {nameOf, nextTalks, notBack, peopleOf, returnedSince} from './board.ts';
import type {TeamPage} from './context.ts';
import {promiseList} from './promise-list.ts';
import {openPromises, promisesKept} from './promises.ts';
import {buttons, help, joined, linkTo, list, partAt, sayDay, withMore} from './ui.ts';
import {waitingLine} from './waiting.ts';

/** What the start page shows; `sample` opens the team that is made up. */
export function startPage(page: TeamPage, sample: () => void): HTMLElement[] {
  const {state} = page;
  return state.members.length ? [...since(page), talks(page), ...promises(page), people(page), ...waiting(page)] : [empty(sample)];
}

/** The three acts that are always there. `more` is filled once its script is here. */
export function startHead(page: TeamPage, more: HTMLElement): HTMLElement {
  return el(
    'div',
    {class: 'pb-team-acts pb-buttons'},
    button(say('teamAssign'), () => void withMore(page, more => more.askToAssign(page)), {
      class: 'pb-button pb-primary',
      'data-focus': 'assign',
    }),
    button(say('teamBringIn'), () => void withMore(page, more => more.askToBringIn(page)), {'data-focus': 'bring-in'}),
    more,
  );
}

function empty(sample: () => void): HTMLElement {
  return partAt(
    'h2',
    'empty',
    say('teamNobody'),
    el('p', {}, say('teamNobodyHelp')),
    buttons(button(say('teamSample'), sample, {'data-focus': 'sample'})),
    help(say('teamTellThem')),
  );
}

/** What happened since the last visit; nothing at the first. */
function since(page: TeamPage): HTMLElement[] {
  const {state, today} = page;
  const day = state.settings.visit;
  if (!day) return [];
  const back = returnedSince(state.index, day);
  const replies = back.reduce((sum, {replies: n}) => sum + (n ?? 0), 0);
  const kept = promisesKept(state, day);
  const facts = [
    back.length && say('teamReturned', {n: back.length}),
    replies && say('teamReplies', {n: replies}),
    kept && say('teamKept', {n: kept}),
  ].filter((fact): fact is string => Boolean(fact));
  return [
    el(
      'p',
      {class: 'pb-team-since'},
      say('teamSince', {day: sayDay(day, today)}),
      ' ',
      facts.length ? joined(facts) : say('teamNothingNew'),
    ),
  ];
}

function talks(page: TeamPage): HTMLElement {
  const {dated, undated} = nextTalks(page.state, page.today, pageLanguage());
  return partAt(
    'h2',
    'talks',
    say('teamTalks'),
    ...(dated.length ? [list(...dated.map(({member, day}) => [linkTo(member.id, nameOf(member)), ` · ${sayDay(day, page.today)}`]))] : []),
    ...(undated.length ? [help(say('teamNoDay', {names: joined(undated.map(nameOf))}))] : []),
  );
}

function promises(page: TeamPage): HTMLElement[] {
  const groups = openPromises(page.state, pageLanguage());
  return groups.length ? [partAt('h2', 'promises', say('teamPromises'), ...promiseList(page, groups, 'h3'))] : [];
}

function people(page: TeamPage): HTMLElement {
  return partAt(
    'h2',
    'people',
    say('teamPeople'),
    list(...peopleOf(page.state, pageLanguage()).map(member => [linkTo(member.id, nameOf(member))])),
  );
}

function waiting(page: TeamPage): HTMLElement[] {
  const groups = notBack(page.state, [...page.sheets.keys()], pageLanguage());
  if (!groups.length) return [];
  return [
    partAt(
      'h2',
      'waiting',
      say('teamWaiting'),
      ...groups.flatMap(({sheet, lines}) => [
        el('h3', {}, page.sheets.get(sheet)?.title ?? sheet),
        list(...lines.map(each => waitingLine(page, each))),
      ]),
      help(say('teamCannotSee')),
    ),
  ];
}
