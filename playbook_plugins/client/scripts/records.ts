/** Prints generated records, one JSON line each, for whoever checks them against the published schema. Argument: how many. */

import {toRecord} from '../src/model/response.ts';
import {randomCopy} from '../test/random.ts';
import {seeded} from '../test/seeded.ts';

const random = seeded(51);
for (let round = 0; round < Number(process.argv[2] ?? 100); round += 1) console.log(JSON.stringify(toRecord(randomCopy(random))));
