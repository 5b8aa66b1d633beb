// Draws a proposal on the page without being part of it: what would go is struck, what would come stands beside it, and the
// blocks under it cannot be edited until each change has its verdict.

import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import type { Block, Run } from '../../platform/types';
import { blockText } from '../blocks';
import { FROM_PROGRAM } from '../editor/sync';
import type { Mark } from '../editor/numbering';
import type { Scope, Shown } from './review';
import { langOf } from './runs';
import './review.css';

type State = { set: DecorationSet };
/** The proposal, the change one looks at, and what the bar is about while the focus is in it. */
type Review = { shown: Shown | null; current: string | null; over: Scope | null };
const key = new PluginKey<State>('review');

export const Reviewing = (onpick: (key: string) => void) =>
  Extension.create({ name: 'reviewing', addProseMirrorPlugins: () => [reviewPlugin(onpick)] });

export function reviewPlugin(onpick: (key: string) => void): Plugin<State> {
  return new Plugin<State>({
    key,
    state: {
      init: () => ({ set: DecorationSet.empty }),
      apply(tr, before) {
        const given = tr.getMeta(key) as Review | undefined;
        if (given) return { set: DecorationSet.create(tr.doc, draw(tr.doc, given)) };
        return tr.docChanged ? { set: before.set.map(tr.mapping, tr.doc) } : before;
      },
    },
    filterTransaction: (tr, state) => !tr.docChanged || Boolean(tr.getMeta(FROM_PROGRAM)) || !touchesLocked(tr, state),
    props: {
      decorations: (state) => key.getState(state)?.set,
      handleDOMEvents: {
        click: (_, event) => {
          const at = event.target instanceof Element ? event.target.closest('[data-change]') : null;
          const change = at?.getAttribute('data-change');
          if (change) onpick(change);
          return false;
        },
      },
    },
  });
}

export const putReview = (view: EditorView, review: Review) => view.dispatch(view.state.tr.setMeta(key, review));

/** Whether a change reaches into a block that waits for a verdict. */
function touchesLocked(tr: Transaction, state: EditorState): boolean {
  const locked = key.getState(state)?.set.find(undefined, undefined, (spec) => spec['locked']) ?? [];
  if (locked.length === 0) return false;
  let from = Math.min(...locked.map((at) => at.from));
  let to = Math.max(...locked.map((at) => at.to));
  for (const step of tr.steps) {
    const map = step.getMap();
    let touched = false;
    map.forEach((start, end) => {
      if (start < to && end > from) touched = true;
    });
    // Steps that only change the formatting of a stretch move nothing.
    const { from: start, to: end } = step as unknown as { from?: number; to?: number };
    if (start !== undefined && end !== undefined && start < to && end > from) touched = true;
    if (touched) return true;
    from = map.map(from, 1);
    to = map.map(to, -1);
  }
  return false;
}

function draw(doc: ProseNode, { shown, current, over }: Review): Decoration[] {
  const starts: number[] = [];
  doc.forEach((_, offset) => starts.push(offset));
  const all: Decoration[] = [];
  const look = (change: string, doubtful: boolean) =>
    (doubtful ? ' rw-doubtful' : '') + (change === current ? ' rw-current' : '');
  const place = (block: number, offset: number) => (starts[block] ?? 0) + 1 + offset;
  const sizeOf = (block: number) => doc.maybeChild(block)?.content.size ?? -1;

  for (let block = over?.at ?? 0; over && block < over.at + over.count; block += 1) {
    const [from, to] = [over.span?.from ?? 0, over.span?.to ?? sizeOf(block)];
    if (from < to && to <= sizeOf(block)) {
      all.push(Decoration.inline(place(block, from), place(block, to), { class: 'rw-over' }));
    }
  }
  if (!shown) return all;

  for (let block = shown.at; block < shown.at + shown.count; block += 1) {
    const node = doc.maybeChild(block);
    const start = starts[block];
    if (!node || start === undefined) continue;
    const attrs = { class: 'rw-locked', contenteditable: 'false' };
    all.push(Decoration.node(start, start + node.nodeSize, attrs, { locked: true }));
  }
  for (const { key: change, block, from, to, doubtful } of shown.out) {
    if (from >= to || to > sizeOf(block)) continue;
    const attrs = { nodeName: 'del', class: `rw-out${look(change, doubtful)}`, 'data-change': change };
    all.push(Decoration.inline(place(block, from), place(block, to), attrs));
  }
  for (const { key: change, block, offset, runs, doubtful } of shown.in) {
    if (offset > sizeOf(block)) continue;
    const dom = () => inserted(runs, change, look(change, doubtful));
    const id = `in ${change} ${JSON.stringify(runs)} ${look(change, doubtful)}`;
    all.push(Decoration.widget(place(block, offset), dom, { side: 1, key: id, marks: [], ignoreSelection: true }));
  }
  for (const { key: change, block, blocks, marks, doubtful, finished } of shown.fresh) {
    const start = starts[block];
    const node = doc.maybeChild(block);
    if (start === undefined || !node) continue;
    const classes = look(change, doubtful) + (finished ? '' : ' rw-growing');
    const dom = () => freshBlocks(blocks, marks, change, classes);
    const id = `fresh ${change} ${JSON.stringify([blocks, marks])} ${classes}`;
    all.push(Decoration.widget(start + node.nodeSize, dom, { side: -1, key: id, ignoreSelection: true }));
  }
  if (shown.tip && shown.tip.offset <= sizeOf(shown.tip.block)) {
    const dom = () => element('span', 'rw-tip');
    all.push(Decoration.widget(place(shown.tip.block, shown.tip.offset), dom, { side: 2, key: 'tip', marks: [] }));
  }
  return all;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function written(into: HTMLElement, runs: readonly Run[]) {
  for (const run of runs) {
    let at: Node = document.createTextNode(run.text);
    for (const tag of [...(run.underline ? ['u'] : []), ...(run.bold ? ['strong'] : [])]) {
      const made = document.createElement(tag);
      made.append(at);
      at = made;
    }
    into.append(at);
  }
}

function inserted(runs: readonly Run[], change: string, classes: string): HTMLElement {
  const made = element('ins', `rw-in${classes}`);
  made.dataset['change'] = change;
  written(made, runs);
  return made;
}

function freshBlocks(blocks: readonly Block[], marks: readonly Mark[], change: string, classes: string): HTMLElement {
  const made = element('div', `rw-fresh${classes}`);
  made.dataset['change'] = change;
  made.contentEditable = 'false';
  blocks.forEach((block, n) => {
    const mark = marks[n];
    const line = element(block.kind === 'heading' ? 'h3' : 'p', mark?.indent ? 'indent' : '');
    if (mark?.number) line.dataset['number'] = mark.number;
    if (block.kind === 'item') line.dataset['level'] = String(block.level);
    const text = element('ins', 'rw-in');
    line.lang = langOf(blockText(block), 'zh-Hant-HK');
    written(text, block.runs);
    line.append(text);
    made.append(line);
  });
  return made;
}
