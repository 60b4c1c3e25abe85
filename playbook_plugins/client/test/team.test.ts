import assert from 'node:assert/strict';
import {test} from 'node:test';

import './team-page.ts'; // first: the parts look for their script when they are loaded

import {assignmentRecord, newAssignment} from '../src/coaching/assignment.ts';
import {linesOf} from '../src/coaching/compare.ts';
import type {Assignment, Returned} from '../src/coaching/formats.ts';
import {returnLink} from '../src/coaching/links.ts';
import {openLoop} from '../src/coaching/loop.ts';
import type {LoopStore, Me, Member, SentReturn} from '../src/coaching/loop-store.ts';
import {newReturn, returnFile} from '../src/coaching/returned.ts';
import type {SheetEntry, SheetQuestion, Sheets} from '../src/coaching/sheets.ts';
import {Ticker} from '../src/model/clock.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {answerKey, type Copy, cellKey, LABEL, newCopy, rowKey} from '../src/model/response.ts';
import {AskedFields, markable} from '../src/team/asked-fields.ts';
import {assignable} from '../src/team/assign.ts';
import {missingBefore, nextIn, nextTalks, notBack, peopleOf, readState} from '../src/team/board.ts';
import type {TeamContext, TeamPage} from '../src/team/context.ts';
import {fileUnder, keepAll, readPasted} from '../src/team/intake.ts';
import {personPage} from '../src/team/person.ts';
import {openPromises} from '../src/team/promises.ts';
import {Remarking} from '../src/team/remarking.ts';
import {reviewOf} from '../src/team/review.ts';
import {startPage} from '../src/team/start.ts';
import {agendaOf, talkPage} from '../src/team/talk.ts';
import {isAddress, mailto} from '../src/travel/mail.ts';

const SITE = 'coach.example';
const TODAY = '2026-12-01';

const question = (id: string, more: Partial<SheetQuestion> = {}): SheetQuestion => ({
  id,
  label: `Question ${id}`,
  type: 'text',
  section: '',
  private: false,
  coach: '',
  choices: [],
  trait: '',
  reverse: false,
  ...more,
});
const SURE: [string, string][] = [
  ['1', 'A little'],
  ['2', 'Quite'],
];
const REVIEW: SheetEntry = {
  id: 'one-to-one',
  title: 'One-to-one',
  kind: 'review',
  version: 1,
  url: '',
  return: 'ask',
  blind: true,
  every: 14,
  questions: [
    question('client', {coach: 'client-manager'}),
    question('client-manager'),
    question('sure', {type: 'scale', coach: 'sure-manager', choices: SURE}),
    question('sure-manager', {type: 'scale', choices: SURE}),
    question('tick', {type: 'item'}),
    question('own', {type: 'long', private: true}),
  ],
  tables: [
    {
      id: 'one-to-one',
      label: 'Commitments',
      section: '',
      private: false,
      commitments: true,
      columns: ['commitment', 'owner', 'due', 'status'].map((id, at) => ({
        id,
        label: id,
        type: ['long', 'person', 'date', 'choice'][at]!,
        role: ['text', 'owner', 'due', 'status'][at]!,
        choices: [],
      })),
    },
  ],
  traits: [],
  bands: [],
  points: 0,
};
const NEVER: SheetEntry = {...REVIEW, id: 'diary', title: 'Diary', return: 'never'};
const SHEETS: Sheets = new Map([REVIEW, NEVER].map(each => [each.id, each]));

let wall = Date.parse('2026-11-20T08:00:00Z');
const ticker = new Ticker('dev', () => (wall += 1000));

/** A copy with answers; keys that hold texts are texts. */
function copyOf(values: Record<string, string | boolean>, before?: Copy): Copy {
  const copy = before ? {...before, leaves: new Map(before.leaves)} : newCopy(SITE, 'one-to-one', 1, new Date('2026-11-20T08:00:00Z'));
  for (const [key, value] of Object.entries(values))
    copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, /client|commitment|owner|note/.test(key), ticker));
  return copy;
}

