/** What a copy holds, in words. */

import type {Kind} from '../kinds/kind.ts';
import {type Copy, isMetadata, LABEL, ownerOf, rowKey, textOf, valueOf} from '../model/response.ts';
import {el} from '../page/dom.ts';
import {isNote, isRead, type Kept, type Wanted} from '../travel/outgoing.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';

const owners = (keys: string[]): number => new Set(keys.map(ownerOf)).size;

/** How many answers, notes and rows a copy holds. */
function counts(copy: Copy): string[] {
  const keys = [...copy.leaves.keys()];
  const says = (key: string): boolean => !['', false].includes(copy.leaves.get(key)!.v as string);
  const answers = owners(keys.filter(key => key.startsWith('a/') && !isNote(key) && !isMetadata(key) && says(key)));
  const notes = keys.filter(key => isNote(key) && textOf(copy, key)).length;
  const rows = owners(keys.filter(key => key.startsWith('r/')));
  return [answers && say('answers', {n: answers}), notes && say('notes', {n: notes}), rows && say('rows', {n: rows})].filter(
    each => each !== 0,
  );
}

const listed = (all: readonly string[]): string => new Intl.ListFormat(pageLanguage(), {type: 'conjunction'}).format(all);

/** The name of a copy, and how much it holds. */
export const contents = (copy: Copy): string =>
  `“${textOf(copy, LABEL) || sayCore('firstCopy')}”: ${counts(copy).join(', ') || sayCore('nothing')}`;

/** Private answers and rows, in words. */
const privateOf = ({privates, rows}: Kept): string =>
  listed([...(privates > rows ? [say('privateAnswers', {n: privates - rows})] : []), ...(rows ? [say('privateRows', {n: rows})] : [])]);

/** What may go along, for the reader to tick: nothing that is not there. */
export function also(kept: Kept, notes: HTMLInputElement, privates: HTMLInputElement): {notes: HTMLElement[]; privates: HTMLElement[]} {
  const choice = (box: HTMLInputElement, what: string): HTMLElement => el('label', {class: 'pb-choice'}, box, ` ${say('also', {what})}`);
  return {
    notes: kept.notes ? [choice(notes, say('notes', {n: kept.notes}))] : [],
    privates: kept.privates ? [choice(privates, privateOf(kept))] : [],
  };
}

/** “Marta will see 14 answers and 5 notes. Stays here: 2 private rows.” `copy` is what leaves; `more` goes along with it. */
export function sentence(name: string, copy: Copy, kept: Kept, wanted: Wanted, more: readonly string[] = []): string {
  const seen = [...counts(copy), ...more];
  const stays = [
    ...(kept.notes && !wanted.notes ? [say('notes', {n: kept.notes})] : []),
    ...(kept.privates && !wanted.privates ? [privateOf(kept)] : []),
  ];
  const what = listed(seen);
  const sees = name ? say('willSee', {name, what}) : say('otherWillSee', {what});
  return [seen.length ? sees : say('willSeeNothing'), ...(stays.length ? [say('staysHere', {what: listed(stays)})] : [])].join(' ');
}

/** Everything that can be read in a copy, a line a value; of a removed row, that it is removed. */
export function linesOf(copy: Copy, kind: Pick<Kind, 'labelOf' | 'wordsOf'>): string[] {
  return [...copy.leaves].flatMap(([key, leaf]) => {
    if (isRead(key, leaf)) return [say('shows', {label: kind.labelOf(key, copy), value: kind.wordsOf(key, leaf.v, copy)})];
    const [, table, row] = key.split('/') as [string, string, string];
    const isGone = key.endsWith('/gone') && valueOf(copy, rowKey(table, row, 'gone')) === true;
    return isGone ? [say('rowLeaves', {row: kind.labelOf(key, copy)})] : [];
  });
}
