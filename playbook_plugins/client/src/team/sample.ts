/** *Look at a sample team*: three people who are made up, with days counted from today. It fills a store in memory and touches no other. */

import {assignmentRecord, newAssignment} from '../coaching/assignment.ts';
import type {Returned} from '../coaching/formats.ts';
import {indexEntry} from '../coaching/index-entry.ts';
import type {LoopStore, Me, Member, SentReturn} from '../coaching/loop-store.ts';
import {newRemark, newRemarks} from '../coaching/remarks.ts';
import {newReturn, returnFile, textAt} from '../coaching/returned.ts';
import type {SheetEntry, SheetQuestion, Sheets} from '../coaching/sheets.ts';
import {addDays} from '../model/dates.ts';
import {answerKey, type Copy, cellKey, LABEL, newCopy, rowKey} from '../model/response.ts';
import {say} from '../words/sample.ts';

const REVIEW = 'sample-one-to-one';
const TALENT = 'sample-talent';
const ROWS = 'sample-one-to-one';

const question = (id: string, label: string, more: Partial<SheetQuestion> = {}): SheetQuestion => ({
  id,
  label,
  type: 'text',
  section: '',
  private: false,
  coach: '',
  choices: [],
  trait: '',
  reverse: false,
  ...more,
});

function sheets(): Sheets {
  const sure: [string, string][] = [
    ['1', say('sampleSureLittle')],
    ['2', say('sampleSureHalf')],
    ['3', say('sampleSureQuite')],
  ];
  const points = [1, 2, 3, 4, 5].map((n): [string, string] => [String(n), String(n)]);
  const both = (id: string, label: string, more: Partial<SheetQuestion> = {}): SheetQuestion[] => [
    question(id, label, {coach: `${id}-manager`, ...more}),
    question(`${id}-manager`, label, more),
  ];
  const base = {version: 1, url: '', return: 'ask' as const, blind: true, every: 14, tables: [], traits: [], bands: [], points: 0};
  const review: SheetEntry = {
    ...base,
    id: REVIEW,
    title: say('sampleOneToOne'),
    kind: 'review',
    questions: [
      ...both('client', say('sampleClient')),
      ...both('sure', say('sampleSure'), {type: 'scale', choices: sure}),
      question('helped', say('sampleHelped'), {type: 'long'}),
    ],
    tables: [
      {
        id: ROWS,
        label: say('sampleCommitments'),
        section: '',
        private: false,
        commitments: true,
        columns: [
          {id: 'commitment', label: say('sampleCommitment'), type: 'long', role: 'text', choices: []},
          {id: 'owner', label: say('sampleOwner'), type: 'person', role: 'owner', choices: []},
          {id: 'due', label: say('sampleDue'), type: 'date', role: 'due', choices: []},
          {
            id: 'status',
            label: say('sampleStatus'),
            type: 'choice',
            role: 'status',
            choices: [
              ['to-do', say('sampleToDo')],
              ['done', say('sampleDone')],
              ['dropped', say('sampleDropped')],
            ],
          },
        ],
      },
    ],
  };
  const talent: SheetEntry = {
    ...base,
    id: TALENT,
    title: say('sampleTalent'),
    kind: 'assessment',
    blind: false,
    every: 0,
    questions: [
      question('asking', say('sampleAskingSays'), {type: 'scale', choices: points, trait: 'asking'}),
      question('listening', say('sampleListeningSays'), {type: 'scale', choices: points, trait: 'listening'}),
    ],
    traits: [
      {id: 'asking', label: say('sampleAsking')},
      {id: 'listening', label: say('sampleListening')},
    ],
    bands: [
      {id: 'partner', label: say('samplePartner'), least: 0, most: 39},
      {id: 'fair', label: say('sampleFair'), least: 40, most: 69},
      {id: 'strength', label: say('sampleStrength'), least: 70, most: 100},
    ],
    points: 5,
  };
  return new Map([review, talent].map(sheet => [sheet.id, sheet]));
}

/** Writes what people in the sample gave back. */
class Writing {
  readonly #sent: SentReturn[] = [];

  constructor(
    private readonly loop: LoopStore,
    private readonly known: Sheets,
    private readonly me: Me,
    private readonly members: Member[],
    private readonly today: string,
  ) {}

  /** What `member` gave back `ago` days ago, asked for some days before. */
  async back(
    member: Member,
    sheet: string,
    no: number,
    ago: number,
    values: Record<string, string>,
    replies: Returned['replies'] = new Map(),
  ): Promise<Copy> {
    const day = addDays(this.today, -ago);
    const name = String(member.name.v);
    const asked = await this.ask(member, sheet, no, ago + 4, 4);
    const copy = this.#copy(sheet, day, {[LABEL]: `${name}, ${no}`, ...values});
    copy.extra['loop'] = {a: asked.id, s: asked.series, no};
    const page = {privacy: () => ({private: false})};
    const before = this.#sent.filter(each => each.copy === copy.copy);
    const from = {id: member.id, name};
    const returned = newReturn({
      site: this.loop.site,
      from,
      copy,
      page,
      wanted: {notes: true, privates: false},
      before,
      assignment: asked.id,
      day,
      replies,
    });
    const {text, digest} = returnFile(returned);
    const entry = indexEntry({returned, digest, person: member.id}, {sheets: this.known, me: this.me, members: this.members});
    await this.loop.keepReturns([{envelope: {kind: 'return', returned, text, digest}, person: member.id, entry}]);
    return copy;
  }

