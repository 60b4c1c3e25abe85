/** The life of each commitment of somebody over their reviews: born, moved, done, dropped, the third time open, left open. */

import {chainsOf} from '../coaching/commitments.ts';
