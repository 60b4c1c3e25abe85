/** Restore points: states kept before something that changes much, such as an import or a deletion. */

import {type Copy, toRecord} from '../model/response.ts';
import {complete, result} from './connection.ts';
import type {Database} from './database.ts';

/** One kept state; `record` passes the gate each time it is read. */
export interface Point {
  worksheet: string;
  copy: string;
  at: string;
  why: string;
  record: unknown;
}

const POINTS_KEPT = 20;

/** Keep the state of a copy; the oldest of its worksheet go when there are more than twenty. Where storage is refused nothing is kept. */
export function keepPoint({database, copy}: {database: Database; copy: Copy}, why: string): Promise<void> {
  const point: Point = {worksheet: copy.worksheet, copy: copy.copy, at: new Date().toISOString(), why, record: toRecord(copy)};
  return database
    .within(['points'], 'readwrite', transaction => {
      const points = transaction.objectStore('points');
      points.add(point);
      const listing = points.index('worksheet').getAllKeys(point.worksheet);
      listing.onsuccess = () => {
        for (const key of listing.result.slice(0, -POINTS_KEPT)) points.delete(key);
      };
      return complete(transaction);
    })
    .catch(() => undefined);
}

/** The earlier states of a worksheet, newest first; none when storage is refused. */
export async function pointsOf({database, worksheet}: {database: Database; worksheet: string}): Promise<Point[]> {
  const found = await database
    .within(['points'], 'readonly', transaction => result(transaction.objectStore('points').index('worksheet').getAll(worksheet)))
    .catch(() => []);
  return (found as Point[]).reverse();
}