  /** Ask for a sheet `ago` days ago. */
  async ask(member: Member, sheet: string, no: number, ago: number, days: number): Promise<ReturnType<typeof newAssignment>> {
    const made = addDays(this.today, -ago);
    const assignment = newAssignment({
      site: this.loop.site,
      sheet,
      sheetVersion: 1,
      made,
      due: addDays(made, days),
      label: this.known.get(sheet)!.title,
      to: {id: member.id, name: String(member.name.v)},
      from: this.me,
      blind: this.known.get(sheet)!.blind,
      series: `s${member.id.slice(1)}-${sheet.slice(7, 11)}`,
      no,
    });
    await this.loop.give({assignment, text: JSON.stringify(assignmentRecord(assignment)), sent: made});
    return assignment;
  }

  #copy(sheet: string, day: string, values: Record<string, string>): Copy {
    const copy = newCopy(this.loop.site, sheet, 1, new Date(`${day}T09:00:00Z`));
    const wall = Date.parse(`${day}T00:00:00Z`);
    for (const [n, [key, v]] of Object.entries(values).entries()) {
      const t = `${wall}-${n}-sample`;
      copy.leaves.set(key, /\/(?:note|=commitment|=owner)$|^a\/(?:client|helped)\//.test(key) ? textAt(v, t) : {v, t});
    }
    return copy;
  }
}

const row = (id: string, text: string, owner: string, due: string, status: string): Record<string, string> => ({
  [rowKey(ROWS, id, 'pos')]: id === 'commitment-one' ? 'h' : id === 'commitment-two' ? 'p' : 'v',
  [cellKey(ROWS, id, 'commitment')]: text,
  [cellKey(ROWS, id, 'owner')]: owner,
  [cellKey(ROWS, id, 'due')]: due,
  [cellKey(ROWS, id, 'status')]: status,
});

/** Fill `loop`; returns the two sheets that these people filled in. */
export async function sampleTeam(loop: LoopStore, today: string): Promise<Sheets> {
  const known = sheets();
  const me = await loop.setMe('Marta Lind');
  const [ana, ben, cem] = [await loop.addMember('Ana Berg'), await loop.addMember('Ben Okoro'), await loop.addMember('Cem Aydın')];
  const writing = new Writing(loop, known, me, [ana, ben, cem], today);
  const answers = (client: string, sure: string): Record<string, string> => ({
    [answerKey('client')]: client,
    [answerKey('sure')]: sure,
    [answerKey('helped')]: say('sampleAnswerHelped'),
  });
  const ring = row('commitment-one', say('samplePromiseOne'), 'Ana Berg', addDays(today, -9), 'done');
  const price = (status: string): Record<string, string> =>
    row('commitment-two', say('samplePromiseCoach'), me.name, addDays(today, -2), status);
  await writing.back(ana, REVIEW, 1, 45, {...answers(say('sampleAnswerTwo'), '1')});
  const first = await writing.back(ana, REVIEW, 2, 24, {...answers(say('sampleAnswerTwo'), '1'), ...price('to-do')});
  const [id, remark] = newRemark('a/client', 1, loop.leaf(undefined, say('sampleRemark'), true));
  await loop.addRemarks('mine', {...newRemarks(loop.site, me, first.copy, REVIEW), remarks: new Map([[id, remark]])});
  const replies = new Map([[id, loop.leaf(undefined, say('sampleReply'), true)]]);
  await writing.back(ana, REVIEW, 3, 2, {...answers(say('sampleAnswerOne'), '3'), ...ring, ...price('to-do')}, replies);
  await writing.back(ben, REVIEW, 1, 3, {
    ...answers(say('sampleAnswerTwo'), '2'),
    ...row('commitment-one', say('samplePromiseTwo'), 'Ben Okoro', addDays(today, 5), 'to-do'),
  });
  await writing.ask(cem, REVIEW, 1, 6, 4);
  for (const [member, asking, listening] of [
    [ana, '5', '3'],
    [ben, '2', '5'],
    [cem, '4', '4'],
  ] as const) {
    await writing.back(member, TALENT, 1, 30, {[answerKey('asking')]: asking, [answerKey('listening')]: listening});
  }
  await loop.changeMember(ana.id, 'next', addDays(today, 1));
  await loop.changeMember(ben.id, 'next', addDays(today, 2));
  await loop.setSettings({visit: addDays(today, -7)});
  return known;
}
