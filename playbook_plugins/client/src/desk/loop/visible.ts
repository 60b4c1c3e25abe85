/** What of the open copy would be visible, a line a value, in the order of the sheet. */

import type {Remark} from '../../coaching/formats.ts';
import {type Copy, isMetadata, type Leaf, ownerOf} from '../../model/response.ts';
import {el} from '../../page/dom.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {isRead} from '../../travel/outgoing.ts';
import {say} from '../../words/asked.ts';
import {say as sayOut} from '../../words/out.ts';
import {placeOf} from './words.ts';

const FOLDED = 8;

/** The keys of `copy`, as their questions follow each other on the page; what has left the page comes last. */
export function inOrder(sheet: OpenSheet, copy: Copy): string[] {
  const frames = new Map([...new Set([...copy.leaves.keys()].map(ownerOf))].map(owner => [owner, placeOf(sheet, owner)?.frame]));
  const keys = [...copy.leaves.keys()].map((key, index) => ({key, index, frame: frames.get(ownerOf(key))}));
  keys.sort((a, b) => {
    if (a.frame === b.frame) return a.index - b.index;
    if (!a.frame || !b.frame) return a.frame ? -1 : 1;
    return a.frame.compareDocumentPosition(b.frame) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  });
  return keys.map(({key}) => key);
}

/** Everything that can be read in `copy`. */
export function linesIn(sheet: OpenSheet, copy: Copy): string[] {
  return inOrder(sheet, copy).flatMap(key => {
    const leaf = copy.leaves.get(key)!;
    if (!isRead(key, leaf) || isMetadata(key)) return [];
    return [sayOut('shows', {label: sheet.kind.labelOf(key, copy), value: sheet.kind.wordsOf(key, leaf.v, copy)})];
  });
}

/** Answers to remarks that go along, each with what it answers. */
export const replyLines = (replies: ReadonlyMap<string, Leaf>, remarks: ReadonlyMap<string, Remark> | undefined): string[] =>
  [...replies].map(([id, {v}]) =>
    sayOut('shows', {label: say('loopAnswerTo', {text: String(remarks?.get(id)?.text.v ?? '').slice(0, 60)}), value: String(v)}),
  );

/** The lines as a list, the later ones folded. */
export function folded(lines: readonly string[]): Node[] {
  const list = (some: readonly string[]): HTMLElement => el('ul', {class: 'pb-list'}, ...some.map(line => el('li', {}, line)));
  const rest = lines.slice(FOLDED);
  return [
    ...(lines.length ? [list(lines.slice(0, FOLDED))] : [el('p', {}, say('loopEmpty'))]),
    ...(rest.length ? [el('details', {}, el('summary', {}, say('loopTheRest', {n: rest.length})), list(rest))] : []),
  ];
}
