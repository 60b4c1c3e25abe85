/** The dialogs "Take out" and "Bring in": files, pasted text, and nothing without the reader's consent. */

import {Refusal, canMerge, readText} from '../gate.ts';
import {recall, remember} from '../journal.ts';
import {mergeCopies} from '../merge.ts';
import {LABEL, ownerOf, otherVersions, textOf, toRecord, type Copy} from '../response.ts';
import type {Store} from '../store.ts';
import {say} from '../words.ts';
import {button, el, openDialog} from './dom.ts';
import type {Kind} from './kind.ts';
import type {Printing} from './print.ts';
import {save} from './toolbar.ts';

const isNote = (key: string): boolean => key.endsWith('/note') || key.endsWith('/na');
const outKey = (store: Store): string => `playbook:${store.site}:out:${store.worksheet}:${store.copy.copy}`;
const MAX_SHOWN = 40;

/** When the open copy was last taken out, as an instant; `''` for never. */
export const lastOut = (store: Store): string => recall(outKey(store));

/** Download `copy` as a file; everything when it is the reader's own. */
export function download(store: Store, copy: Copy = store.copy): void {
  save(JSON.stringify(toRecord(copy), null, 1), `${store.worksheet}-${textOf(copy, LABEL) || say('firstCopy')}`);
  remember(outKey(store), new Date().toISOString());
  store.dispatchEvent(new Event('standing'));
}

/** The copy as somebody else may see it: private rows and notes only where ticked. */
export function forOther(copy: Copy, kind: Kind, notes: boolean, privates: boolean): Copy {
  const leaves = new Map([...copy.leaves].filter(([key]) => (notes || !isNote(key)) && (privates || !kind.isPrivate(key))));
  const hidden = privates ? [] : [...copy.labels.keys()].filter(key => key.includes('--') && kind.isPrivate(`r/${key.replace('--', '/').replace('.', '/=')}`));
  const labels = new Map([...copy.labels].filter(([key]) => !hidden.includes(key)));
  const retired = new Set([...copy.retired].filter(owner => [...leaves.keys()].some(key => ownerOf(key) === owner)));
  return {...copy, leaves, labels, retired};
}

const owners = (keys: string[]): number => new Set(keys.map(ownerOf)).size;

/** Ask for whom, show what will be in it, download or print. */
export function takeOut(element: Element, store: Store, kind: Kind, printing: Printing): void {
  const id = `${store.worksheet}.out`;
  const radio = (value: string, text: string): HTMLElement => el('label', {class: 'pb-choice'},
    el('input', {type: 'radio', name: id, value, ...(value === 'me' && {checked: true})}), ` ${text}`);
  const keys = [...store.copy.leaves.keys()];
  const noteCount = keys.filter(key => isNote(key) && textOf(store.copy, key)).length;
  const privateCount = owners(keys.filter(key => kind.isPrivate(key)));
  const notes = el('input', {type: 'checkbox'});
  const privates = el('input', {type: 'checkbox'});
  const extras = el('div', {class: 'pb-extras', hidden: true},
    el('label', {class: 'pb-choice'}, notes, ` ${say('withNotes', {n: noteCount})}`),
    ...(privateCount ? [el('label', {class: 'pb-choice'}, privates, ` ${say('withPrivate', {n: privateCount})}`)] : []));
  const visible = el('p', {class: 'pb-visible', role: 'status'});
  const form = el('div', {class: 'pb-dialog-form'},
    el('fieldset', {}, el('legend', {}, say('forWhom')), radio('me', say('forMe')), radio('other', say('forOther')), extras),
    el('h3', {}, say('visible')), visible);
  const isOther = (): boolean => form.querySelector<HTMLInputElement>('input[value="other"]')!.checked;
  const chosen = (): Copy => (isOther() ? forOther(store.copy, kind, notes.checked, privates.checked) : store.copy);
  const show = (): void => {
    extras.hidden = !isOther();
    visible.textContent = contents(chosen());
  };
  form.addEventListener('change', show);
  show();
  const dialog = openDialog(element, say('takeOutTitle'), form,
    el('div', {class: 'pb-buttons'},
      button(say('file'), () => download(store, chosen()), {class: 'pb-button pb-primary'}),
      button(say('print'), () => leave(false)), button(say('printEmpty'), () => leave(true)),
      button(say('close'), () => dialog.close())));
  const leave = (empty: boolean): void => {
    dialog.close();
    const out = [!notes.checked && 'notes', !privates.checked && 'private'].filter(word => word !== false);
    printing.print(empty, isOther() ? out : []);
  };
}

