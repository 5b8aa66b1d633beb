// Things by the segment they belong to.

/** In groups, each in the order it came. */
export function grouped<T extends { id: number }>(items: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const out = new Map<number, T[]>();
  for (const item of items) {
    const group = out.get(item.id);
    if (group) group.push(item);
    else out.set(item.id, [item]);
  }
  return out;
}

/** By their ids; of two with the same the later counts. */
export const byId = <T extends { id: number }>(items: readonly T[]): ReadonlyMap<number, T> =>
  new Map(items.map((item) => [item.id, item]));

/** Where each stands. */
export const orderOf = (items: readonly { id: number }[]): ReadonlyMap<number, number> =>
  new Map(items.map((item, n) => [item.id, n]));
