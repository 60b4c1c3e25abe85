/** Words of “My worksheets” that are loaded when they are wanted: what a coach asks, files, calendars, clearing a browser. */

import {catalogue} from './core.ts';

export const mineLateWords = {
  deskAsked: 'Asked of you',
  deskFrom: 'from {name}',
  deskBy: 'By {day}',
  deskByToday: 'By today',
  deskByLate: 'By {day}, that was {ago}',
  deskNew: 'New',
  deskStarted: 'Started',
  deskStartedOf: 'Started · {done} of {all}',
  deskReturned: 'Returned {day} · not yet confirmed',
  deskHas: '{name} has it ({day})',
  deskChanged: 'Changed since you returned it',
  deskDeclined: 'Not now: “{say}”',
  deskDeclinedMute: 'Not now',
  deskStart: 'Start',
  deskGoOn: 'Go on',
  deskGive: 'Give it back',
  deskGiveAgain: 'Give it back again',
  deskNotNow: 'Not now…',
  deskStartAfterAll: 'Start after all',
  deskNews: {one: 'New from {name}: {n} remark on “{label}”', other: 'New from {name}: {n} remarks on “{label}”'},
  deskLook: 'Look',
  deskCalendarHelp:
    'Each day goes into your calendar with a reminder at nine in the morning of the day before. Changes later need a new file; it replaces the old entries.',
  deskCalendarNames: 'With names and words (others may see your calendar)',
  deskCalendarPrivate: {one: 'Also {n} private line', other: 'Also {n} private lines'},
  deskCalendarSave: 'Save the calendar file',
  deskCalendarNone: 'Nothing of it has a day.',
  icsDue: 'Playbook: {sheet} due',
  icsTalk: 'Playbook: {sheet}',
  icsPromise: 'Playbook: a commitment is due',
  icsOver: 'Playbook: done',
  deskClearTitle: 'Take everything with me and clear this browser',
  deskClearHelp:
    'First one file with all your copies, requests and remarks is saved. Then everything that this site keeps in this browser is deleted. Close its other tabs first. Until you close this page you can undo it.',
  deskClearGo: 'Save the file and clear',
  deskClearFailed: 'It could not be cleared: close the other tabs of this site, then try again. The file is saved.',
  deskTake: 'asked by {name}: “{label}”',
  deskTakeRemarks: 'remarks of {name} on “{label}”',
  deskTakeTeam: 'What somebody has given back. Open it on your Team page.',
  deskOpenAll: {one: 'Take up {n}', other: 'Take up {n}'},
  mineIn: 'Open files',
  mineInHelp: 'Choose or drop files that were sent or saved, here or elsewhere. Many at once are fine.',
  mineNew: 'new copy of “{sheet}”',
  mineMerge: {one: 'merges into “{label}”: {n} change', other: 'merges into “{label}”: {n} changes'},
  mineSame: '“{label}” holds all of it already',
  mineBring: {one: 'Open {n} copy', other: 'Open {n} copies'},
  mineApart: 'keep as a copy of its own',
  mineLeaveOut: 'leave out',
};

/** A word of these. */
export const say = /* @__PURE__ */ catalogue(mineLateWords);