const row = (id: string, text: string, owner: string, due: string, status = 'to-do'): Record<string, string> => ({
  [rowKey('one-to-one', id, 'pos')]: 'v',
  [cellKey('one-to-one', id, 'commitment')]: text,
  [cellKey('one-to-one', id, 'owner')]: owner,
  [cellKey('one-to-one', id, 'due')]: due,
  [cellKey('one-to-one', id, 'status')]: status,
});

interface Team {
  page: TeamPage;
  loop: LoopStore;
  me: Me;
  ana: Member;
  ben: Member;
  /** What was said aloud. */
  said: string[];
}

async function team(): Promise<Team> {
  const loop = openLoop(SITE, true);
  const me = await loop.setMe('Marta Lind');
  const [ben, ana] = [await loop.addMember('Ben Okoro'), await loop.addMember('ana Berg')];
  const said: string[] = [];
  const context: TeamContext = {
    element: document.querySelector('playbook-team') as unknown as HTMLElement,
    loop,
    sheets: SHEETS,
    sample: false,
    announce: text => said.push(text),
    open: () => undefined,
    refresh: async () => {
      page.state = await readState(loop);
    },
    during: work => work(),
  };
  const page: TeamPage = {
    ...context,
    state: await readState(loop),
    today: TODAY,
    results: document.createElement('div') as unknown as HTMLElement,
  };
  return {page, loop, me, ana, ben, said};
}

/** Ask somebody for the review. */
async function asked({loop, me, page}: Team, to: Member, more: Partial<Assignment> = {}): Promise<Assignment> {
  const assignment = newAssignment({
    site: SITE,
    sheet: 'one-to-one',
    sheetVersion: 1,
    made: '2026-11-28',
    due: '2026-12-04',
    label: 'December',
    to: {id: to.id, name: String(to.name.v)},
    from: me,
    blind: true,
    ...more,
  });
  await loop.give({assignment, text: JSON.stringify(assignmentRecord(assignment)), sent: '2026-11-30'});
  await page.refresh();
  return assignment;
}

/** A return as the person's browser makes it. */
function returned(copy: Copy | null, from: {id: string; name: string}, before: SentReturn[] = [], more: Partial<Returned> = {}): Returned {
  const made = newReturn({
    site: SITE,
    from,
    copy,
    page: {privacy: owner => ({private: owner === 'a/own'})},
    wanted: {notes: true, privates: false},
    before,
    state: copy ? 'ready' : 'declined',
    day: '2026-11-30',
  });
  return {...made, ...more};
}

const noted = (each: Returned): SentReturn => ({
  id: each.id,
  copy: each.copy!.copy,
  sheet: 'one-to-one',
  assignment: each.assignment,
  seq: each.seq,
  digest: returnFile(each).digest,
  day: each.day,
  to: {id: 'k', name: 'Marta'},
  clock: null,
});

const person = (member: Member): {id: string; name: string} => ({id: member.id, name: String(member.name.v)});

async function bring({page}: Team, ...texts: string[]): Promise<string[]> {
  const read = (await Promise.all(texts.map(text => readPasted(text, n => `Link ${n}`, SITE)))).flat();
  const outcomes = await keepAll(page, page.state, read);
  await page.refresh();
  return outcomes.map(({what}) => what);
}

test('people stand by name, whatever the case, and those who left do not stand', async () => {
  const made = await team();
  assert.deepEqual(
    peopleOf(made.page.state, 'en').map(({name}) => name.v),
    ['ana Berg', 'Ben Okoro'],
  );
  await made.loop.changeMember(made.ben.id, 'left', true);
  await made.page.refresh();
  assert.deepEqual(
    peopleOf(made.page.state, 'en').map(({name}) => name.v),
    ['ana Berg'],
  );
});

