// Ways through the segments: the next that is not confirmed, the next with an open issue; and what an issue is let stand by.

import type { BenchSegment, Issue } from '../platform/types';

/** The id of the next segment that `wanted` takes, after `from` (or before it), round at the ends; null when none does. */
export function nextOf(
  segments: readonly BenchSegment[],
  from: number | null,
  step: 1 | -1,
  wanted: (segment: BenchSegment) => boolean,
): number | null {
  const count = segments.length;
  const at = segments.findIndex((segment) => segment.id === from);
  const start = at < 0 ? (step > 0 ? -1 : count) : at;
  for (let n = 1; n <= count; n++) {
    const segment = segments[(((start + step * n) % count) + count) % count];
    if (segment && segment.id !== from && wanted(segment)) return segment.id;
  }
  return null;
}

export const notConfirmed = (segment: BenchSegment) => segment.state !== 'confirmed';
export const hasIssue = (segment: BenchSegment) => segment.issues.length > 0;

/** What is kept of an issue that a person lets stand. */
export const acceptance = (issue: Issue) => `${issue.code} ${issue.excerpt ?? ''}`;

const WEIGHT = { error: 0, warning: 1, info: 2 } as const;
/** The gravest first. */
export const byWeight = (issues: readonly Issue[]) =>
  [...issues].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
