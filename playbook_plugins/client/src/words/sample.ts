/** Words of the team that is made up: two sheets and what three people wrote on them. */

import {catalogue} from './core.ts';

export const sampleWords = {
  sampleOneToOne: 'One-to-one (sample)',
  sampleClient: 'Which client needs us most in the next two weeks?',
  sampleSure: 'How sure are we of the next two weeks?',
  sampleSureLittle: 'A little sure',
  sampleSureHalf: 'Half and half',
  sampleSureQuite: 'Quite sure',
  sampleHelped: 'What helped? A client and a day.',
  sampleCommitments: 'New commitments',
  sampleCommitment: 'Commitment',
  sampleOwner: 'Owner',
  sampleDue: 'Due',
  sampleStatus: 'Status',
  sampleToDo: 'To do',
  sampleDone: 'Done',
  sampleDropped: 'Dropped',
  sampleTalent: 'Talents (sample)',
  sampleAsking: 'Asking for the order',
  sampleListening: 'Listening',
  sampleAskingSays: 'I ask for the order before I leave.',
  sampleListeningSays: 'I can say back what the client said.',
  sampleStrength: 'A strength',
  sampleFair: 'Fair',
  samplePartner: 'Find a partner',
  sampleAnswerOne: 'Lindqvist: the pilot ends on Friday.',
  sampleAnswerTwo: 'Okafor: their buyer is leaving.',
  sampleAnswerHelped: 'Monday’s walk through the plant.',
  samplePromiseOne: 'Ring Mrs Lindqvist before ten on Tuesday',
  samplePromiseTwo: 'Send the plant manager the two figures',
  samplePromiseCoach: 'Get the price for Okafor approved',
  sampleRemark: 'Who signs there?',
  sampleReply: 'Her deputy, until January.',
};

/** A word of the sample. */
export const say = /* @__PURE__ */ catalogue(sampleWords);
