/**
 * Scoring an assessment. The score of a trait is the mean of its answered statements as a percentage of the
 * scale, (m - 1) / (n - 1), reverse-scored statements turned round first (Likert 1932). Below `ENOUGH` answered
 * a trait has a score of what is there, and no band: too little was said to read it.
 */

/** The share of a trait's statements that must be answered before a band is named. */
export const ENOUGH = 0.8;

/** One statement's answer: its point on the scale from 1, or null when open or "not sure". */
export interface Answer {
  trait: string;
  reverse: boolean;
  point: number | null;
}

/** A range of scores, both ends included, in whole per cent. */
export interface Band {
  id: string;
  name: string;
  least: number;
  most: number;
  text: string;
  byTrait: ReadonlyMap<string, string>;
}

/** How one trait stands. */
export interface Score {
  trait: string;
  percent: number | null;
  answered: number;
  all: number;
  band: Band | null;
}

/** The scores of `traits` from `answers` on a scale of `points`, in the order of `traits`. */
export function scoresOf(traits: readonly string[], answers: readonly Answer[], points: number, bands: readonly Band[]): Score[] {
  return traits.map(trait => {
    const own = answers.filter(answer => answer.trait === trait);
    const given = own.filter(answer => answer.point !== null && answer.point >= 1 && answer.point <= points);
    if (!given.length || points < 2) return {trait, percent: null, answered: 0, all: own.length, band: null};
    const sum = given.reduce((total, {point, reverse}) => total + (reverse ? points + 1 - point! : point!), 0);
    const percent = Math.round(((sum / given.length - 1) / (points - 1)) * 100);
    const band = given.length >= ENOUGH * own.length ? (bands.find(({least, most}) => percent >= least && percent <= most) ?? null) : null;
    return {trait, percent, answered: given.length, all: own.length, band};
  });
}

/** Strengths first: by score, those without one last, in the author's order where scores are equal. */
export const strengthsFirst = (scores: readonly Score[]): Score[] => [...scores].sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1));
