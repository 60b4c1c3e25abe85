/** Small things that the Team page is built of. */

import {isDay} from '../model/dates.ts';
import {el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import type {TeamState} from './board.ts';
import type {TeamContext} from './context.ts';

/** The page at one moment. */
export interface TeamPage extends TeamContext {
  state: TeamState;
  /** Where the reader is. */
  today: string;
  /** Where the outcome of an intake stands, until the next one. */
  results: HTMLElement;
}

/** The address of somebody's page within this one. */
export const addressOf = (person: string): string => `#team-${person}`;

/** A part of the page with its heading, which the focus can be put on. */
export function part(id: string, title: string, ...content: (Node | string)[]): HTMLElement {
  const heading = el('h3', {id: `pb-team-${id}`, tabindex: '-1'}, title);
  return el('section', {class: 'pb-team-part', 'data-part': id, 'aria-labelledby': heading.id}, heading, ...content);
}

/** A help line. */
export const help = (text: string): HTMLElement => el('p', {class: 'pb-help'}, text);

/** A row of buttons. */
export const buttons = (...all: (Node | string)[]): HTMLElement => el('div', {class: 'pb-buttons'}, ...all);

/** A list of lines. */
export const list = (...lines: (Node | string)[][]): HTMLElement =>
  el('ul', {class: 'pb-team-list'}, ...lines.map(line => el('li', {}, ...line)));

/** A day as people say it, "Fri 4 Dec"; with its year when that is another one. */
export function sayDay(day: string, today: string): string {
  if (!isDay(day)) return day;
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : ('numeric' as const);
  const form: Intl.DateTimeFormatOptions = {weekday: 'short', day: 'numeric', month: 'short', year, timeZone: 'UTC'};
  return new Intl.DateTimeFormat(pageLanguage(), form).format(new Date(`${day}T00:00:00Z`));
}

/** "Ana, Ben and Cem". */
export const joined = (all: readonly string[]): string => new Intl.ListFormat(pageLanguage(), {type: 'conjunction'}).format(all);

/** Days between two days; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** "3 days ago", "tomorrow". */
export const sayDistance = (day: string, today: string): string =>
  new Intl.RelativeTimeFormat(pageLanguage(), {numeric: 'auto'}).format(daysBetween(today, day), 'day');

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

/** A labelled control of a form. */
export function field(label: string, control: HTMLElement, more = ''): HTMLElement {
  const about = more ? [el('p', {class: 'pb-help', id: `${control.id}.help`}, more)] : [];
  if (more) control.setAttribute('aria-describedby', `${control.id}.help`);
  return el('div', {class: 'pb-team-field'}, el('label', {for: control.id}, label), control, ...about);
}

/** A box with its words. */
export const choice = (box: HTMLInputElement, words: string): HTMLElement => el('label', {class: 'pb-choice'}, box, ` ${words}`);
