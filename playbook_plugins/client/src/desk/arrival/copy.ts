/** A copy that came, by a link or in a file: shown as the sheet itself, and kept or merged only when its reader says so. */

import type {Returned} from '../../coaching/formats.ts';
import {keepPoint} from '../../keep/points.ts';
import type {Store} from '../../keep/store.ts';
import {canMerge} from '../../model/gate.ts';
import {mergeCopies} from '../../model/merge.ts';
import {withoutOpening} from '../../model/privacy.ts';
import {type Copy, GONE, LABEL, textOf} from '../../model/response.ts';
import {sayDay} from '../../page/days.ts';
import {button, el} from '../../page/dom.ts';
import {askName} from '../../page/name.ts';
import {dayIn, nameFor} from '../../page/received-name.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {asOwn, heldCopy, saysNothingElse} from '../../travel/received.ts';
import {senderOf, withoutSender} from '../../travel/sender.ts';
import {say} from '../../words/arrival.ts';
import {say as sayCore} from '../../words/core.ts';
import {say as sayOut} from '../../words/out.ts';
import {putBelowHead} from '../place.ts';
import {differences} from './differences.ts';
import {Marks} from './marks.ts';
import {View, viewOf} from './view.ts';

const nameOf = (copy: Copy): string => textOf(copy, LABEL) || sayCore('untitled');

/** What of it may come into `held`: not whether that was deleted, nor who sent it, nor to open what is private. */
function incoming(came: Copy, held: Copy): Copy {
  const leaves = new Map(came.leaves);
  leaves.delete(GONE);
  return withoutOpening({...withoutSender(came), leaves}, held);
}

const known = (store: Store): Copy[] => [...new Map([...store.copies.all, [store.copy.copy, store.copy]]).values()];

/** Show it. */
export async function openCopy(sheet: OpenSheet, came: Copy): Promise<void> {
  const behind = viewOf(sheet.element);
  behind?.close();
  const store = behind?.store ?? sheet.store;
  const on = {...sheet, store};
  const held = heldCopy(came, known(store));
  if (!held || !canMerge(held, incoming(came, held))) return readOnly(on, came);
  const merged = mergeCopies(held, {...incoming(came, held), site: held.site, copy: held.copy});
  const found = differences(held, merged, sheet.kind);
  if (found.length) return compare(on, held, came, merged, found);
  if (!saysNothingElse(came, held)) return readOnly(on, came, say('sentOlder', {name: nameOf(held)}));
  if (held.copy !== store.copy.copy) await store.change(held.copy);
  sheet.announce(say('sentSame', {name: nameOf(held)}), true);
}

/** "From Ana · 30 Nov · Hartmann", as far as it is known. */
function headOf(from: string, day: string, name: string): string {
  return from ? say('sentFrom', {from, day: sayDay(day), name}) : say('sentToYou', {day: sayDay(day), name});
}

interface Band {
  head: string;
  lines: (Node | string)[];
  buttons: HTMLElement[];
  close: () => void;
}

/** The bands above and below the sheet that is read; the upper one gets the focus. */
function bands(sheet: OpenSheet, {head, lines, buttons, close}: Band): () => void {
  const id = `${sheet.store.worksheet}.arrival`;
  const title = el('h3', {class: 'pb-arrival-head', id, tabindex: '-1'}, head);
  const shut = (): HTMLElement => button(sayCore('close'), close, {class: 'pb-button pb-arrival-close'});
  const top = el(
    'section',
    {class: 'pb-arrival', 'aria-labelledby': id, 'data-search-exclude': true},
    title,
    ...lines.map(line => (typeof line === 'string' ? el('p', {}, line) : line)),
    el('div', {class: 'pb-buttons'}, ...buttons, shut()),
  );
  const bottom = el('div', {class: 'pb-arrival pb-arrival-foot pb-buttons', 'data-search-exclude': true}, shut());
  putBelowHead(sheet.form, top);
  sheet.form.append(bottom);
  top.scrollIntoView({block: 'start'});
  title.focus({preventScroll: true});
  return () => {
    top.remove();
    bottom.remove();
    sheet.form.querySelector<HTMLElement>('.pb-copy')?.focus();
  };
}

