/** What the pages of the loop know of the site's sheets without opening them: written into the page at build. */

/** A question as its sheet asks it. */
export interface SheetQuestion {
  id: string;
  label: string;
  /** Field type of the contract, or `item` for a line of a checklist. */
  type: string;
  /** A line with lines inside it, which count in its place. */
  group?: true;
  section: string;
  private: boolean;
  /** The id of the coach's box where it is asked of both; `''` where it is not. */
  coach: string;
  /** Id and words of each choice, in the author's order. */
  choices: [string, string][];
  /** The trait that it counts for in an assessment; `''` for none. A reversed statement counts the other way round. */
  trait: string;
  reverse: boolean;
}

/** A table of rows. `role`: text, owner, due, status, or `''`. */
export interface SheetTable {
  id: string;
  label: string;
  section: string;
  private: boolean;
  /** Its rows are commitments. */
  commitments: boolean;
  columns: {id: string; label: string; type: string; role: string; choices: [string, string][]}[];
}

/** One sheet. */
export interface SheetEntry {
  id: string;
  title: string;
  kind: string;
  version: number;
  /** Address from the page that this stands in. */
  url: string;
  /** `never`: its answers are never asked for. */
  return: 'ask' | 'never';
  blind: boolean;
  /** Days from one review to the next; 0 for none. */
  every: number;
  questions: SheetQuestion[];
  tables: SheetTable[];
  /** An assessment's traits and bands in the author's order, and the points of its scale; empty and 0 elsewhere (model/scores.ts). */
  traits: {id: string; label: string}[];
  bands: {id: string; label: string; least: number; most: number}[];
  points: number;
}

/** By the sheets' ids, in the order of the site. */
export type Sheets = ReadonlyMap<string, SheetEntry>;

/** The sheets that the page lists in its `<template data-pb-sheets>`; none where there is no such list. */
export function sheetsIn(root: ParentNode): Sheets {
  const list = root.querySelector<HTMLTemplateElement>('template[data-pb-sheets]');
  const text = list?.content.textContent || '[]';
  return new Map((JSON.parse(text) as SheetEntry[]).map(each => [each.id, each]));
}
