/** Words of the Team page's start. */

import {catalogue} from './core.ts';

export const teamWords = {
  teamAssign: 'Assign a sheet',
  teamAssignThis: 'Assign this',
  teamBringIn: 'Open files…',
  teamBack: '← The team',
  teamPurpose: 'For conversation, not for selection.',
  teamNobody: 'Nobody here yet',
  teamNobodyHelp: '“Assign a sheet” adds people as you go. Or drop files here that you were given.',
  teamTellThem: 'Before you begin, tell your team what you will keep and for how long.',
  teamSample: 'Look at a sample team',
  teamSampleIs: 'This team is made up. Try everything: nothing of it is kept, and nothing leaves.',
  teamLeaveSample: 'Leave the sample',
  teamHere: 'Everything is kept in this browser.',
  teamSavedOn: 'Last team file: {day}.',
  teamNeverSaved: 'No team file yet.',
  teamSaveFile: 'Save my team file',
  teamRefusedStorage:
    'This browser refuses to keep anything for this site. You can work, and it is gone when you close the page: save your team file before.',
  teamNoMore: 'This cannot be loaded just now. Try again with a network.',
  teamSince: 'Since {day}:',
  teamNothingNew: 'nothing new.',
  teamReturned: {one: '{n} returned', other: '{n} returned'},
  teamReplies: {one: '{n} remark answered', other: '{n} remarks answered'},
  teamKept: {one: '{n} promise kept', other: '{n} promises kept'},
  teamTalks: 'Next talks',
  teamNoDay: 'No day yet: {names}',
  teamPeople: 'People',
  teamPromises: 'Open commitments',
  teamYours: 'Yours',
  teamDue: 'by {day}',
  teamWasDue: 'was due {day}',
  teamLate: 'by {day}, that was {ago}',
  teamTicked: 'Done. It goes along when you give your remarks.',
  teamUnticked: 'Open again.',
  teamWaiting: 'Not back yet',
  teamSent: 'Sent {day} (you said so)',
  teamNotSent: 'Not sent yet',
  teamCannotSee: 'We cannot see whether it was opened.',
  teamOld: 'old: its link still opens',
  teamSend: 'Send…',
  teamSendAgain: 'Send again…',
  teamChange: 'Change…',
};

/** A word of the start page. */
export const say = /* @__PURE__ */ catalogue(teamWords);
