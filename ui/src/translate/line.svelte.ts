// One segment on the bench; the row that draws it follows it alone.

import type { BenchSegment, SegmentEdit, SegmentHelp } from '../platform/types';

/** What an act changes of a segment. */
export type Values = SegmentEdit;

export class Line {
  segment = $state.raw<BenchSegment>() as BenchSegment;
  /** The model is at work on it. */
  working = $state(false);
  /** What is known about it, once it was looked at. */
  help = $state.raw<SegmentHelp | null>(null);

  constructor(segment: BenchSegment) {
    this.segment = segment;
  }

  get id() {
    return this.segment.id;
  }
  get values(): Values {
    const { id, target, state, accepted } = this.segment;
    return { id, target, state, accepted };
  }
}
