/** Prints generated calendars, one JSON line each: the text, and what a reader of it ought to find. Argument: how many. */

import {toCalendar} from '../src/travel/calendar.ts';
import {randomText} from '../test/random.ts';
import {seeded} from '../test/seeded.ts';

const random = seeded(31);
for (let round = 0; round < Number(process.argv[2] ?? 100); round += 1) {
  const events = Array.from({length: 1 + Math.floor(random() * 4)}, (_, index) => ({
    uid: `c${round}.r${index}@coach.example`,
    day: new Date(Math.floor(random() * 4e12)).toISOString().slice(0, 10),
    title: `T ${randomText(random)}`,
    text: `D ${randomText(random)}`,
    url: `https://coach.example/go/a/r${index}/`,
    sequence: Math.floor(random() * 9),
    cancelled: random() < 0.3,
    every: random() < 0.3 ? 14 : 0,
  }));
  console.log(JSON.stringify({ics: toCalendar(events, new Date(round * 1e9)), events}));
}
