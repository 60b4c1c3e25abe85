/** Words of what is worked out late: the result of an assessment, and what was changed since an agreement was signed. */

import {catalogue} from './core.ts';

export const resultWords = {
  result: 'Your result',
  resultHelp: 'Strengths first. For conversation, not for selection. Nobody else sees it unless you send it.',
  trait: 'Talent',
  band: 'Reading',
  answered: 'Answered',
  noBand: 'Not enough answers yet',
  tooFew: 'Answer four in five of these statements to get a reading.',
  bandMoved: '{trait}: from “{from}” to “{to}”.',
  bandStays: '{trait}: still “{to}”.',
  compare: 'Compare with',
  compareNone: 'no other copy',
  makeAction: 'Make this an action',
  askFigure: 'What did it come to?',
  askUnsigned: 'Nobody has signed yet. Is it met all the same?',
  takeBack: 'Take it back',
  nothingThere: 'nothing',
  signAnew: 'What was signed still holds. The change holds once both sides have signed it here.',
  termChanged: '{label}: {from} → {to}',
  rowCame: 'added',
  rowWent: 'removed',
  amended: 'Changed: {change}. Signed: {by}.',
};

/** A word of a result. */
export const say = /* @__PURE__ */ catalogue(resultWords);
