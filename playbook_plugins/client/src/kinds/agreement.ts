/** What an agreement adds to its metrics: each as a sentence, what it came to, and whether all are met. */

import {showDay} from '../model/dates.ts';
import {el} from '../page/dom.ts';
import {loadMore} from '../page/more.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {type ActionPlan, planCalled} from './action-plan.ts';
import {allIn, type Host, type Maker, type Open} from './kind.ts';
import {Quiet} from './quiet.ts';
import {Signatures} from './signatures.ts';

/** The part of the late script that asks for outcomes. */
interface Late {
  askOutcome(host: Host, metrics: ActionPlan, isSigned: boolean): void;
}

/** Writes "from X to Y by Z" under the table of metrics and tells gates when all of them are met. */
export class Agreement extends Quiet {
  constructor(
    private readonly host: Host,
    private readonly list: HTMLElement,
    private readonly metrics: ActionPlan,
    private readonly signatures: Signatures,
  ) {
    super();
    for (const asked of metrics.table.querySelectorAll('.pb-asked')) asked.remove();
  }

  #word(row: string, column: string): string {
    return String(this.metrics.cell(row, column)).trim();
  }

  show(): void {
    const rows = this.metrics.rows();
    this.#ask(rows);
    const lines = rows.map(row => [`r/${this.metrics.name}/${row}`, this.#sentence(row)] as const).filter(([, line]) => line);
    const shown = JSON.stringify(lines);
    if (this.list.dataset['shown'] === shown) return;
    this.list.dataset['shown'] = shown;
    this.list.replaceChildren(...lines.map(([owner, line]) => el('li', {'data-from': owner, 'data-search-exclude': true}, line)));
  }

  /** Met, and nobody says what it came to, or nobody has signed: the late script asks, and takes back what it asked. */
  #ask(rows: readonly string[]): void {
    const {host, metrics, signatures} = this;
    const isMet = rows.some(row => this.#word(row, 'met'));
    if (!isMet && !metrics.table.querySelector('.pb-asked')) return;
    void loadMore<Late>().then(
      late => late.askOutcome(host, metrics, signatures.isSigned),
      () => undefined,
    );
  }

  #sentence(row: string): string {
    const [metric = '', baseline = '', target = '', figure = ''] = ['metric', 'baseline', 'target', 'came-to'].map(column =>
      this.#word(row, column),
    );
    const by = showDay(this.metrics.day(row, 'by'), pageLanguage());
    if (!metric || !target) return '';
    const agreed = !baseline
      ? by && say('sentenceTo', {metric, target, by})
      : by
        ? say('sentence', {metric, baseline, target, by})
        : say('sentenceOpen', {metric, baseline, target});
    return agreed && figure ? `${agreed} ${say('cameTo', {figure})}` : agreed;
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
    for (const asked of this.metrics.table.querySelectorAll('.pb-asked')) asked.remove();
  }
}

/** Sentences for each table of metrics that has a list for them, and what was signed on them. */
export const make: Maker = (host, parts) =>
  allIn(host.form, '[data-sentences]').flatMap(list => {
    const metrics = planCalled(list.dataset['sentences'], parts);
    if (!metrics) return [];
    const signatures = new Signatures(host, list.closest<HTMLElement>('.pb-part') ?? host.form, metrics, parts);
    return [new Agreement(host, list, metrics, signatures), signatures];
  });
