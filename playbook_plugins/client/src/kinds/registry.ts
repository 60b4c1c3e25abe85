/** Which kinds a script brings: the core has those of a checklist's page, the other script the rest. */

import {ActionPlan} from './action-plan.ts';
import {Agreement} from './agreement.ts';
import {Assessment} from './assessment.ts';
import type {Maker} from './kind.ts';
import {OpensWhen} from './opens-when.ts';
import {Review} from './review.ts';

const all = <E extends HTMLElement>(form: HTMLFormElement, selector: string): E[] => [...form.querySelectorAll<E>(selector)];

/** Tables, then what reads them; gates last. */
export const sheetMakers: Maker[] = [
  host => all<HTMLTableElement>(host.form, 'table[data-rows]').map(table => new ActionPlan(host, table)),
  host => all(host.form, '.pb-reading').map(reading => new Assessment(host, reading)),
  (host, parts) =>
    all(host.form, '[data-sentences]').flatMap(list => {
      const metrics = parts.find((part): part is ActionPlan => part instanceof ActionPlan && part.name === list.dataset['sentences']);
      return metrics ? [new Agreement(list, metrics)] : [];
    }),
  (host, parts) =>
    all(host.form, '[data-before]').flatMap(section => {
      const plans = parts.filter((part): part is ActionPlan => part instanceof ActionPlan);
      const now = plans.find(({name}) => name === section.dataset['before']);
      const before = plans.find(({name}) => name === `${section.dataset['before']}-before`);
      return now && before ? [new Review(host, section, before, now)] : [];
    }),
  (host, parts) => (host.form.querySelector('[data-opens-when]') ? [new OpensWhen(host, parts)] : []),
];