test('what was asked is not back until something came for it, a refusal included; a newer request takes its place', async () => {
  const made = await team();
  const waiting = (): string[] =>
    notBack(made.page.state, ['one-to-one'], 'en').flatMap(({lines}) =>
      lines.map(({given, member}) => `${member.name.v} ${given.assignment.label}`),
    );
  const first = await asked(made, made.ana, {no: 1});
  await asked(made, made.ben);
  assert.deepEqual(waiting(), ['ana Berg December', 'Ben Okoro December']);
  await asked(made, made.ana, {no: 2, label: 'January', made: '2026-11-29'});
  assert.deepEqual(waiting(), ['ana Berg January', 'Ben Okoro December']);
  assert.equal(nextIn(made.page.state, made.ana.id, 'one-to-one').no, 3);
  assert.deepEqual(
    await bring(
      made,
      returnFile(returned(null, person(made.ben), [], {assignment: made.page.state.given[1]!.assignment.id, say: 'on leave'})).text,
    ),
    ['new'],
  );
  assert.deepEqual(waiting(), ['ana Berg January']);
  assert.ok(first.id);
});

test('talks stand by day; a day that has passed is none', async () => {
  const {page, loop, ana, ben} = await team();
  await loop.changeMember(ana.id, 'next', '2026-11-30');
  await loop.changeMember(ben.id, 'next', '2026-12-03');
  await page.refresh();
  const {dated, undated} = nextTalks(page.state, TODAY, 'en');
  assert.deepEqual([dated.map(({member}) => member.id), undated.map(({id}) => id)], [[ben.id], [ana.id]]);
});

test('three returns in a message: told apart, filed by what was asked, the second beside the first, nothing merged', async () => {
  const made = await team();
  const [forAna, forBen] = [await asked(made, made.ana), await asked(made, made.ben)];
  const copy = copyOf({[answerKey('client')]: 'Lindqvist'});
  const one = returned(copy, person(made.ana), [], {assignment: forAna.id});
  const two = returned(copyOf({[answerKey('client')]: 'Okafor'}, copy), person(made.ana), [noted(one)], {assignment: forAna.id});
  const ben = returned(copyOf({}), person(made.ben), [], {assignment: forBen.id});
  const links = await Promise.all([one, two, ben].map(each => returnLink(each, 'https://coach.example/go/one-to-one/')));
  assert.deepEqual(await bring(made, `Here you are:\n${links[0]}\nand\n${links[1]} and ${links[2]}.`), ['new', 'new', 'new']);
  assert.deepEqual(
    made.page.state.by.get(made.ana.id)?.map(({seq}) => seq),
    [2, 1],
  );
  assert.deepEqual(await bring(made, links[1]!, returnFile(one).text), ['have', 'have']);
  const held = await made.loop.returns(made.ana.id);
  assert.deepEqual(held.map(each => each.returned.copy?.leaves.get(answerKey('client'))?.v).sort(), ['Lindqvist', 'Okafor']);
});

test('two second returns of two devices are both kept; one that is missing in between is named', async () => {
  const made = await team();
  const {id} = await asked(made, made.ana);
  const copy = copyOf({[answerKey('client')]: 'A'});
  const one = returned(copy, person(made.ana), [], {assignment: id});
  const twice = ['phone', 'desk'].map(text =>
    returned(copyOf({[answerKey('client')]: text}, copy), person(made.ana), [noted(one)], {assignment: id}),
  );
  assert.deepEqual(await bring(made, ...[one, ...twice].map(each => returnFile(each).text)), ['new', 'new', 'new']);
  assert.deepEqual(
    made.page.state.by.get(made.ana.id)?.map(({seq}) => seq),
    [2, 2, 1],
  );
  const fourth = returned(copy, person(made.ana), [noted({...one, seq: 3})], {assignment: id, before: 'f'.repeat(16)});
  const outcomes = await keepAll(made.page, made.page.state, await readPasted(returnFile(fourth).text, String, SITE));
  assert.deepEqual(
    outcomes.map(({missing}) => missing),
    [3],
  );
  const third = returned(copyOf({[answerKey('client')]: 'tablet'}, copy), person(made.ana), [noted(one)], {assignment: id});
  const again = await keepAll(made.page, made.page.state, await readPasted(returnFile(third).text, String, SITE));
  assert.deepEqual([outcomes[0]?.doubled, again[0]?.doubled], [false, true]);
  assert.equal(missingBefore(made.page.state.index, copy.copy, returnFile(one).digest.slice(0, 16), 2), 0);
});

