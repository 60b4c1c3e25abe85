/** What a review adds to its commitments: the open ones of the last review, and the start of the next. */

import {today} from '../model/dates.ts';
import {isPrivate} from '../model/privacy.ts';
import {type Edit, LABEL, markKey, randomId, rowKey, textOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {type ActionPlan, planCalled} from './action-plan.ts';
import {allIn, type Host, type Maker} from './kind.ts';
import {Quiet} from './quiet.ts';

const CLOSED = new Set(['done', 'dropped']);

/** Carries commitments that are neither done nor dropped into the next review, under the ids that they have. */
export class Review extends Quiet {
  readonly #next = el('p', {class: 'pb-next', 'data-search-exclude': true});

  constructor(
    private readonly host: Host,
    private readonly section: HTMLElement,
    private readonly before: ActionPlan,
    private readonly now: ActionPlan,
  ) {
    super();
    for (const built of host.form.querySelectorAll('.pb-next')) built.remove();
    this.#next.append(
      button(say('nextReview'), () => void this.#start(), {class: 'pb-button pb-primary'}),
      ' ',
      el('span', {class: 'pb-help'}, say('nextReviewHelp')),
    );
    host.form.append(this.#next);
  }

  show(): void {
    const none = this.before.rows().length === 0;
    this.section.toggleAttribute('data-empty', none);
    this.before.table.hidden = none;
  }

  #open(plan: ActionPlan): string[] {
    const status = plan.columns.find(({id, type}) => type === 'choice' && id === 'status')?.id;
    return plan.rows().filter(row => {
      const cells = plan.columns
        .map(({id}) => id)
        .filter(id => id !== status)
        .map(id => plan.cell(row, id));
      return cells.some(cell => cell !== '' && cell !== false) && !(status && CLOSED.has(String(plan.cell(row, status))));
    });
  }

  /** Begin a copy for the next review. The one that is open stays as it is. */
  async #start(): Promise<void> {
    const edits: Edit[] = [];
    const taken = new Set<string>();
    let place = '';
    for (const plan of [this.before, this.now]) {
      for (const row of this.#open(plan)) {
        const id = taken.has(row) ? randomId('r', 8) : row;
        taken.add(id);
        const cells = new Map(
          plan.columns.map(({id: column, type}) => [column, type === 'date' ? plan.day(row, column) : plan.cell(row, column)]),
        );
        const made = this.before.adding(id, cells, place);
        place = String(made[0]!.value);
        edits.push(...made);
        // The author's mark stands on the row of this review only.
        if (isPrivate(this.host.store.copy, rowKey(plan.name, row, 'pos'), plan))
          edits.push({key: markKey(`r/${this.before.name}/${id}`), value: true});
      }
    }
    const day = new Intl.DateTimeFormat(pageLanguage(), {dateStyle: 'medium'}).format(new Date(`${today()}T12:00:00`));
    const name = textOf(this.host.store.copy, LABEL).split(' · ')[0] || sayCore('firstCopy');
    const written = this.host.store.start(`${name} · ${day}`);
    if (edits.length) this.host.edit(edits);
    await written;
    this.host.announce(say('carried', {n: taken.size}), true);
    this.section.querySelector<HTMLElement>('textarea, input, select')?.focus();
  }
}

/** Last time's rows for each table that has room for them. */
export const make: Maker = (host, parts) =>
  allIn(host.form, '[data-before]').flatMap(section => {
    const now = planCalled(section.dataset['before'], parts);
    const before = planCalled(`${section.dataset['before']}-before`, parts);
    return now && before ? [new Review(host, section, before, now)] : [];
  });
