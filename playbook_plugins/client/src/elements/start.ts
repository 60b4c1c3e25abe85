/** The day that relative dates of a sheet count from. */

import {dueDay} from '../dates.ts';
import {answerKey, textOf} from '../response.ts';
import type {Host} from './kind.ts';

/** What the reader chose, else the day the copy was begun, else today. */
export const startDay = ({store}: Host): string => textOf(store.copy, answerKey('start-date')) || store.begunOn();

/** A stored due value as a day; only what counts from the start asks for it. */
export const dayIn = (host: Host, value: string): string => dueDay(value, value.startsWith('+') ? startDay(host) : '');