function contents(copy: Copy): string {
  const keys = [...copy.leaves.keys()];
  const answers = owners(keys.filter(key => key.startsWith('a/') && !isNote(key)));
  const notes = keys.filter(key => isNote(key) && textOf(copy, key)).length;
  const rows = owners(keys.filter(key => key.startsWith('r/')));
  const counts = [answers && say('answers', {n: answers}), notes && say('notes', {n: notes}), rows && say('rows', {n: rows})];
  return `“${textOf(copy, LABEL) || say('firstCopy')}”: ${counts.filter(Boolean).join(', ') || say('nothing')}`;
}

/** Take in a file: read, show what would change, and do only what the reader then chooses. */
export function bringIn(element: Element, store: Store, kind: Kind, announce: (text: string) => void): void {
  const id = `${store.worksheet}.in`;
  const file = el('input', {type: 'file', id: `${id}.file`, accept: '.json,application/json'});
  const paste = el('textarea', {id: `${id}.paste`, rows: '4', spellcheck: 'false'});
  const shown = el('div', {class: 'pb-preview', role: 'status'});
  const look = (text: string): void => shown.replaceChildren(...preview(text, store, kind, async (copy, asNew) => {
    dialog.close();
    await store.keep('import');
    if (asNew) await store.start(textOf(copy, LABEL) || say('untitled'), copy);
    else await store.merge(copy);
    announce(say('brought'));
  }));
  const take = (chosen: File | undefined): void => {
    if (chosen) void chosen.text().then(look);
  };
  file.addEventListener('change', () => take(file.files?.[0]));
  const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, say('chooseFile')), file);
  zone.addEventListener('dragover', event => event.preventDefault());
  zone.addEventListener('drop', event => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
  const dialog = openDialog(element, say('bringInTitle'), zone,
    el('label', {for: paste.id}, say('orPaste')), paste,
    el('div', {class: 'pb-buttons'}, button(say('look'), () => look(paste.value)), button(say('cancel'), () => dialog.close())),
    shown);
}

function preview(text: string, store: Store, kind: Kind, apply: (copy: Copy, asNew: boolean) => Promise<void>): Node[] {
  let copy: Copy;
  try {
    copy = readText(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [el('p', {class: 'pb-refused'}, say(error.reason === 'newer' ? 'newerFile' : error.reason, {where: error.where}))];
  }
  if (copy.worksheet !== store.worksheet) {
    return [el('p', {class: 'pb-refused'}, say('otherSheet', {name: copy.worksheet}))];
  }
  const act = (word: 'mergeIn' | 'asNew'): HTMLElement =>
    button(say(word), () => void apply(copy, word === 'asNew'), {class: `pb-button${word === 'asNew' ? ' pb-primary' : ''}`});
  return [el('h3', {}, textOf(copy, LABEL) || say('untitled')), ...difference(store.copy, copy, kind),
    el('div', {class: 'pb-buttons'}, act('asNew'), ...(canMerge(store.copy, copy) ? [act('mergeIn')] : [el('p', {class: 'pb-refused'}, say('cannotMerge'))]))];
}

function difference(mine: Copy, theirs: Copy, kind: Kind): Node[] {
  const merged = mergeCopies(mine, theirs);
  const keys = [...merged.leaves.keys()].filter(key => ownerOf(key));
  const before = (key: string): string | boolean => mine.leaves.get(key)?.v ?? kind.fallback(key);
  const both = keys.filter(key => otherVersions(merged.leaves.get(key)).length > otherVersions(mine.leaves.get(key)).length);
  const differing = keys.filter(key => merged.leaves.get(key)!.v !== before(key) && !both.includes(key));
  const added = differing.filter(key => !mine.leaves.has(key));
  const changed = differing.filter(key => mine.leaves.has(key));
  const lines = [...differing, ...both].map(key => el('li', {}, say('fromTo', {
    label: kind.labelOf(key), from: kind.wordsOf(key, before(key)), to: kind.wordsOf(key, theirs.leaves.get(key)?.v ?? ''),
  })));
  if (!lines.length) return [el('p', {}, say('wouldNothing'))];
  const counts = [added.length && say('wouldAdd', {n: added.length}), changed.length && say('wouldChange', {n: changed.length}),
    both.length && say('wouldKeepBoth', {n: both.length})].filter(Boolean).join('; ');
  const rest = lines.length - MAX_SHOWN;
  return [el('p', {}, `${counts}.`), el('ul', {class: 'pb-list'}, ...lines.slice(0, MAX_SHOWN)),
    ...(rest > 0 ? [el('p', {}, say('andMore', {n: rest}))] : [])];
}
