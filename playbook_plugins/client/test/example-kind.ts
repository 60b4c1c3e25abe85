/**
 * The client twin of `tests/worksheets/example_kind/`: shows which weeks of a pledge were kept, and keeps them. A twin
 * of our own stands in `src/kinds/`, and gets a line in the registry there.
 */

import {allIn, type Host, isYes, type Maker} from '../src/kinds/kind.ts';
import {type Question, Questions} from '../src/kinds/questions.ts';
import {answerKey, valueOf} from '../src/model/response.ts';

interface Week extends Question {
  box: HTMLInputElement;
}

/** The boxes of one pledge. */
export class Pledge extends Questions<Week> {
  constructor(
    host: Host,
    readonly pledge: HTMLElement,
  ) {
    super(host);
    for (const box of pledge.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) {
      const frame = box.parentElement!;
      this.questions.set(box.value, {
        id: box.value,
        box,
        frame,
        controls: [box],
        label: frame.textContent!.trim(),
        required: true,
        was: [],
      });
    }
    pledge.addEventListener(
      'change',
      event => {
        const box = event.target as HTMLInputElement;
        host.edit([{key: answerKey(box.value), value: box.checked}]);
      },
      {signal: host.signal},
    );
  }

  protected isAnswered({id}: Week): boolean {
    return isYes(valueOf(this.host.store.copy, answerKey(id), false));
  }

  show(): void {
    for (const week of this.questions.values()) week.box.checked = this.isAnswered(week);
  }

  fallback(): boolean {
    return false;
  }

  labels(): Map<string, string> {
    return new Map([...this.questions.values()].map(({id, label}) => [id, label]));
  }

  shows(_key: string, value: string | boolean): boolean {
    return typeof value === 'boolean';
  }

  wordsOf(_key: string, value: string | boolean): string {
    return value === true ? 'kept' : 'not kept';
  }

  progress(): {done: number; all: number} {
    const weeks = [...this.questions.values()];
    return {done: weeks.filter(week => this.isAnswered(week)).length, all: weeks.length};
  }
}

/** A pledge for each element that is one. */
export const make: Maker = host => allIn(host.form, '[data-pledge]').map(pledge => new Pledge(host, pledge));
