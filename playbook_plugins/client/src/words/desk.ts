/** Words of the desk: this week, and what was promised. */

import {catalogue} from './core.ts';

export const deskWords = {
  deskWeek: 'This week',
  deskWeekNone: 'Nothing is overdue, and nothing is due within seven days.',
  deskPromised: 'What I promised',
  deskDue: 'due {day}',
  deskLate: 'due {day}, that was {ago}',
  deskNoDay: 'no day',
  deskDone: 'Done',
  deskMove: 'Move…',
  deskDrop: 'Drop…',
  deskSettled: '“{text}” is done.',
  deskMoved: '“{text}” is due {day} now.',
  deskDropped: '“{text}” is dropped.',
  deskMoveTo: 'Move it to',
  deskMoveGo: 'Move it',
  deskDropAsk: 'Let go of “{text}”? It stays in the history of the review.',
  deskDropGo: 'Drop it',
  deskThird: 'Third time. Make it smaller, or let it go.',
  deskCopies: 'My copies',
  deskIn: 'Open a file…',
  deskMore: 'More for: {label}',
  deskCalendar: 'Calendar file…',
  deskShared: 'Whoever uses this browser after you can read all of this. On a shared computer, take it with you and clear the browser.',
  deskClear: 'Clear this browser…',
  deskCleared: 'This browser keeps nothing of this site any more.',
  deskPutBack: 'Everything is back.',
  deskTaken: {one: '{n} taken up.', other: '{n} taken up.'},
};

/** A word of the desk. */
export const say = /* @__PURE__ */ catalogue(deskWords);