test('a return that nobody asked for is filed by hand once; the next of the same copy finds its way', async () => {
  const made = await team();
  const copy = copyOf({[answerKey('client')]: 'A'});
  const [one] = await keepAll(
    made.page,
    made.page.state,
    await readPasted(returnFile(returned(copy, {id: 'stranger', name: 'Ana'})).text, String, SITE),
  );
  assert.equal(one!.what, 'whose');
  assert.deepEqual(await made.loop.index(), []);
  await fileUnder(made.page, made.page.state, one!, made.ana.id);
  await made.page.refresh();
  assert.deepEqual(
    await bring(made, returnFile(returned(copyOf({[answerKey('client')]: 'B'}, copy), {id: 'stranger', name: 'Ana'}, [], {seq: 2})).text),
    ['new'],
  );
  assert.equal(made.page.state.by.get(made.ana.id)?.length, 2);
});

test('what was changed on its way, comes from another site, or is of somebody erased is refused or dropped, by name', async () => {
  const made = await team();
  const {id} = await asked(made, made.ana);
  const {text} = returnFile(returned(copyOf({}), person(made.ana), [], {assignment: id}));
  const link = await returnLink(returned(copyOf({}), person(made.ana)), 'https://coach.example/');
  const cut = link.slice(0, -9);
  assert.deepEqual(await bring(made, text.slice(0, -20), cut, 'hello', text.replaceAll(SITE, 'other.example')), [
    'refused',
    'refused',
    'refused',
    'refused',
  ]);
  await made.loop.erase(made.ana.id);
  assert.deepEqual(await bring(made, text), ['erased']);
  assert.deepEqual(await made.loop.index(), []);
});

test('two returns, line by line: same, new, changed and taken back, in words, and rows as rows', () => {
  const before = copyOf({[answerKey('client')]: 'Lindqvist', [answerKey('sure')]: '1', ...row('c-one', 'Ring', 'Ana', '2026-12-01')});
  const now = copyOf(
    {[answerKey('client')]: '', [answerKey('sure')]: '2', [answerKey('tick')]: true, [answerKey('tick', 'note')]: 'Done today'},
    before,
  );
  const lines = linesOf(REVIEW, before, now).map(({on, before: was, now: is, change}) => [on, was, is, change]);
  assert.deepEqual(lines, [
    ['a/client', 'Lindqvist', '', 'back'],
    ['a/client-manager', '', '', 'open'],
    ['a/sure', 'A little', 'Quite', 'changed'],
    ['a/sure-manager', '', '', 'open'],
    ['a/tick', '', 'done', 'new'],
    ['a/own', '', '', 'open'],
    ['r/one-to-one/c-one', 'Ring · Ana · Dec 1, 2026 · to-do', 'Ring · Ana · Dec 1, 2026 · to-do', 'same'],
  ]);
  const removed = copyOf({[rowKey('one-to-one', 'c-one', 'gone')]: true}, now);
  assert.equal(linesOf(REVIEW, now, removed).at(-1)!.change, 'back');
  const left = copyOf({[answerKey('old')]: 'x'});
  left.labels.set('old', 'An earlier question');
  assert.equal(linesOf(REVIEW, null, left).find(({on}) => on === 'a/old')?.label, 'An earlier question');
});

