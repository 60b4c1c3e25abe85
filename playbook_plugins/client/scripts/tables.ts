/** Prints a table of changes as we write it, for spreadsheets to save again (tests/examples/tables/). Argument: the language. */

import {toCsv} from '../src/travel/csv.ts';
import {separatorOf} from '../src/travel/table.ts';
import {risky} from '../test/risky.ts';

process.stdout.write(
  toCsv(
    risky(),
    () => 'Frage',
    (_, value) => String(value),
    separatorOf(process.argv[2] ?? 'en'),
  ),
);
