// What differs between two sentences, for the eye: word by word, a Chinese character counting as a word.

export type Part = { text: string; differs: boolean };

const WORDS = /\p{Script=Han}|[\p{L}\p{N}][\p{L}\p{N}.,'’-]*|\s+|./gsu;
/** Longer than this nobody compares by eye. */
const MOST = 400;

/** The second text in parts, those marked that the first has not. */
export function difference(before: string, after: string): Part[] {
  const [a, b] = [before.match(WORDS) ?? [], after.match(WORDS) ?? []];
  if (a.length > MOST || b.length > MOST) return [{ text: after, differs: false }];
  // How long the longest common run of words is from each place on.
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: Part[] = [];
  const add = (text: string, differs: boolean) => {
    const last = out.at(-1);
    if (last && last.differs === differs) last.text += text;
    else out.push({ text, differs });
  };
  let i = 0;
  for (let j = 0; j < b.length;) {
    const word = b[j] ?? '';
    if (i < a.length && a[i] === word) {
      add(word, false);
      i++;
      j++;
    } else if (i < a.length && at(i + 1, j) >= at(i, j + 1)) i++;
    else {
      add(word, true);
      j++;
    }
  }
  return out;
}
