/** What every sheet needs; registers the element once, however often scripts run. */

import type {Maker} from '../kinds/kind.ts';
import {coreMakers} from '../kinds/registry.ts';
import {watchPermalinks} from '../page/permalink.ts';
import {PlaybookWorksheet} from './worksheet-element.ts';

const NAME = 'playbook-worksheet';

/** Define the element, or give the one that another script has defined the kinds that it lacks. */
export function register(others: readonly Maker[], missing: string): void {
  const known = customElements.get(NAME) as typeof PlaybookWorksheet | undefined;
  const element = known ?? PlaybookWorksheet;
  if (!element.makers.length) element.makers.push(...coreMakers);
  if (!known) element.missing = missing;
  if (others.length && (!known || element.missing)) {
    element.makers.push(...others);
    element.missing = '';
  }
  if (!known) customElements.define(NAME, PlaybookWorksheet);
  else for (const sheet of document.querySelectorAll<PlaybookWorksheet>(NAME)) sheet.begin();
  watchPermalinks(document);
}
