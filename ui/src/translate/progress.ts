// How far a translation is, and how long the rest takes.

import type { BenchSegment } from '../platform/types';

export type Counts = { segments: number; translated: number; confirmed: number; issues: number };

export function countsOf(segments: readonly BenchSegment[]): Counts {
  const counts = { segments: segments.length, translated: 0, confirmed: 0, issues: 0 };
  for (const { state, issues } of segments) {
    if (state !== 'untranslated') counts.translated++;
    if (state === 'confirmed') counts.confirmed++;
    counts.issues += issues.length;
  }
  return counts;
}

/** Of a whole, in hundredths: never 0 for something, never 100 for less than all. */
export function percent(part: number, whole: number): number {
  if (whole === 0 || part === 0) return 0;
  if (part >= whole) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

/** Minutes that are left, rounded up; 0 when it is less than one, null while nobody knows. */
export function minutesLeft(todo: number, done: number, seconds: number): number | null {
  if (seconds <= 0) return null;
  const left = (todo - done) * seconds;
  return left < 60 ? 0 : Math.ceil(left / 60);
}
