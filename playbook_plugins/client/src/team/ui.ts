/** Small things that the Team page is built of. */

import {el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/team.ts';
import type {TeamContext, TeamMore} from './context.ts';
import {loadMore} from './more.ts';

export {sayDay, sayDistance} from '../page/days.ts';

/** The address of somebody's page within this one. */
export const addressOf = (person: string): string => `#team-${person}`;

/** Somebody's name, which leads to their page. */
export const linkTo = (id: string, name: string): HTMLElement => el('a', {href: addressOf(id), 'data-focus': `person-${id}`}, name);

/** A part of somebody's page with its heading, which the focus can be put on. */
export const part = (id: string, title: string, ...content: (Node | string)[]): HTMLElement => partAt('h3', id, title, ...content);

/** A part with a heading of `level`: the start page has no name above its parts. */
export function partAt(level: 'h2' | 'h3', id: string, title: string, ...content: (Node | string)[]): HTMLElement {
  const heading = el(level, {id: `pb-team-${id}`, tabindex: '-1'}, title);
  return el('section', {class: 'pb-team-part', 'data-part': id, 'aria-labelledby': heading.id}, heading, ...content);
}

/** A help line. */
export const help = (text: string): HTMLElement => el('p', {class: 'pb-help'}, text);

/** A row of buttons. */
export const buttons = (...all: (Node | string)[]): HTMLElement => el('div', {class: 'pb-buttons'}, ...all);

/** A list of lines. */
export const list = (...lines: (Node | string)[][]): HTMLElement =>
  el('ul', {class: 'pb-team-list'}, ...lines.map(line => el('li', {}, ...line)));

/** "Ana, Ben and Cem". */
export const joined = (all: readonly string[]): string => new Intl.ListFormat(pageLanguage(), {type: 'conjunction'}).format(all);

/** Do something that writes; where the browser refuses, say so and go on. */
export async function tried(context: TeamContext, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch {
    context.announce(sayCore('unkept'), true);
    return false;
  }
}

/** Do something that the second script does; where it cannot be loaded, say so. */
export async function withMore(context: TeamContext, act: (more: TeamMore) => unknown): Promise<void> {
  const more = await loadMore().catch(() => undefined);
  if (more) await act(more);
  else context.announce(say('teamNoMore'), true);
}

/** A labelled control of a form. */
export function field(label: string, control: HTMLElement, more = ''): HTMLElement {
  const about = more ? [el('p', {class: 'pb-help', id: `${control.id}.help`}, more)] : [];
  if (more) control.setAttribute('aria-describedby', `${control.id}.help`);
  return el('div', {class: 'pb-team-field'}, el('label', {for: control.id}, label), control, ...about);
}

/** A box with its words. */
export const choice = (box: HTMLInputElement, words: string): HTMLElement => el('label', {class: 'pb-choice'}, box, ` ${words}`);
