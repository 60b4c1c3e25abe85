/** What an agreement adds to its metrics: each as a sentence, and whether all are met. */

import {showDay} from '../model/dates.ts';
import {el} from '../page/dom.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {type ActionPlan, planCalled} from './action-plan.ts';
import {allIn, type Maker, type Open} from './kind.ts';
import {Quiet} from './quiet.ts';

/** Writes "from X to Y by Z" under the table of metrics and tells gates when all of them are met. */
export class Agreement extends Quiet {
  constructor(
    private readonly list: HTMLElement,
    private readonly metrics: ActionPlan,
  ) {
    super();
  }

  #word(row: string, column: string): string {
    return String(this.metrics.cell(row, column)).trim();
  }

  show(): void {
    const lines = this.metrics
      .rows()
      .map(row => [`r/${this.metrics.name}/${row}`, this.#sentence(row)] as const)
      .filter(([, line]) => line);
    const shown = JSON.stringify(lines);
    if (this.list.dataset['shown'] === shown) return;
    this.list.dataset['shown'] = shown;
    this.list.replaceChildren(...lines.map(([owner, line]) => el('li', {'data-from': owner, 'data-search-exclude': true}, line)));
  }

  #sentence(row: string): string {
    const [metric, baseline, target] = (['metric', 'baseline', 'target'] as const).map(column => this.#word(row, column)) as [
      string,
      string,
      string,
    ];
    const by = showDay(this.metrics.day(row, 'by'), pageLanguage());
    if (!metric || !target) return '';
    if (!baseline) return by ? say('sentenceTo', {metric, target, by}) : '';
    return by ? say('sentence', {metric, baseline, target, by}) : say('sentenceOpen', {metric, baseline, target});
  }

  /** The metrics that have words and are not met; where none has words, all of them. */
  openUntil(name: string): Open[] | undefined {
    if (name !== 'met') return undefined;
    const all = this.metrics.rows();
    const worded = all.filter(row => this.#word(row, 'metric') || this.#word(row, 'target'));
    if (!all.length) return this.metrics.open();
    return this.metrics.openRows(worded.length ? worded.filter(row => this.metrics.cell(row, 'met') !== 'met') : all);
  }

  blank(): void {
    this.list.replaceChildren();
    this.list.dataset['shown'] = '';
  }
}

/** Sentences for each table of metrics that has a list for them. */
export const make: Maker = (host, parts) =>
  allIn(host.form, '[data-sentences]').flatMap(list => {
    const metrics = planCalled(list.dataset['sentences'], parts);
    return metrics ? [new Agreement(list, metrics)] : [];
  });
