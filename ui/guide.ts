// The guides of docs/guide as HTML, made when the window is built: what reads Markdown is not shipped.

import { marked, type Tokens } from 'marked';
import type { Plugin } from 'vite';

/** A heading of a guide, for its table of contents. */
export type Heading = { id: string; level: number; text: string };

/** `import … from './user.en-GB.md'` gives `html` and `headings`; pictures become files of the window. */
export function guides(): Plugin {
  return {
    name: 'guides',
    enforce: 'pre',
    transform(source, id) {
      if (!id.endsWith('.md')) return null;
      const headings: Heading[] = [];
      const pictures: string[] = [];
      const renderer = {
        heading(this: { parser: { parseInline(tokens: Tokens.Generic[]): string } }, token: Tokens.Heading) {
          const at = `section-${headings.length}`;
          const text = this.parser.parseInline(token.tokens);
          headings.push({ id: at, level: token.depth, text: token.text });
          return `<h${token.depth} id="${at}">${text}</h${token.depth}>`;
        },
        image({ href, text }: Tokens.Image) {
          pictures.push(href);
          return `<img src="${mark(pictures.length - 1)}" alt="${text}" />`;
        },
      };
      const html = marked.use({ renderer }).parse(source, { async: false });
      const imports = pictures.map((path, n) => `import picture${n} from ${JSON.stringify(path)};`);
      const whole = pictures.reduce(
        (text, _, n) => text.replace(JSON.stringify(mark(n)).slice(1, -1), `" + picture${n} + "`),
        JSON.stringify(html),
      );
      return {
        code: [
          ...imports,
          `export const html = ${whole};`,
          `export const headings = ${JSON.stringify(headings)};`,
        ].join('\n'),
        map: null,
      };
    },
  };
}

const mark = (n: number) => `@@picture-${n}@@`;
