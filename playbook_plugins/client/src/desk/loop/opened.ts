/** An envelope of the loop was opened on a sheet, as a link or as a file. Nothing is applied before its reader agrees. */

import type {Envelope} from '../../coaching/formats.ts';
import type {Asked} from '../../coaching/loop-store.ts';
import {changesIn, copyFor, isForMe, isNewCoach} from '../../coaching/request.ts';
import {today} from '../../model/dates.ts';
import {isGone} from '../../model/response.ts';
import {button, el} from '../../page/dom.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/asked.ts';
import {viewOf} from '../arrival/view.ts';
import {type Attendance, attend, isAsked} from './attend.ts';
import {band} from './band.ts';
import {begin} from './begin.ts';
import {buttons, line} from './words.ts';

type Of<K extends Envelope['kind']> = Extract<Envelope, {kind: K}>;
/** What is shown above the sheet that it is about. */
export type ForSheet = Of<'assignment'> | Of<'remarks'>;

/** Whether an envelope is shown above its sheet, and not read as a copy. */
export const isForSheet = (envelope: Envelope): envelope is ForSheet => envelope.kind === 'assignment' || envelope.kind === 'remarks';

/** Show what was opened on its sheet; resolves once it stands. */
export async function openEnvelope(sheet: OpenSheet, envelope: ForSheet): Promise<void> {
  viewOf(sheet.element)?.close();
  const on = attend(sheet);
  await on.ready;
  await (envelope.kind === 'assignment' ? openRequest(on, envelope) : openRemarks(on, envelope));
}

async function openRequest(on: Attendance, envelope: Of<'assignment'>): Promise<void> {
  const {sheet} = on;
  const {assignment} = envelope;
  const {to} = assignment;
  const ownCopy = (): HTMLButtonElement => button(say('loopAsMyOwn'), () => void startOwn(on, envelope), {class: 'pb-button'});
  if (!isAsked(sheet)) return on.guest(band('never', ...line(say('loopNever')), buttons(ownCopy())));
  if (isForMe(to, on.standing.me, on.standing.all)) return take(on, envelope);
  on.guest(
    band(
      'somebody-else',
      el('p', {class: 'pb-loop-head'}, el('strong', {}, say('loopWrongPerson', {name: to.name}))),
      buttons(
        button(say('loopIAm', {name: to.name}), () => void mine(), {class: 'pb-button pb-primary'}),
        ownCopy(),
      ),
    ),
  );

  async function mine(): Promise<void> {
    on.guest();
    await on.loop.setMe(to.name, on.standing.me?.mail).catch(() => undefined);
    await take(on, envelope);
  }
}

/** A copy of that name, of which nobody hears, with nothing in it that was meant for somebody else. */
async function startOwn(on: Attendance, {assignment}: Of<'assignment'>): Promise<void> {
  on.guest();
  await begin(on.sheet, assignment, false);
  await on.refresh();
  on.sheet.form.querySelector<HTMLElement>('.pb-copy')?.focus();
}

/** Take a request up: it is kept, and what was begun for it opens. */
async function take(on: Attendance, envelope: Of<'assignment'>): Promise<void> {
  const {assignment, text} = envelope;
  const {all, me} = on.standing;
  const before = all.find(each => each.assignment.id === assignment.id);
  let asked: Asked;
  let unkept = false;
  try {
    asked = await on.loop.takeUp(envelope);
    unkept = on.loop.inMemory;
  } catch {
    unkept = true;
    asked = {assignment, text, taken: today(), copy: before?.copy ?? '', declined: before?.declined ?? null};
    on.memory.asked = [...on.memory.asked.filter(each => each.assignment.id !== assignment.id), asked];
  }
  const {copy} = copyFor(assignment.id, asked.copy, on.copies);
  on.arrived(assignment.id, {
    changes: before ? changesIn(before.assignment, asked.assignment) : null,
    older: before !== undefined && changesIn(asked.assignment, assignment) !== null,
    newCoach: isNewCoach(assignment, all, me),
    unkept,
    begun: copy !== null,
  });
  if (copy && copy.copy !== on.sheet.store.copy.copy) await on.sheet.store.change(copy.copy);
  await on.refresh();
  on.focus();
}

async function openRemarks(on: Attendance, {remarks}: Of<'remarks'>): Promise<void> {
  const {store} = on.sheet;
  const copy = store.find(remarks.copy);
  const coach = remarks.from.name;
  if (!copy || isGone(copy) || (copy === store.copy && !copy.leaves.size))
    return on.guest(band('foreign', ...line(say('remarksForeign', {coach}))));
  if (remarks.copy !== store.copy.copy) await store.change(remarks.copy);
  try {
    await on.loop.addRemarks('theirs', remarks);
  } catch {
    on.memory.remarks = [...on.memory.remarks.filter(each => each.copy !== remarks.copy), remarks];
  }
  await on.refresh();
  on.showRemarks();
}