/** Ana's page once she has given two returns back. */
async function reviewed(): Promise<Team & {copy: Copy; assignment: Assignment}> {
  const made = await team();
  const assignment = await asked(made, made.ana);
  const copy = copyOf({
    [LABEL]: 'December',
    [answerKey('client')]: 'Lindqvist',
    [answerKey('sure')]: '2',
    ...row('c-one', 'Ring Lindqvist', 'Ana Berg', '2026-11-29'),
    ...row('c-two', 'Get the price approved', 'Marta Lind', '2026-11-28'),
  });
  const one = returned(copy, person(made.ana), [], {assignment: assignment.id});
  const two = returned(copyOf({[answerKey('client')]: 'Okafor'}, copy), person(made.ana), [noted(one)], {
    assignment: assignment.id,
    day: '2026-12-01',
  });
  await bring(made, returnFile(one).text, returnFile(two).text);
  return {...made, copy, assignment};
}

test('what is asked of both is covered, everywhere, until the coach has written or has no view', async () => {
  const {page, ana} = await reviewed();
  const shown = async (): Promise<string> =>
    (await personPage(page, ana, new Map()))
      .flatMap(part => [...part.querySelectorAll('.pb-team-said')].map(each => each.textContent))
      .join(' ');
  assert.ok(!(await shown()).includes('Okafor'));
  const review = reviewOf(page, ana, await page.loop.returns(ana.id), new Map());
  assert.ok(!JSON.stringify(agendaOf(review)).includes('Okafor'));
  await review.remarking.setView('client-manager', 'Okafor too');
  await page.refresh();
  assert.ok((await shown()).includes('Okafor'));
  assert.ok(JSON.stringify(agendaOf(reviewOf(page, ana, await page.loop.returns(ana.id), new Map()))).includes('Okafor too'));
  assert.ok(!(await shown()).includes('Quite'), 'the other one stays covered');
  await new Remarking(page, review.remarking.copy, 'one-to-one').setView('sure-manager', '');
  await page.refresh();
  assert.ok((await shown()).includes('Quite'));
});

test('remarks: written, changed, talked about, and the receipt names every return that is held', async () => {
  const {page, ana, loop} = await reviewed();
  const review = reviewOf(page, ana, await loop.returns(ana.id), new Map());
  await Promise.all([review.remarking.say('a/client', 2, 'Who signs?'), review.remarking.talk('a/client', 2, true)]);
  await review.remarking.say('a/client', 2, 'Who signs there?');
  await review.remarking.receipt(review.returns);
  const [kept] = await loop.allRemarks('mine');
  assert.deepEqual(
    [...kept!.remarks.values()].map(({text, talk}) => [text.v, talk.v]),
    [['Who signs there?', true]],
  );
  assert.deepEqual(
    kept!.got.map(({seq}) => seq),
    [1, 2],
  );
  assert.ok(review.remarking.isTalk('a/client'));
  await review.remarking.talk('a/client', 2, false);
  assert.ok(!review.remarking.isTalk('a/client'));
});

test('promises: the coach’s own first, then by owner; a tick of the coach’s becomes a remark and leaves the list', async () => {
  const {page, copy} = await reviewed();
  const open = openPromises(page.state, 'en');
  assert.deepEqual(
    open.map(({owner, lines}) => [owner === '', lines.map(({text}) => text)]),
    [
      [true, ['Get the price approved']],
      [false, ['Ring Lindqvist']],
    ],
  );
  const {id} = open[0]!.lines[0]!;
  await new Remarking(page, copy.copy, 'one-to-one').setStatus(id, 'done');
  await page.refresh();
  assert.deepEqual(
    openPromises(page.state, 'en').map(({owner}) => owner === ''),
    [false],
  );
  assert.equal(page.state.remarks[0]!.commitments.get(id)?.get('status')?.v, 'done');
});

