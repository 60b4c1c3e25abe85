/** An assessment: its statements, one at a time where there is little room, and when their result is due. Contract: docs/contributing/html-contract.md. */

import {answerKey, valueOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {loadMore} from '../page/more.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {allIn, type Host, type Maker} from './kind.ts';
import {OneByOne} from './one-by-one.ts';
import {Quiet} from './quiet.ts';
import {sendAction} from './sending.ts';

/** What a result is made of, and where it goes. */
export interface Assessed {
  host: Host;
  /** How to read it, for nobody in particular: traits, bands and prompts stand there. */
  reading: HTMLElement;
  result: HTMLElement;
  statements: readonly HTMLElement[];
  /** Make an action of a prompt, in the plan that the author names. */
  act(plan: string, prompt: string, talent: string): void;
}

/** Writes the result; `show` again whenever an answer may have changed. */
export interface Result {
  show(): void;
}

/** The part of the late script that an assessment asks for. */
interface Late {
  resultOf(assessed: Assessed): Result;
}

/** Shows what the statements of one assessment come to, once all are answered or their reader wants to see it. The statements themselves are fields. */
export class Assessment extends Quiet {
  readonly #statements: HTMLElement[];
  readonly #result = el('section', {class: 'pb-result', hidden: true, 'data-search-exclude': true});
  readonly #peek = el('p', {class: 'pb-peek', hidden: true, 'data-search-exclude': true});
  readonly #pace: OneByOne;
  #late: Result | undefined;
  /** The copy whose reader wanted to see what there is before all was answered. */
  #wanted = '';

  constructor(
    private readonly host: Host,
    private readonly reading: HTMLElement,
  ) {
    super();
    const root = reading.closest<HTMLElement>('.pb-part') ?? host.form;
    for (const built of root.querySelectorAll('.pb-result, .pb-peek')) built.remove();
    this.#peek.append(button(say('peek'), () => this.#reveal()));
    reading.before(this.#peek, this.#result);
    this.#statements = allIn(root, '.pb-statement');
    this.#pace = new OneByOne(
      host,
      this.#statements,
      at => this.#answer(this.#statements[at]!) !== '',
      () => this.#reveal(),
    );
  }

  #answer({dataset}: HTMLElement): string {
    return String(valueOf(this.host.store.copy, answerKey(dataset['field'] ?? '')));
  }

  /** Go to the result, of what there is. */
  #reveal(): void {
    this.#wanted = this.host.store.copy.copy;
    this.#load(() => {
      const heading = this.#result.querySelector<HTMLElement>('[tabindex]');
      heading?.focus({preventScroll: true});
      heading?.scrollIntoView();
    });
  }

  #load(then: () => void): void {
    const {host, reading} = this;
    void loadMore<Late>().then(
      late => {
        this.#late ??= late.resultOf({
          ...{host, reading, result: this.#result, statements: this.#statements},
          act: (plan, prompt, talent) => sendAction(host, plan, prompt, talent),
        });
        this.show();
        then();
      },
      () => host.announce(sayCore('noMore'), true),
    );
  }

  /** Somebody else's copy is read as it is. */
  #isDue(answers: readonly string[]): boolean {
    const {form, store} = this.host;
    return this.#wanted === store.copy.copy || answers.every(Boolean) || answers.at(-1) !== '' || form.hasAttribute('data-pb-viewing');
  }

  show(): void {
    this.#pace.show();
    const answers = this.#statements.map(each => this.#answer(each));
    const any = answers.some(answer => /^\d/.test(answer));
    const isDue = this.#isDue(answers);
    this.#peek.hidden = isDue || !any;
    this.reading.hidden = any && isDue && this.#late !== undefined;
    this.#result.hidden = !this.reading.hidden;
    if (!any || !isDue) return;
    if (this.#late) this.#late.show();
    else this.#load(() => undefined);
  }

  /** An empty sheet on paper has no result, and says how to read one. */
  blank(): void {
    this.#result.hidden = this.#peek.hidden = true;
    this.reading.hidden = false;
  }
}

/** A result for each reading. */
export const make: Maker = host => allIn(host.form, '.pb-reading').map(reading => new Assessment(host, reading));
