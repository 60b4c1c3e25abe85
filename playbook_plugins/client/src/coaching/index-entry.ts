/**
 * The index of a return: what lists, plots and roll-ups need of it, so that the returns themselves are read one at a time.
 * It can be made again from the return at any moment. What is private, and all of a sheet whose answers are never asked
 * for, is not in it: nothing private is counted, plotted or added up.
 */

import {answerKey, type Copy, LABEL, markKey, textOf, valueOf} from '../model/response.ts';
import {type Answer, type Band, scoresOf} from '../model/scores.ts';
import {loopMarkOf} from './assignment.ts';
import {commitmentsIn, type Who} from './commitments.ts';
import type {IndexEntry, KeptReturn, Me, Member} from './loop-store.ts';
import type {SheetEntry, SheetQuestion, Sheets} from './sheets.ts';

/** What is known beside the return: the sheets of the page, and who the people are by name. */
export interface Around {
  sheets: Sheets;
  me: Me | null;
  members: readonly Member[];
}

/** The questions of a sheet that a person answers and that are open: not the coach's boxes, not what is private by page or mark. */
function asked(sheet: SheetEntry, copy: Copy): SheetQuestion[] {
  const coach = new Set(sheet.questions.map(each => each.coach).filter(Boolean));
  return sheet.questions.filter(({id, private: hidden}) => !hidden && !coach.has(id) && valueOf(copy, markKey(`a/${id}`), false) !== true);
}

const isAnswered = (copy: Copy, {id}: SheetQuestion): boolean => {
  const [value, why] = [valueOf(copy, answerKey(id)), valueOf(copy, answerKey(id, 'na'), '')];
  return (value !== '' && value !== false) || (copy.leaves.has(answerKey(id, 'na')) && why !== false);
};

/** The band of each trait in which enough was said. */
function bandsIn(sheet: SheetEntry, copy: Copy, questions: readonly SheetQuestion[]): Record<string, string> {
  const answers = questions
    .filter(({trait}) => trait)
    .map(({id, trait, reverse}): Answer => {
      const value = String(valueOf(copy, answerKey(id)));
      return {trait, reverse, point: /^\d{1,2}$/.test(value) ? Number(value) : null};
    });
  const bands = sheet.bands.map(({id, label, least, most}): Band => ({id, name: label, least, most, text: '', byTrait: new Map()}));
  const traits = sheet.traits.map(({id}) => id);
  const scores = scoresOf(traits, answers, sheet.points, bands);
  return Object.fromEntries(scores.flatMap(({trait, band}) => (band ? [[trait, band.id]] : [])));
}

/** The choice made on each scale that stands for itself; the statements of an assessment come to bands. */
function scalesIn(copy: Copy, questions: readonly SheetQuestion[]): Record<string, string> {
  const scales = questions.filter(({type, trait, choices}) => type === 'scale' && !trait && choices.length > 1);
  return Object.fromEntries(
    scales.flatMap(({id, choices}) => {
      const value = String(valueOf(copy, answerKey(id)));
      return choices.some(([choice]) => choice === value) ? [[id, value]] : [];
    }),
  );
}

/** By which names the people of a review are called: the one whose review it is, the coach, and the rest of the team. */
function whoIn(person: string, {me, members}: Around): Who {
  const called = ({id, name, also}: Member): Who['whose'] => ({id, names: [String(name.v), ...String(also.v).split('\n')].filter(Boolean)});
  const own = members.find(({id}) => id === person);
  return {
    whose: own ? called(own) : {id: person, names: []},
    coach: me ? {id: me.id, names: [me.name]} : undefined,
    others: members.filter(({id}) => id !== person).map(called),
  };
}

/** The commitments of a return, without those of a table or a row that is private. */
function promisedIn(copy: Copy, sheet: SheetEntry, person: string, around: Around): IndexEntry['commitments'] {
  const open = {tables: sheet.tables.filter(table => !table.private)};
  return commitmentsIn(copy, open, whoIn(person, around))
    .filter(({row}) => valueOf(copy, markKey(row), false) !== true)
    .map(({id, text, owner, due, status, born, row}) => ({id, text, owner, due, status, born, row}));
}

/** The index of a return that belongs to `person`. */
export function indexEntry({returned, digest, person}: Pick<KeptReturn, 'returned' | 'digest' | 'person'>, around: Around): IndexEntry {
  const {copy, assignment, seq, day, state, replies} = returned;
  const sheet = copy ? around.sheets.get(copy.worksheet) : undefined;
  const mark = copy ? loopMarkOf(copy) : null;
  const open = copy && sheet && sheet.return === 'ask' ? asked(sheet, copy) : [];
  return {
    digest,
    person,
    copy: copy?.copy ?? '',
    sheet: copy?.worksheet ?? '',
    label: copy ? textOf(copy, LABEL) : '',
    assignment: assignment || mark?.a || '',
    series: mark?.s ?? '',
    no: mark?.no ?? 0,
    seq,
    day,
    state,
    replies: replies.size,
    done: copy ? open.filter(question => isAnswered(copy, question)).length : 0,
    all: open.length,
    bands: copy && sheet ? bandsIn(sheet, copy, open) : {},
    scales: copy ? scalesIn(copy, open) : {},
    commitments: copy && sheet && sheet.return === 'ask' ? promisedIn(copy, sheet, person, around) : [],
  };
}
