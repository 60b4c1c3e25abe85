/** A sheet as the sum of its kinds: each answers for the questions that it asks. */

import type {Due, Host, Kind, Maker, Open} from '../kinds/kind.ts';
import type {Privacy} from '../model/privacy.ts';
import {type Copy, type Edit, ownerOf} from '../model/response.ts';

/** Everything in one form. */
export class Sheet implements Kind {
  readonly parts: Kind[] = [];

  constructor(host: Host, makers: readonly Maker[]) {
    for (const make of makers) this.parts.push(...make(host, this.parts));
  }

  #of(key: string): Kind | undefined {
    const owner = ownerOf(key);
    return this.parts.find(part => part.asks(owner));
  }

  show(): void {
    for (const part of this.parts) part.show();
  }

  arrive(): void {
    for (const part of this.parts) part.arrive?.();
  }

  fallback(key: string): string | boolean {
    return this.#of(key)?.fallback(key) ?? '';
  }

  labels(): Map<string, string> {
    return new Map(this.parts.flatMap(part => [...part.labels()]));
  }

  asks(owner: string): boolean {
    return this.parts.some(part => part.asks(owner));
  }

  shows(key: string, value: string | boolean): boolean {
    return this.#of(key)?.shows(key, value) ?? false;
  }

  renamed(): Map<string, string[]> {
    return new Map(this.parts.flatMap(part => [...part.renamed()]));
  }

  respelled(): Edit[] {
    return this.parts.flatMap(part => part.respelled?.() ?? []);
  }

  labelOf(key: string, copy?: Copy): string {
    return (this.#of(key) ?? this.parts[0])?.labelOf(key, copy) ?? key;
  }

  wordsOf(key: string, value: string | boolean, copy?: Copy): string {
    return (this.#of(key) ?? this.parts[0])?.wordsOf(key, value, copy) ?? String(value);
  }

  progress(): {done: number; all: number} | null {
    const each = this.parts.map(part => part.progress()).filter(progress => progress !== null);
    return each.length ? {done: each.reduce((sum, {done}) => sum + done, 0), all: each.reduce((sum, {all}) => sum + all, 0)} : null;
  }

  open(): Open[] {
    const control = ({id}: Open): Element | null => document.getElementById(id);
    return this.parts
      .flatMap(part => part.open())
      .filter(open => !control(open)?.closest('[data-locked]'))
      .sort((a, b) => ((control(a)?.compareDocumentPosition(control(b)!) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  }

  dues(): Due[] {
    return this.parts.flatMap(part => part.dues?.() ?? []);
  }

  /** Where two kinds ask one question, it is private as soon as one of them says so. */
  privacy(owner: string): Privacy | null {
    const said = this.parts.map(part => part.privacy(owner)).filter(each => each !== null);
    return said.find(each => each.private) ?? said[0] ?? null;
  }

  isOdd(): boolean {
    return this.parts.some(part => part.isOdd?.());
  }

  blank(): void {
    for (const part of this.parts) part.blank?.();
  }
}
