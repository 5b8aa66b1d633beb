// The phases of a draft, in words and in hundredths.

import type { Words } from '../i18n/zh-Hant-HK';
import type { RunPhase } from './run.svelte';

/** `34` from 10 up, `3.4` below: nobody reads more. */
export const speed = (perSecond: number) => (perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1));

export function phaseWords(phase: RunPhase, t: Words): string {
  switch (phase.kind) {
    case 'idle':
      return '';
    case 'queued':
      return t.phaseQueued(phase.ahead);
    case 'starting':
      return t.phaseStarting;
    case 'loading':
      return t.phaseLoading(phase.percent);
    case 'reading':
      return t.phaseReading(phase.done, phase.total, phase.reused);
    case 'writing':
      return phase.tokensPerSecond > 0
        ? t.phaseWriting(phase.point, phase.points, speed(phase.tokensPerSecond))
        : t.phaseWritingStart;
    case 'checking':
      return t.phaseChecking;
    case 'repairing':
      return t.phaseRepairing(phase.faults);
  }
}

/** How far a phase is, 0 to 100; null where nobody knows. */
export function progressOf(phase: RunPhase): number | null {
  if (phase.kind === 'loading') return phase.percent;
  if (phase.kind === 'reading' && phase.total > 0) return (100 * phase.done) / phase.total;
  return null;
}
