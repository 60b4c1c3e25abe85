/** What the kinds share whose answers are `a/<id>`: checklists and fields. */

import type {Privacy} from '../model/privacy.ts';
import type {Copy} from '../model/response.ts';
import {asked, type Host, type Kind, marked, type Open, rememberedLabel} from './kind.ts';

/** A question as it stands on the page; `controls` are what answers it, the first one to be focused. */
export interface Question {
  id: string;
  label: string;
  frame: HTMLElement;
  controls: HTMLElement[];
  required: boolean;
  /** Former ids. */
  was: string[];
}

/** What can be said of any question. */
export abstract class Questions<Q extends Question> implements Kind {
  /** By id, in the order of the page. */
  protected readonly questions = new Map<string, Q>();

  constructor(protected readonly host: Host) {}

  abstract show(): void;
  abstract fallback(key: string): string | boolean;
  abstract labels(): Map<string, string>;
  abstract shows(key: string, value: string | boolean): boolean;
  abstract wordsOf(key: string, value: string | boolean, copy?: Copy): string;
  abstract progress(): {done: number; all: number} | null;
  protected abstract isAnswered(question: Q): boolean;

  /** The questions that count. */
  protected asked(): Q[] {
    return [...this.questions.values()];
  }

  asks(owner: string): boolean {
    return owner.startsWith('a/') && this.questions.has(owner.slice(2));
  }

  renamed(): Map<string, string[]> {
    return new Map([...this.questions.values()].filter(({was}) => was.length).map(({id, was}) => [id, was]));
  }

  labelOf(key: string, copy: Copy = this.host.store.copy): string {
    const [kind, id = ''] = key.split('/');
    return asked((kind === 'a' && this.questions.get(id)?.label) || rememberedLabel(copy, key), key);
  }

  open(): Open[] {
    return this.openIn(this.host.form, true) ?? [];
  }

  openIn(root: Element, required: boolean): Open[] | null {
    const inside = this.asked().filter(question => root.contains(question.frame) && (question.required || !required));
    const open = inside.filter(question => !this.isAnswered(question));
    return inside.length ? open.map(({controls, label}) => ({id: controls[0]!.id, label})) : null;
  }

  privacy(owner: string): Privacy | null {
    const question = owner.startsWith('a/') && this.questions.get(owner.slice(2));
    return question ? marked(question.frame) : null;
  }
}
