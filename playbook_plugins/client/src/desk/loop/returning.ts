/** A return in the forms in which it leaves, and what is noted of it here. */

import {compactReturn} from '../../coaching/compact.ts';
import {ENDING} from '../../coaching/file.ts';
import type {Assignment, Person, State} from '../../coaching/formats.ts';
import {envelopeLink} from '../../coaching/links.ts';
import type {SentReturn} from '../../coaching/loop-store.ts';
import {newReturn, returnFile} from '../../coaching/returned.ts';
import {type Copy, LABEL, type Leaf, textOf} from '../../model/response.ts';
import {doorAddress} from '../../page/door.ts';
import {goAddress} from '../../page/permalink.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {sentNow} from '../../travel/dim.ts';
import type {Wanted} from '../../travel/outgoing.ts';
import type {Parcel} from '../hand-over.ts';
import {LastSent} from '../last-sent.ts';
import {labelOf} from './words.ts';

/** What is given back: a copy, or the word that it is not now. */
export interface Making {
  sheet: OpenSheet;
  to: Person & {mail: string};
  assignment: Assignment | null;
  /** What was given back of it before. */
  before: SentReturn[];
  /** Whose it is. The coach knows whom they have asked by an id of their own. */
  from: Person;
  state: State;
  say: string;
  copy: Copy | null;
  wanted: Wanted;
  replies: ReadonlyMap<string, Leaf>;
}

/** What leaves, and what is noted once it has left. */
export interface Made {
  parcel: Parcel;
  sent: SentReturn;
}

/** The page that takes in whatever comes; the sheet's own where the site has no such page. */
const doorFor = (worksheet: string): string => doorAddress() || goAddress(worksheet).split('#')[0]!;

/** Make it. Nothing is noted yet. */
export async function made(making: Making): Promise<Made> {
  const {sheet, to, assignment, before, from, state, say, copy, wanted, replies} = making;
  const {store, kind} = sheet;
  const memory = copy && new LastSent({site: store.site, worksheet: store.worksheet, copy});
  const returned = newReturn({
    site: store.site,
    from: assignment ? {id: assignment.to.id, name: from.name} : from,
    copy,
    page: kind,
    wanted,
    ...(memory?.get() && {last: memory.get()!}),
    before,
    assignment: assignment?.id ?? '',
    state,
    say,
    replies,
  });
  const door = doorFor(store.worksheet);
  const file = returnFile(returned, door);
  const label = (copy && textOf(copy, LABEL)) || (assignment ? labelOf(assignment) : store.worksheet);
  return {
    parcel: {
      link: await envelopeLink(compactReturn(returned), 'r', door).catch(() => ''),
      name: file.name.slice(0, -ENDING.length),
      text: file.text,
      label,
      door,
    },
    sent: {
      id: returned.id,
      copy: copy?.copy ?? '',
      sheet: store.worksheet,
      assignment: returned.assignment,
      seq: returned.seq,
      digest: file.digest,
      day: returned.day,
      to: {id: to.id, name: to.name},
      clock: copy ? (sentNow(copy) ?? null) : null,
    },
  };
}
