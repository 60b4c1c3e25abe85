/** Beside a metric that is said to be met: the figure that it came to, and whether anybody has signed it at all. */

import type {ActionPlan} from '../kinds/action-plan.ts';
import type {Host} from '../kinds/kind.ts';
import {cellKey} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {say} from '../words/result.ts';

const FIGURE = 'came-to';

/** Ask in each row of `metrics` what is still to be asked there, and take away what is not. */
export function askOutcome(host: Host, metrics: ActionPlan, isSigned: boolean): void {
  const hasFigure = metrics.columns.some(({id}) => id === FIGURE);
  for (const row of metrics.rows()) {
    const met = String(metrics.cell(row, 'met'));
    const wantsFigure = Boolean(met) && hasFigure && !String(metrics.cell(row, FIGURE)).trim();
    ask(host, metrics, row, wantsFigure, met === 'met' && !isSigned);
  }
}

function ask(host: Host, metrics: ActionPlan, row: string, wantsFigure: boolean, wantsSignature: boolean): void {
  const cellOf = (column: string): HTMLElement | null =>
    metrics.table.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(row)}"] > td[data-column="${column}"]`);
  const cell = cellOf('met');
  const standing = cell?.querySelector<HTMLElement>(':scope > .pb-asked');
  const shown = `${wantsFigure} ${wantsSignature}`;
  if (!cell || standing?.dataset['shown'] === shown) return;
  standing?.remove();
  if (!wantsFigure && !wantsSignature) return;
  const made = el('div', {class: 'pb-asked pb-help', role: 'status', 'data-shown': shown, 'data-search-exclude': true});
  cell.append(made);
  if (wantsFigure) made.append(button(say('askFigure'), () => cellOf(FIGURE)?.querySelector('textarea')?.focus()));
  if (!wantsSignature) return;
  const takeBack = button(say('takeBack'), () => {
    host.edit([{key: cellKey(metrics.name, row, 'met'), value: ''}]);
    cell.querySelector('select')?.focus();
  });
  made.append(el('p', {}, say('askUnsigned')), takeBack);
}
