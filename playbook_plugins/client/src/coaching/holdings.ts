/** What a coach holds of one person, for that person: everything, as it came, in words and for machines. */

import {showDay} from '../model/dates.ts';
import {type Piece, toMarkdown} from '../travel/markdown.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import {linesOf} from './compare.ts';
import type {Day, Remarks} from './formats.ts';
import type {Everything, Given, KeptReturn, Member} from './loop-store.ts';
import {remarksEnvelope} from './remarks.ts';
import type {Sheets} from './sheets.ts';

/** All there is of one person. */
export interface Holdings {
  member: Member;
  given: Given[];
  returns: KeptReturn[];
  remarks: Remarks[];
}

/** What `all` holds of a person; null where nobody has that id. */
export function holdingsOf(all: Pick<Everything, 'members' | 'given' | 'returns' | 'remarks'>, person: string): Holdings | null {
  const member = all.members.find(({id}) => id === person);
  if (!member) return null;
  const returns = all.returns.filter(each => each.person === person).sort((a, b) => (a.returned.day < b.returned.day ? -1 : 1));
  const copies = new Set(returns.map(({returned}) => returned.copy?.copy));
  return {
    member,
    given: all.given.filter(({assignment}) => assignment.to.id === person),
    returns,
    remarks: all.remarks.filter(({copy}) => copies.has(copy)),
  };
}

/** How many of each, in words. */
export const heldWords = ({returns, given, remarks}: Holdings): string =>
  say('otHeldWords', {
    returns: say('otReturns', {n: returns.length}),
    asked: say('otAsked', {n: given.length}),
    remarks: say('otRemarks', {n: remarks.reduce((sum, each) => sum + each.remarks.size, 0)}),
  });

const unpacked = (text: string): unknown => JSON.parse(text);

/** For machines: the envelopes as they came or went, each a value of its own. */
export const holdingsJson = ({member, given, returns, remarks}: Holdings, site: string, day: Day): string =>
  JSON.stringify(
    {
      format: 'playbook-holdings',
      formatVersion: 1,
      site,
      day,
      person: member,
      assignments: given.map(({text, sent}) => ({sent, envelope: unpacked(text)})),
      returns: returns.map(({text, taken}) => ({taken, envelope: unpacked(text)})),
      remarks: remarks.map(remarksEnvelope),
    },
    null,
    1,
  );

const answer = (label: string, value: string, note = ''): Piece => ({kind: 'answer', label, value, note});
const heading = (level: number, text: string): Piece => ({kind: 'heading', level, text});
const day = (of: Day): string => showDay(of, pageLanguage());

function returnPieces({returned, taken}: KeptReturn, sheets: Sheets): Piece[] {
  const {copy, seq, say: reason} = returned;
  const sheet = copy ? sheets.get(copy.worksheet) : undefined;
  const title = [sheet?.title ?? copy?.worksheet, say('otReturn', {n: seq}), day(returned.day)].filter(Boolean).join(' · ');
  const lines = copy ? linesOf(sheet, null, copy).filter(line => line.now || line.noteNow) : [];
  return [
    heading(3, title),
    ...(taken === returned.day ? [] : [answer(say('otDay'), day(taken))]),
    ...(reason ? [answer(say('otReason'), reason)] : []),
    ...lines.map(line => answer(line.label, line.now, line.noteNow)),
  ];
}

function remarkPieces(all: Remarks, sheets: Sheets): Piece[] {
  const sheet = sheets.get(all.sheet);
  const named = (on: string): string => sheet?.questions.find(({id}) => on === `a/${id}`)?.label ?? sheet?.title ?? all.sheet;
  const said = [...all.remarks.values()]
    .map(({on, text}) => answer(named(on), String(text.v)))
    .filter(piece => piece.kind !== 'answer' || piece.value);
  const views = [...all.views].map(([id, leaf]) => answer(named(`a/${id}`), String(leaf.v)));
  return [heading(3, sheet?.title ?? all.sheet), ...said, ...views];
}

/** For people. */
export function holdingsMarkdown({member, given, returns, remarks}: Holdings, sheets: Sheets, today: Day): string {
  const name = String(member.name.v);
  const facts: Piece[] = [
    answer(say('otNames'), [name, ...String(member.also.v).split('\n')].filter(Boolean).join('\n')),
    ...(member.mail.v ? [answer(say('otMail'), String(member.mail.v))] : []),
    ...(member.next.v ? [answer(say('otNextTalk'), day(String(member.next.v)))] : []),
  ];
  const asked = given.map(({assignment: {sheet, made, due, say: words}}) =>
    answer(
      `${sheets.get(sheet)?.title ?? sheet} · ${day(made)}`,
      [due && `${say('otDue')}: ${day(due)}`, words].filter(Boolean).join('\n'),
    ),
  );
  return toMarkdown({
    title: say('otHoldTitle', {name}),
    label: say('otHoldKept', {day: day(today)}),
    pieces: [
      ...facts,
      heading(2, say('otAskedOf')),
      ...(asked.length ? asked : [{kind: 'text', text: sayCore('nothing')} as Piece]),
      heading(2, say('otGivenBack')),
      ...returns.flatMap(each => returnPieces(each, sheets)),
      heading(2, say('otRemarksOn')),
      ...remarks.flatMap(each => remarkPieces(each, sheets)),
    ],
  });
}