test('the page for the talk: the coach’s promises first, room to write, and what it is for at its foot', async () => {
  const {page, ana, loop} = await reviewed();
  const review = reviewOf(page, ana, await loop.returns(ana.id), new Map());
  await review.remarking.talk('a/client', 2, true);
  const titles = agendaOf(review).map(({title}) => title);
  assert.deepEqual(titles.slice(0, 2), ['Promises: Marta Lind', 'Promises: ana Berg']);
  const paper = talkPage(review);
  assert.equal(paper.querySelectorAll('tbody tr').length, 3);
  assert.equal(paper.querySelector('footer')?.textContent, 'For conversation, not for selection.');
});

test('private questions can neither be marked nor filled in; a sheet that never comes back is not offered', async () => {
  assert.deepEqual(
    markable(REVIEW).map(({id}) => id),
    ['client', 'sure', 'tick'],
  );
  const fields = new AskedFields(REVIEW, {focus: ['own', 'client']});
  fields.parts();
  assert.deepEqual(fields.values().focus, ['client']);
  const {page} = await team();
  assert.deepEqual(
    assignable(page).map(({id}) => id),
    ['one-to-one'],
  );
});

const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script>';

test('names, sentences, labels and answers are texts, whatever is in them', async () => {
  const made = await team();
  const member = await made.loop.addMember(HOSTILE.slice(0, 80));
  const {id} = await asked(made, member, {label: HOSTILE.slice(0, 80), say: HOSTILE});
  await bring(
    made,
    returnFile(
      returned(copyOf({[LABEL]: HOSTILE, [answerKey('client')]: HOSTILE, [answerKey('tick', 'note')]: HOSTILE}), person(member), [], {
        assignment: id,
      }),
    ).text,
  );
  const shown = document.createElement('div');
  shown.append(
    ...(startPage(made.page, () => undefined) as unknown as Node[]),
    ...((await personPage(made.page, member, new Map([['all', '']]))) as unknown as Node[]),
  );
  assert.equal(shown.querySelectorAll('img, script').length, 0);
  assert.ok(shown.textContent!.includes('<img'));
});

test('nothing on the page orders people by a number, and no page shows two people’s results', async () => {
  const made = await reviewed();
  const other = await asked(made, made.ben);
  await bring(
    made,
    returnFile(returned(copyOf({[answerKey('tick', 'note')]: 'Of Ben alone'}), person(made.ben), [], {assignment: other.id})).text,
  );
  const start = document.createElement('div');
  start.append(...(startPage(made.page, () => undefined) as unknown as Node[]));
  assert.equal(start.querySelectorAll('[aria-sort], select, th button, [data-sort]').length, 0);
  const links = [...start.querySelectorAll('[data-part="people"] a')].map(link => link.textContent);
  assert.deepEqual(links, ['ana Berg', 'Ben Okoro']);
  const ana = (await personPage(made.page, made.ana, new Map([['all', '']]))).map(part => part.textContent).join('');
  assert.ok(!ana.includes('Of Ben alone') && !ana.includes('Ben Okoro'));
  assert.ok(!start.textContent!.includes('Of Ben alone'));
});

test('a letter: one reader, no more than a mail program takes, and never a second one smuggled in', () => {
  assert.ok(isAddress('ana@coach.example'));
  for (const odd of ['a@b?bcc=c@d', 'a@b,c@d', 'a b@c', 'a@b&bcc=x', 'a%40b@c', '<a@b>', 'ana', '']) assert.ok(!isAddress(odd), odd);
  const long = mailto('ana@coach.example', 'One-to-one', `Here: ${'x'.repeat(1600)}`, 'Attached');
  assert.ok(long.length <= 1500 && long.includes('body=Attached'));
  assert.ok(mailto('a@b?bcc=c@d', 's&bcc=x@y', 'b', 'c').startsWith('mailto:?subject=s%26bcc%3Dx%40y'));
});
