// Pure functions over runs: a stretch of them, their length, which language they are in.

import type { Block, Lang, Run } from '../../platform/types';
import { tidyRuns } from '../blocks';

export const runsText = (runs: readonly Run[]) => runs.map((run) => run.text).join('');
export const lengthOf = (runs: readonly Run[]) => runs.reduce((length, run) => length + run.text.length, 0);

/** The characters `from` to `to`, in UTF-16 units, with their formatting. */
export function sliceRuns(runs: readonly Run[], from: number, to: number): Run[] {
  let at = 0;
  const cut = runs.map((run) => {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += run.text.length;
    return { ...run, text };
  });
  return tidyRuns(cut);
}

const HAN = /\p{Script=Han}/gu;
const WORD = /[A-Za-z][A-Za-z'’-]*/g;

/** The language most of a text is in; `otherwise` where it has no words at all. */
export function langOf(text: string, otherwise: Lang): Lang {
  const [han, words] = [text.match(HAN)?.length ?? 0, text.match(WORD)?.length ?? 0];
  if (han === 0 && words === 0) return otherwise;
  return han >= words ? 'zh-Hant-HK' : 'en-GB';
}

/** How long a text is as an office counts: characters in Chinese, words in English. */
export function extent(blocks: readonly Block[], lang: Lang): number {
  const text = blocks.map((block) => runsText(block.runs)).join('\n');
  if (lang === 'en-GB') return text.split(/\s+/).filter(Boolean).length;
  return Array.from(text.replace(/\s+/g, '')).length;
}
