// The checker of files, in memory: 公佈 is wrong and has a fix, 請 at the end of a line is doubtful and has none.

import type { CheckFile, CheckRequest, CheckRow, Exported, OpenCheck, SaveCheck } from '../platform/types';

const RULES = [
  { code: 'glyph', found: '公佈', fix: '公布', severity: 'error' },
  { code: 'courtesy', found: '費神', fix: null, severity: 'warning' },
] as const;

export class MockChecking {
  /** Files that can be opened, and their paragraphs. */
  files: Record<string, string[]> = {};
  saved: SaveCheck[] = [];

  /** Undefined for a command that is none of the checker's. */
  handle(cmd: string, args: Record<string, unknown>): unknown {
    switch (cmd) {
      case 'open_check':
        return this.#open(args['request'] as OpenCheck);
      case 'look_check':
        return look(args['request'] as CheckRequest);
      case 'save_check':
        return this.#save(args['request'] as SaveCheck);
      default:
        return undefined;
    }
  }

  #open({ path, text }: OpenCheck): CheckFile {
    const lines = path === null ? text.split('\n') : (this.files[path] ?? []);
    return {
      path,
      name: path?.split('/').at(-1) ?? '',
      kind: path?.endsWith('.docx') ? 'word' : 'text',
      lang: 'zh-Hant-HK',
      template: 'memo',
      paragraphs: lines.map((line) => ({ text: line, kind: 'text' })),
    };
  }

  #save(request: SaveCheck): Exported {
    this.saved.push(request);
    const fileName = request.form === 'copy' ? '公函.checked.docx' : '公函.reviewed.docx';
    return { fileName, folder: '/a', path: `/a/${fileName}`, issues: [] };
  }
}

function look({ paragraphs }: CheckRequest): CheckRow[] {
  return paragraphs.flatMap(({ text }, block) =>
    RULES.flatMap(({ code, found, fix, severity }) =>
      [...text.matchAll(new RegExp(found, 'g'))].map(({ index }): CheckRow => {
        const start = Array.from(text.slice(0, index)).length;
        return {
          code,
          severity,
          message: { zh: `「${found}」不宜用。`, en: `Do not write “${found}”.` },
          field: null,
          block,
          excerpt: found,
          range: [start, start + Array.from(found).length],
          fix,
          sure: fix !== null,
        };
      }),
    ),
  );
}
