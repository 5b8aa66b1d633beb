// What the model is doing for a rewriting or an answer, in words.

import type { Words } from '../../i18n/zh-Hant-HK';
import { speed } from '../phases';

export type Working =
  | { kind: 'idle' }
  | { kind: 'queued'; ahead: number }
  | { kind: 'starting' }
  | { kind: 'loading'; percent: number }
  | { kind: 'reading'; done: number; total: number; reused: number }
  | { kind: 'writing'; tokensPerSecond: number; part: number; parts: number }
  | { kind: 'checking' }
  | { kind: 'repairing'; faults: number };

export function workingWords(phase: Working, t: Words): string {
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
        ? t.rewrite.writing(phase.part, phase.parts, speed(phase.tokensPerSecond))
        : t.phaseWritingStart;
    case 'checking':
      return t.rewrite.comparing;
    case 'repairing':
      return t.phaseRepairing(phase.faults);
  }
}
