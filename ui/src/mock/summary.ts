// Summaries, in memory: every sentence of a text is a point, and a long one loses its first clause.

import { blockText } from '../draft/blocks';
import type { SummaryEvent, SummaryRequest } from '../platform/types';

export async function summariseMock(
  { text, document, points, shorten }: SummaryRequest,
  send: (event: SummaryEvent) => void,
  pause: () => Promise<boolean>,
): Promise<null> {
  const lines = document ? document.body.map(blockText) : text.split('\n');
  const picked = lines
    .map((source, line) => ({ source, line }))
    .filter(({ source }) => source.trim() !== '')
    .slice(0, points);
  send({ event: 'begun', data: { lines, total: picked.length } });
  for (const { source, line } of picked) {
    if (await pause()) return null;
    const comma = source.indexOf('，') + 1;
    const shortened = shorten && comma > 0;
    send({ event: 'point', data: { text: shortened ? source.slice(comma) : source, source, line, shortened } });
  }
  send({ event: 'done' });
  return null;
}
