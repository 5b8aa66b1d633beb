// About where the pages of a sheet end on the screen; where exactly is the exported file's affair.

export type PageEnd = { top: number; page: number };

/** The ends of pages of `length` on a sheet of `height`, where an annex at each of `annexes` begins a page of its own. */
export function pageEnds(height: number, length: number, annexes: readonly number[]): PageEnd[] {
  const ends: PageEnd[] = [];
  if (length <= 0) return ends;
  let page = 1;
  [0, ...annexes].forEach((start, i) => {
    if (i > 0) ends.push({ top: start, page: (page += 1) });
    const end = annexes[i] ?? height;
    // The last few pixels are rounding.
    for (let top = start + length; top < end - 2; top += length) ends.push({ top, page: (page += 1) });
  });
  return ends;
}
