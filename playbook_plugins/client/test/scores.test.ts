import assert from 'node:assert/strict';
import {test} from 'node:test';

import {type Answer, type Band, scoresOf, strengthsFirst} from '../src/model/scores.ts';

const bands: Band[] = [
  {id: 'low', name: 'Low', least: 0, most: 49, text: '', byTrait: new Map()},
  {id: 'high', name: 'High', least: 50, most: 100, text: '', byTrait: new Map()},
];
const answers = (points: (number | null)[], reverse: number[] = []): Answer[] =>
  points.map((point, index) => ({trait: 't', point, reverse: reverse.includes(index)}));

test('a score is the mean over what was answered, reverse statements turned round', () => {
  const [score] = scoresOf(['t'], answers([5, 1, 3], [1]), 5, bands);
  assert.equal(score!.percent, 83); // 5, 5 and 3 on a scale of 1 to 5
  assert.equal(score!.band?.id, 'high');
});

test('no band is named below four in five answered, at exactly four in five it is', () => {
  assert.equal(scoresOf(['t'], answers([5, 5, 5, null, null]), 5, bands)[0]!.band, null);
  assert.equal(scoresOf(['t'], answers([5, 5, 5, 5, null]), 5, bands)[0]!.band?.id, 'high');
});

test('nothing answered has no score; a point off the scale counts as none', () => {
  assert.equal(scoresOf(['t'], answers([null, null]), 5, bands)[0]!.percent, null);
  assert.equal(scoresOf(['t'], answers([9, 99]), 5, bands)[0]!.percent, null);
});

test('bands meet: every whole percentage has exactly one', () => {
  for (let percent = 0; percent <= 100; percent += 1) {
    assert.equal(bands.filter(({least, most}) => percent >= least && percent <= most).length, 1);
  }
});

test('strengths come first and unanswered traits last, equals in the author’s order', () => {
  const score = (trait: string, percent: number | null) => ({trait, percent, answered: 1, all: 1, band: null});
  assert.deepEqual(
    strengthsFirst([score('a', 10), score('b', null), score('c', 90), score('d', 10)]).map(({trait}) => trait),
    ['c', 'a', 'd', 'b'],
  );
});
