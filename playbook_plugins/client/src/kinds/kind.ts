/** What the kinds of worksheet share with the element around them. */

import type {Store} from '../keep/store.ts';
import {LIMITS} from '../model/limits.ts';
import type {Privacy} from '../model/privacy.ts';
import {type Copy, type Edit, type Leaf, markKey, otherVersions, textOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {say} from '../words/core.ts';
import {isTooLong} from './too-long.ts';

/** What the element offers to its kind. */
export interface Host {
  readonly form: HTMLFormElement;
  readonly store: Store;
  readonly worksheet: string;
  readonly signal: AbortSignal;
  /** Take edits as one step that Undo takes back; edits with the same `stretch` in a row are one step. */
  edit(edits: Edit[], stretch?: string): void;
  /** Say something to those who do not see the page change; `visible` shows it to everybody. */
  announce(text: string, visible?: boolean): void;
}

/** A line of "What is missing?". */
export interface Open {
  id: string;
  label: string;
}

/** A day by which something is to be done; `owner` is the answer or row that it stands in. */
export interface Due {
  id: string;
  owner: string;
  day: string;
  label: string;
  done: boolean;
}

/** A kind of worksheet: shows the open copy in the contract's HTML and turns input into edits. */
export interface Kind {
  /** Show the open copy. */
  show(): void;
  /** The sheet is open: take in what was sent from elsewhere. */
  arrive?(): void;
  /** What the sheet says where the reader has not. */
  fallback(key: string): string | boolean;
  /** Label texts by the keys of the record's `labels`. */
  labels(): Map<string, string>;
  /** Whether the page still asks this question (`a/<id>` or `r/<table>/<row>`). */
  asks(owner: string): boolean;
  /** Whether the page can show this answer where it asks for it: a question may have changed its type since. */
  shows(key: string, value: string | boolean): boolean;
  /** Former ids by the id that took their place. */
  renamed(): Map<string, string[]>;
  /** The edits by which answers follow what the author calls otherwise now, beyond whole questions. */
  respelled?(): Edit[];
  /** A leaf's question in words, as it stands in the open copy or in `copy`. */
  labelOf(key: string, copy?: Copy): string;
  /** A leaf's value in words, as it stands in the open copy or in `copy`. */
  wordsOf(key: string, value: string | boolean, copy?: Copy): string;
  /** How far the copy is; null where nothing counts. */
  progress(): {done: number; all: number} | null;
  /** Required lines still open. */
  open(): Open[];
  /** What is open of all that is asked inside `root`, or of all that is required; null when nothing (required) is asked there. */
  openIn?(root: Element, required: boolean): Open[] | null;
  /** What is open until that is so which a gate calls `name`; undefined when this kind does not know the name. */
  openUntil?(name: string): Open[] | undefined;
  /** The days that stand in the open copy. */
  dues?(): Due[];
  /** What the page knows of the privacy of `a/<id>` or `r/<table>/<row>`; null when this kind does not ask it. */
  privacy(owner: string): Privacy | null;
  /** Whether the page says something that cannot be meant. */
  isOdd?(): boolean;
  /** Make ready to be printed empty what is more than controls; `show` brings all of it back. */
  blank?(): void;
}

/** Makes the kinds that a form holds; `parts` are those made so far. */
export type Maker = (host: Host, parts: Kind[]) => Kind[];

/** What `selector` finds in a form or a part of it, in the order of the page. */
export const allIn = <E extends HTMLElement>(form: HTMLElement, selector: string): E[] => [...form.querySelectorAll<E>(selector)];

/** The ids in a list with spaces between them. */
export const idsIn = (list = ''): string[] => list.split(' ').filter(Boolean);

/** What a leaf of an answer asks: the question called `label`, its note, or why it is not applicable. */
export const asked = (label: string, key: string): string =>
  key.endsWith('/note') ? `${label}: ${say('note')}` : key.endsWith('/na') ? `${label}: ${say('why')}` : label;

/** What an element's marks say: it is private where it or anything around it is marked so. */
export const marked = (element: Element): Privacy => ({private: element.closest('[data-private]') !== null});

/** Say beside the words of a question that what its reader wrote there is private, although its author has opened it since. */
export function showKept(host: Host, id: string, frame: Element, words: Element | null): void {
  const kept = host.store.copy.leaves.get(markKey(`a/${id}`))?.v === true && !marked(frame).private;
  if (!words || kept === frame.hasAttribute('data-kept')) return;
  frame.toggleAttribute('data-kept', kept);
  if (kept) words.append(' ', el('span', {class: 'pb-private pb-kept'}, say('private')));
  else words.querySelector('.pb-kept')?.remove();
}

/** The question of a leaf as the copy remembers it, for one that the page does not ask any more. */
export function rememberedLabel({labels}: Copy, key: string): string {
  const [kind, first = '', row = '', part = ''] = key.split('/');
  if (kind === 'a') return labels.get(first) ?? first;
  const column = part.replace('=', '');
  return labels.get(`${first}.${column}`) ?? `${row} ${column}`;
}

/** What was chosen, in the words that the page had for it; undefined where it was no choice. */
export function rememberedChoice({labels}: Copy, key: string, value: string): string | undefined {
  const [kind, first = '', , part = ''] = key.split('/');
  const question = kind === 'a' ? first : `${first}.${part.replace('=', '')}`;
  const chosen = idsIn(value).map(each => labels.get(`${question}=${each}`));
  return chosen.length && chosen.every(each => each !== undefined) ? chosen.join(', ') : undefined;
}

/** Whether a tick is set. One that took the place of a text is stored as a text, since a text outlives other values. */
export const isYes = (value: string | boolean): boolean => value === true || value === 'true';

/**
 * Show `value` in a control. Every keystroke is an edit at once, so a control never holds more than the copy does
 * and may change under the caret, when another tab wrote; but not while an input method composes, nor half a date.
 */
export function showText(control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
  if (control.value === value || isTooLong(control)) return;
  const active = control === document.activeElement;
  if (active && (control.type === 'date' || control.hasAttribute('data-composing'))) return;
  const caret = active && 'selectionStart' in control ? control.selectionStart : null;
  control.value = value;
  if (caret !== null && 'setSelectionRange' in control) control.setSelectionRange(caret, caret);
}

/** Show a text, or a choice from a list, in its control; `value` where the copy has none. */
export function showWritten(
  host: Host,
  control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
  key: string,
  value = textOf(host.store.copy, key),
): void {
  showText(control, value);
  if (!(control instanceof HTMLSelectElement)) showConflict(host, control, key);
}

/** Show the other version of a text below `control` until the reader has chosen; typing waits so long. */
function showConflict(host: Host, control: HTMLInputElement | HTMLTextAreaElement, key: string): void {
  const leaf: Leaf | undefined = host.store.copy.leaves.get(key);
  const others = otherVersions(leaf);
  const standing = control.parentElement?.querySelector<HTMLElement>(':scope > .pb-conflict');
  const shown = JSON.stringify([leaf?.v, others.map(other => other.v)]);
  if (standing?.dataset['shown'] === shown) return;
  standing?.remove();
  control.readOnly = others.length > 0;
  if (!others.length) return;
  const choose = (value: string): void => host.edit([{key, value, text: true}]);
  const mine = textOf(host.store.copy, key);
  const both = [mine, ...others.map(other => other.v)].join('\n');
  const choices = [mine, ...others.map(other => other.v)].slice(0, LIMITS.choices).map(text =>
    el(
      'div',
      {class: 'pb-version'},
      el('blockquote', {}, text || say('nothing')),
      button(say('keepThis'), () => choose(text)),
    ),
  );
  const block = el(
    'div',
    {class: 'pb-conflict', role: 'group', 'aria-label': say('otherVersion')},
    el('p', {}, say('otherVersion')),
    ...choices,
    button(say('keepBoth'), () => choose(both)),
  );
  block.dataset['shown'] = shown;
  control.after(block);
}
