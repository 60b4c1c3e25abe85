/** One line of *Not back yet*. */

import {button} from '../page/dom.ts';
import {say} from '../words/team.ts';
import {nameOf, type Waiting} from './board.ts';
import type {TeamPage} from './context.ts';
import {linkTo, sayDay, withMore} from './ui.ts';

/** What is known of something that was asked: by when, and that somebody said it was sent. */
export function waitingLine(page: TeamPage, {given, member}: Waiting): (Node | string)[] {
  const {due, id, until} = given.assignment;
  const name = nameOf(member);
  const facts = [
    given.sent ? say('teamSent', {day: sayDay(given.sent, page.today)}) : say('teamNotSent'),
    ...(due ? [due < page.today ? say('teamWasDue', {day: sayDay(due, page.today)}) : say('teamDue', {day: sayDay(due, page.today)})] : []),
    ...(until && until < page.today ? [say('teamOld')] : []),
  ];
  return [
    linkTo(member.id, name),
    ` · ${facts.join(' · ')} `,
    button(given.sent ? say('teamSendAgain') : say('teamSend'), () => void withMore(page, more => more.sendAgain(page, given)), {
      'aria-label': `${given.sent ? say('teamSendAgain') : say('teamSend')}: ${name}`,
      'data-focus': `send-${id}`,
    }),
    button(say('teamChange'), () => void withMore(page, more => more.askToChange(page, given)), {
      'aria-label': `${say('teamChange')}: ${name}`,
      'data-focus': `change-${id}`,
    }),
  ];
}
