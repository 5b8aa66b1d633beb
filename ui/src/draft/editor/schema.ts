// The page's editor as a TipTap schema: its document is the body's blocks, one node for one block.

import { Extension, Node, type Editor } from '@tiptap/core';
import Bold from '@tiptap/extension-bold';
import Underline from '@tiptap/extension-underline';
import type { Node as ProseNode, Schema } from '@tiptap/pm/model';
import type { Block, Run } from '../../platform/types';
import { tidyRuns } from '../blocks';
import type { Placed } from '../stream';

/** Which block of an arriving draft a node is; never copied to a second node, never part of the document. */
const stream = { stream: { default: null, keepOnSplit: false, rendered: false } };
/** The lines of the document's source that a node comes from; a paragraph cut in two comes from them twice. */
const sourced = { ...stream, lines: { default: null, rendered: false } };

const Doc = Node.create({ name: 'doc', topNode: true, content: 'block+' });
const Text = Node.create({ name: 'text', group: 'inline' });
const Paragraph = Node.create({
  name: 'paragraph',
  priority: 1000,
  group: 'block',
  content: 'text*',
  addAttributes: () => sourced,
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: () => ['p', 0],
});
const Item = Node.create({
  name: 'item',
  group: 'block',
  content: 'text*',
  addAttributes: () => ({
    ...sourced,
    level: {
      default: 1,
      parseHTML: (element: HTMLElement) => (element.dataset['level'] === '2' ? 2 : 1),
      renderHTML: (attributes: Record<string, unknown>) => ({ 'data-level': attributes['level'] }),
    },
  }),
  parseHTML: () => [{ tag: 'p[data-level]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['p', HTMLAttributes, 0],
});
const Heading = Node.create({
  name: 'heading',
  group: 'block',
  content: 'text*',
  addAttributes: () => stream,
  parseHTML: () => [{ tag: 'h3' }],
  renderHTML: () => ['h3', 0],
});

const block = (editor: Editor) => editor.state.selection.$from.parent;
const atStart = (editor: Editor) => editor.state.selection.empty && editor.state.selection.$from.parentOffset === 0;

/** Makes every block of the selection of one kind. */
export function setKind(editor: Editor, kind: 'paragraph' | 'heading' | 'item', level = 1): boolean {
  const { state, view } = editor;
  const type = state.schema.nodes[kind];
  if (!type) return false;
  const { from, to } = state.selection;
  // What a block comes from stays true whatever kind it is.
  const attrs = (node: ProseNode) => ({
    ...(kind === 'item' ? { level } : {}),
    ...(kind === 'heading' ? {} : { lines: (node.attrs['lines'] as number[] | undefined) ?? null }),
  });
  view.dispatch(state.tr.setBlockType(from, to, type, attrs).scrollIntoView());
  return true;
}

/** Enter: an item is followed by an item, an empty item ends the list, a heading is followed by a paragraph. */
function nextBlock(editor: Editor): boolean {
  const { state, view, schema } = editor;
  const { type, content, attrs } = block(editor);
  if (type.name === 'item' && content.size === 0) return setKind(editor, 'paragraph');
  const { tr } = state;
  const { $from } = tr.deleteSelection().selection;
  const atEnd = $from.parentOffset === $from.parent.content.size;
  const next = type.name === 'item' ? type : schema.nodes['paragraph'];
  if (!next || (type.name === 'heading' && !atEnd)) return false;
  const level = type.name === 'item' ? { level: attrs['level'] as number } : {};
  // What is cut off comes from the same lines; an empty paragraph comes from none.
  const lines = atEnd ? null : ((attrs['lines'] as number[] | undefined) ?? null);
  view.dispatch(tr.split($from.pos, 1, [{ type: next, attrs: { ...level, lines } }]).scrollIntoView());
  return true;
}

const Keys = Extension.create({
  name: 'keys',
  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      // Tab goes in as far as a form goes; after that, and before the first step back, it leaves the page.
      Tab: () => {
        const { type, attrs } = block(editor);
        if (type.name === 'paragraph') return setKind(editor, 'item', 1);
        return type.name === 'item' && attrs['level'] === 1 && setKind(editor, 'item', 2);
      },
      'Shift-Tab': () => {
        const { type, attrs } = block(editor);
        if (type.name !== 'item') return false;
        return attrs['level'] > 1 ? setKind(editor, 'item', 1) : setKind(editor, 'paragraph');
      },
      Enter: () => nextBlock(editor),
      Backspace: () => {
        const { type, attrs } = block(editor);
        if (!atStart(editor) || type.name === 'paragraph') return false;
        return type.name === 'item' && attrs['level'] > 1 ? setKind(editor, 'item', 1) : setKind(editor, 'paragraph');
      },
      // One line to a block: a line break inside one has no place on the form.
      'Shift-Enter': () => editor.commands.splitBlock(),
    };
  },
});

export const extensions = [Doc, Text, Paragraph, Item, Heading, Bold, Underline, Keys];

/** The body as a document of the editor. An empty body is one empty paragraph to type into. */
export function toNodes(schema: Schema, body: readonly Placed[]): ProseNode {
  const { paragraph, item, heading, doc } = schema.nodes;
  if (!paragraph || !item || !heading || !doc) throw new Error('The schema lacks a block.');
  const nodes = body.map(({ block, stream }) => {
    const text = tidyRuns(block.runs).map((run) => schema.text(run.text, marksOf(schema, run)));
    if (block.kind === 'heading') return heading.create({ stream }, text);
    const lines = block.lines ?? null;
    if (block.kind === 'item') return item.create({ level: block.level, stream, lines }, text);
    return paragraph.create({ stream, lines }, text);
  });
  return doc.create(null, nodes.length > 0 ? nodes : [paragraph.create()]);
}

/** The document of the editor as a body; one empty paragraph is an empty body. */
export function toBody(doc: ProseNode): Placed[] {
  const body: Placed[] = [];
  doc.forEach((node) => {
    const runs: Run[] = [];
    node.forEach((text) => {
      const has = (name: string) => text.marks.some((mark) => mark.type.name === name);
      runs.push({ text: text.text ?? '', bold: has('bold'), underline: has('underline') });
    });
    body.push({ block: blockOf(node, tidyRuns(runs)), stream: node.attrs['stream'] as number | null });
  });
  const [only] = body;
  return body.length === 1 && only?.block.kind === 'paragraph' && only.block.runs.length === 0 ? [] : body;
}

function blockOf(node: ProseNode, runs: Run[]): Block {
  if (node.type.name === 'heading') return { kind: 'heading', runs };
  const lines = node.attrs['lines'] as number[] | null;
  const from = lines && lines.length > 0 ? { lines } : {};
  if (node.type.name === 'item') return { kind: 'item', level: node.attrs['level'] as number, runs, ...from };
  return { kind: 'paragraph', runs, ...from };
}

function marksOf(schema: Schema, run: Run) {
  const { bold, underline } = schema.marks;
  return [...(run.bold && bold ? [bold.create()] : []), ...(run.underline && underline ? [underline.create()] : [])];
}
