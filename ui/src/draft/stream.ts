// A body while a draft arrives: paragraphs come by index, may come again, and may be edited by the officer meanwhile.
// What the officer changed is never taken away.

import type { Block } from '../platform/types';
import { sameBlock } from './blocks';

/** A block and, while a draft arrives, which of the draft's blocks it is. */
export type Placed = { block: Block; stream: number | null };

export const placed = (blocks: readonly Block[]): Placed[] => blocks.map((block) => ({ block, stream: null }));
export const blocksOf = (body: readonly Placed[]): Block[] => body.map((entry) => entry.block);

/** The draft's blocks as they last came, by index. */
export type Arrived = Map<number, Block>;
export const none = (): Arrived => new Map();

const untouched = (entry: Placed, arrived: Arrived) => {
  const came = entry.stream === null ? undefined : arrived.get(entry.stream);
  return came !== undefined && sameBlock(came, entry.block);
};

/**
 * The body after block `index` came (again). A block the officer has edited or removed stays as the officer left it.
 * `arrived` is brought up to date.
 */
export function arrive(body: readonly Placed[], arrived: Arrived, index: number, block: Block): Placed[] {
  const known = arrived.has(index);
  const at = body.findIndex((entry) => entry.stream === index);
  const next = [...body];
  if (at >= 0) {
    if (untouched(body[at] as Placed, arrived)) next[at] = { block, stream: index };
  } else if (!known) {
    const after = body.findLastIndex((entry) => entry.stream !== null && entry.stream < index);
    next.splice(after < 0 ? body.length : after + 1, 0, { block, stream: index });
  }
  arrived.set(index, block);
  return next;
}

/** The body once the draft is done: the final blocks, with the officer's edits in their places. */
export function settle(body: readonly Placed[], arrived: Arrived, final: readonly Block[]): Block[] {
  const result: Block[] = [];
  const used = new Set<number>();
  for (const entry of body) {
    const index = entry.stream;
    if (index === null || !untouched(entry, arrived)) result.push(entry.block);
    else if (final[index] !== undefined) result.push(final[index]);
    if (index !== null) used.add(index);
  }
  final.forEach((block, index) => {
    if (!used.has(index) && !arrived.has(index)) result.push(block);
  });
  return result;
}
