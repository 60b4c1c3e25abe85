/**
 * The shape of a site's database, as the steps that lead to it: step `n` makes version `n` of version `n - 1`. A step
 * that was published is never changed. What pages of a version stored stands in `test/stored/`, and each comes through.
 */

/** One step, inside the one transaction that changes the version: all steps are taken, or none. */
export type Step = (database: IDBDatabase, transaction: IDBTransaction) => void;

export const STEPS: readonly Step[] = [
  database => {
    database.createObjectStore('copies');
    database.createObjectStore('quarantine', {autoIncrement: true});
    database.createObjectStore('points', {autoIncrement: true}).createIndex('worksheet', 'worksheet');
  },
];
