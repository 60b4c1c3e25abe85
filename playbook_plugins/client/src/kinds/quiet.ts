/** A part of a sheet that asks nothing itself: it shows what other parts hold. */

import type {Kind, Open} from './kind.ts';

/** What a part that asks nothing answers; `show` is its own. */
export abstract class Quiet implements Kind {
  abstract show(): void;
  fallback(): string {
    return '';
  }
  labels(): Map<string, string> {
    return new Map();
  }
  asks(): boolean {
    return false;
  }
  shows(): boolean {
    return false;
  }
  renamed(): Map<string, string[]> {
    return new Map();
  }
  labelOf(key: string): string {
    return key;
  }
  wordsOf(_key: string, value: string | boolean): string {
    return String(value);
  }
  progress(): null {
    return null;
  }
  open(): Open[] {
    return [];
  }
  privacy(): null {
    return null;
  }
}