const partly = ({aside}: Copy): HTMLElement[] => (aside === undefined ? [] : [el('p', {class: 'pb-refused'}, sayOut('partlyFile'))]);

/** Somebody else's, or one's own of which nothing is held here, or only what is newer: `more` says so. */
function readOnly(sheet: OpenSheet, came: Copy, more = ''): void {
  const {store} = sheet;
  const name = nameOf(came);
  const close = (kept = false): void => {
    view.close();
    away();
    if (!kept) sheet.announce(say('sentClosed'), true);
  };
  const view = new View(sheet, came, () => sheet.announce(say('sentLocked'), true));
  const keep = (): void =>
    askName(sheet.element, `${store.worksheet}.keep`, say('sentKeep'), nameFor(came, nameOf(came)), say('sentKeep'), label => {
      close(true);
      void store.start(label, asOwn(came));
      sheet.announce(say('sentKept', {name: label}), true);
    });
  const away = bands(sheet, {
    head: headOf(senderOf(came), dayIn(came), name),
    lines: [...(more ? [more] : []), say('sentReadOnly'), ...partly(came)],
    buttons: [button(say('sentKeep'), keep, {class: 'pb-button pb-primary pb-arrival-keep'})],
    close: () => close(),
  });
}

/** Another state of a copy that stands here. */
function compare(sheet: OpenSheet, held: Copy, came: Copy, merged: Copy, found: ReturnType<typeof differences>): void {
  const {store} = sheet;
  const name = nameOf(held);
  const marks = new Marks(sheet, found);
  const view = new View(
    sheet,
    merged,
    () => sheet.announce(say('sentLockedHeld'), true),
    () => marks.place(),
  );
  const close = (): void => {
    marks.remove();
    view.close();
    away();
  };
  const merge = async (): Promise<void> => {
    close();
    if (held.copy !== store.copy.copy) await store.change(held.copy);
    await keepPoint(store, 'import');
    await store.merge(incoming(came, store.copy));
    sheet.announce(say('sentMerged', {name}), true);
  };
  const leaving = found.filter(({change}) => change === 'gone').map(({label}) => el('li', {}, say('sentTaken', {row: label})));
  const next = button(say('sentNext'), () => marks.next(), {class: 'pb-button pb-arrival-next'});
  const away = bands(sheet, {
    head: headOf(senderOf(came), dayIn(came), nameOf(came)),
    lines: [
      say('sentHeld', {name}),
      ...partly(came),
      el('p', {}, say('sentCount', {n: found.length})),
      ...(leaving.length ? [el('ul', {class: 'pb-list'}, ...leaving)] : []),
    ],
    buttons: [
      button(say('sentMerge'), () => void merge(), {class: 'pb-button pb-primary pb-arrival-merge'}),
      ...(found.length > leaving.length ? [next] : []),
    ],
    close: () => {
      close();
      sheet.announce(say('sentClosed'), true);
    },
  });
}

/** A return, where no coach's page takes it in: a picture of its day. `own`: it was made in this browser. */
export function openReturned(sheet: OpenSheet, {copy, from, day, say: reason}: Returned, own: boolean): void {
  const {store} = sheet;
  const name = copy ? nameOf(copy) : store.worksheet;
  const close = (): void => {
    view?.close();
    away();
    sheet.announce(say('sentClosed'), true);
  };
  viewOf(sheet.element)?.close();
  const view = copy && new View(sheet, copy, () => sheet.announce(say('sentLocked'), true));
  const away = bands(sheet, {
    head: headOf(from.name, day, name),
    lines: [copy ? say(own ? 'sentYours' : 'sentReturn') : say('sentNobody', {say: reason})],
    buttons: [],
    close,
  });
}
