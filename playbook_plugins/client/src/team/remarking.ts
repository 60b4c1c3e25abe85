/** What a coach writes beside somebody's copy. Every save meets what other pages saved, and each waits for the one before. */

import type {Remark, Remarks} from '../coaching/formats.ts';
import type {KeptReturn, Me} from '../coaching/loop-store.ts';
import {newRemarks} from '../coaching/remarks.ts';
import {randomId} from '../model/response.ts';
import type {TeamPage} from './context.ts';
import type {Promised} from './promises.ts';

/** A remark and its id. */
export type Said = [id: string, remark: Remark];

const stands = ([, {gone, text, talk}]: Said): boolean => gone.v !== true && (text.v !== '' || talk.v === true);

/** The overlay on one copy. */
export class Remarking {
  #now: Remarks | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly page: TeamPage,
    readonly copy: string,
    readonly sheet: string,
  ) {
    this.#now = page.state.remarks.find(each => each.copy === copy);
  }

  /** What is held; nothing before the first word. */
  get now(): Remarks | undefined {
    return this.#now;
  }

  /** The remarks on one line that stand, oldest first. */
  on(line: string): Said[] {
    return this.all().filter(([, remark]) => remark.on === line);
  }

  all(): Said[] {
    return [...(this.#now?.remarks ?? [])].filter(stands).sort(([, a], [, b]) => a.seq - b.seq || (a.text.t < b.text.t ? -1 : 1));
  }

  /** The remark on a line of one return that is being written. */
  #open(line: string, seq: number): Said | undefined {
    return [...(this.#now?.remarks ?? [])].find(([, remark]) => remark.on === line && remark.seq === seq);
  }

  textOf(line: string, seq: number): string {
    return String(this.#open(line, seq)?.[1].text.v ?? '');
  }

  isTalk(line: string): boolean {
    return this.on(line).some(([, {talk}]) => talk.v === true);
  }

  /** The coach's own answer to what is asked of both; undefined before there is one, `''` for no view. */
  view(question: string): string | undefined {
    const leaf = this.#now?.views.get(question);
    return leaf && String(leaf.v);
  }

  say(line: string, seq: number, text: string): Promise<void> {
    return this.#write(line, seq, old => ({...old, text: this.page.loop.leaf(old.text, text, true)}));
  }

  /** To be talked about, or no more: then no remark on the line says so any longer. */
  async talk(line: string, seq: number, on: boolean): Promise<void> {
    const earlier = on ? [] : this.on(line).filter(([, {talk, seq: of}]) => talk.v === true && of !== seq);
    for (const [, remark] of earlier) await this.#write(line, remark.seq, old => ({...old, talk: this.page.loop.leaf(old.talk, false)}));
    await this.#write(line, seq, old => ({...old, talk: this.page.loop.leaf(old.talk, on)}));
  }

  /** A remark of its own, such as what was agreed. */
  add(line: string, seq: number, text: string): Promise<void> {
    const {loop} = this.page;
    const remark = {
      on: line,
      seq,
      text: loop.leaf(undefined, text, true),
      talk: loop.leaf(undefined, false),
      gone: loop.leaf(undefined, false),
    };
    return this.#save(now => ({...now, remarks: new Map([...now.remarks, [randomId('x', 12), remark]])}));
  }

  setView(question: string, text: string): Promise<void> {
    return this.#save(now => ({
      ...now,
      views: new Map([...now.views, [question, this.page.loop.leaf(now.views.get(question), text, true)]]),
    }));
  }

  /** What the coach says of a promise: `done`, or `''` to take that back. */
  setStatus(commitment: string, status: string): Promise<void> {
    return this.#save(now => {
      const known = new Map(now.commitments.get(commitment));
      known.set('status', this.page.loop.leaf(known.get('status'), status));
      return {...now, commitments: new Map([...now.commitments, [commitment, known]])};
    });
  }

  /** The receipt for what is held of this copy. */
  receipt(returns: readonly KeptReturn[]): Promise<void> {
    const got = returns.filter(({returned}) => returned.copy?.copy === this.copy);
    return this.#save(now => {
      const known = new Map(now.got.map(each => [each.digest, each]));
      for (const {returned, digest, taken} of got) if (!known.has(digest)) known.set(digest, {seq: returned.seq, digest, day: taken});
      return {...now, got: [...known.values()]};
    });
  }

  #write(line: string, seq: number, change: (old: Remark) => Remark): Promise<void> {
    const {loop} = this.page;
    return this.#save(now => {
      const found = [...now.remarks].find(([, remark]) => remark.on === line && remark.seq === seq);
      const [id, old] = found ?? [
        randomId('x', 12),
        {on: line, seq, text: loop.leaf(undefined, '', true), talk: loop.leaf(undefined, false), gone: loop.leaf(undefined, false)},
      ];
      return {...now, remarks: new Map([...now.remarks, [id, change(old)]])};
    });
  }

  #save(change: (now: Remarks) => Remarks): Promise<void> {
    const made = this.#last.then(async () => {
      const {loop, state} = this.page;
      const me: Me = state.me ?? (await loop.setMe(''));
      const held = (await loop.remarks('mine', this.copy)) ?? this.#now ?? newRemarks(loop.site, me, this.copy, this.sheet);
      this.#now = await loop.addRemarks('mine', change({...held, from: {id: me.id, name: me.name}}));
      const others = state.remarks.filter(({copy}) => copy !== this.copy);
      state.remarks = [...others, this.#now];
    });
    this.#last = made.catch(() => undefined);
    return made;
  }
}

/** Say that a promise of the coach's is done, or not. */
export const tickPromise = (page: TeamPage, {id, entry}: Promised, done: boolean): Promise<void> =>
  new Remarking(page, entry.copy, entry.sheet).setStatus(id, done ? 'done' : '');
