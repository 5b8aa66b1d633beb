// What the page shows around the text without being part of it: numbers, indents, underlines, the place looked at.

import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { blocksOf } from '../stream';
import { marksFor, type Numbering } from './numbering';
import type { Underline } from './marks';
import { toBody } from './schema';

export type Dressing = {
  numbering: Numbering;
  underlines: Underline[];
  look: Omit<Underline, 'kind' | 'title'> | null;
  /** Whether a draft is arriving: the end of what has come shows where. */
  arriving: boolean;
  /** What the form has after the body: it stands before the first annex. Null when there is no annex. */
  after: HTMLElement | null;
};

type State = { dressing: Dressing; set: DecorationSet };
const key = new PluginKey<State>('dressing');

export const undressed: Dressing = {
  numbering: { from: 0, indent: true },
  underlines: [],
  look: null,
  arriving: false,
  after: null,
};

export function dressingPlugin(): Plugin<State> {
  return new Plugin<State>({
    key,
    state: {
      init: (_, { doc }) => ({ dressing: undressed, set: dress(doc, undressed, null) }),
      apply(tr, before) {
        const given = tr.getMeta(key) as Dressing | undefined;
        if (given) return { dressing: given, set: dress(tr.doc, given, null) };
        if (!tr.docChanged) return before;
        // Until the next sheet the underlines go with the text; numbers follow the rule at once.
        return { ...before, set: dress(tr.doc, before.dressing, before.set.map(tr.mapping, tr.doc)) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.set },
  });
}

export const putDressing = (view: EditorView, dressing: Dressing) =>
  view.dispatch(view.state.tr.setMeta(key, dressing));

function dress(doc: ProseNode, dressing: Dressing, moved: DecorationSet | null): DecorationSet {
  const numbers: Decoration[] = [];
  const starts: number[] = [];
  const body = blocksOf(toBody(doc));
  const marks = marksFor(body, dressing.numbering);
  let annex = -1;
  const newest = dressing.arriving ? Math.max(...streams(doc)) : -1;
  doc.forEach((node, offset, index) => {
    starts.push(offset + 1);
    const mark = marks[index] ?? { number: '', indent: dressing.numbering.indent };
    const end = newest >= 0 && node.attrs['stream'] === newest ? ' arriving' : '';
    const attrs: Record<string, string> = { class: (mark.indent ? 'indent' : '') + end };
    if (mark.name !== undefined) {
      if (annex < 0) annex = offset;
      attrs['class'] = 'annex' + end;
      const [from, to] = [offset + 1, offset + 1 + node.content.size];
      const part = (from: number, to: number, name: string) =>
        numbers.push(Decoration.inline(from, to, { class: name }, { inside: false }));
      // What divides the two is not printed.
      const name = from + node.textContent.slice(0, mark.name).replace(/[^\p{L}\p{N}]+$/u, '').length;
      part(from, name, 'annex-name');
      if (name < from + mark.name) part(name, from + mark.name, 'annex-gap');
      if (from + mark.name < to) part(from + mark.name, to, 'annex-title');
    }
    if (mark.number) attrs['data-number'] = mark.number;
    numbers.push(Decoration.node(offset, offset + node.nodeSize, attrs, { inside: false }));
  });
  if (dressing.after) {
    const spec = { side: -1, key: 'after', ignoreSelection: true, stopEvent: () => true, inside: false };
    numbers.push(Decoration.widget(annex < 0 ? doc.content.size : annex, dressing.after, spec));
  }
  if (moved)
    return DecorationSet.create(doc, [...numbers, ...moved.find(undefined, undefined, (spec) => spec['inside'])]);

  const inside: Decoration[] = [];
  const add = (place: Omit<Underline, 'kind' | 'title'>, attrs: Record<string, string>) => {
    const start = starts[place.block];
    const size = start === undefined ? 0 : (doc.maybeChild(place.block)?.content.size ?? 0);
    if (start === undefined || place.from >= place.to || place.to > size) return;
    inside.push(Decoration.inline(start + place.from, start + place.to, attrs, { inside: true }));
  };
  for (const mark of dressing.underlines) {
    add(mark, { class: `mark ${mark.kind}`, ...(mark.title ? { title: mark.title } : {}) });
  }
  if (dressing.look) add(dressing.look, { class: 'looked-at' });
  return DecorationSet.create(doc, [...numbers, ...inside]);
}

const streams = (doc: ProseNode): number[] => {
  const found = [-1];
  doc.forEach((node) => found.push((node.attrs['stream'] as number | null) ?? -1));
  return found;
};
