// Rewriting and questions as the mock's model does them: words it knows are put in other words, the rest stays.

import { blockText, plain } from '../draft/blocks';
import { langOf, runsText, sliceRuns } from '../draft/rewrite/runs';
import type {
  ActionGroup,
  Answer,
  AskEvent,
  AskRequest,
  Block,
  Failure,
  Issue,
  Lang,
  Piece,
  RewriteAction,
  RewriteEvent,
  RewriteOutcome,
  RewriteRequest,
  Rewritten,
  Run,
  Takes,
} from '../platform/types';

const BOTH: Lang[] = ['zh-Hant-HK', 'en-GB'];
const action = (
  id: string,
  group: ActionGroup,
  zh: string,
  en: string,
  takes: Takes = 'nothing',
  langs = BOTH,
): RewriteAction => ({ id, name: { zh, en }, summary: { zh: `${zh}。`, en: `${en}.` }, group, takes, langs });

const ACTIONS: readonly RewriteAction[] = [
  action('polish', 'wording', '潤飾', 'Polish'),
  action('formal', 'wording', '更正式', 'More formal'),
  action('plain', 'wording', '更淺白', 'Plainer'),
  action('correct', 'wording', '只改錯處', 'Correct only'),
  action('shorten', 'length', '縮短', 'Shorten', 'length'),
  action('expand', 'length', '按要點擴寫', 'Expand from points', 'length'),
  action('paragraphs', 'shape', '段落', 'Paragraphs'),
  action('list', 'shape', '分項', 'List'),
  action('public', 'reader', '致市民', 'To the public'),
  action('senior', 'reader', '致上級', 'To a senior'),
  action('mainland', 'reader', '致內地機構', 'To a Mainland body', 'nothing', ['zh-Hant-HK']),
  action('to_english', 'language', '譯為英文', 'Into English', 'nothing', ['zh-Hant-HK']),
  action('to_chinese', 'language', '譯為中文', 'Into Chinese', 'nothing', ['en-GB']),
  action('own', 'own', '自行指示', 'Your own instruction', 'instruction'),
];

/** What is put in other words; a second wording is for another attempt. */
const WORDS: readonly (readonly [from: string, to: string, again: string])[] = [
  ['請各組安排人員參加', '請各組派員參加', '敬請各組派員參加'],
  ['應立即由樓梯步行至', '須立即沿樓梯前往', '須即時沿樓梯步行至'],
  ['切勿使用', '不得使用', '嚴禁使用'],
  ['交回本組，以保證演習順利進行', '送交本組', '送交本組，以便安排'],
  ['如有查詢，請致電2987 6543與', '如有查詢，請與', '如需查詢，請致電2987 6543聯絡'],
  ['搞掂', '辦妥', '完成'],
  ['唔該', '請', '敬請'],
  ['We propose to use', 'We intend to use', 'The Department proposes to use'],
  ['Grateful if you would let us have', 'Please let us have', 'We should be grateful for'],
];
const LOST = '2987 6543';
const note = (code: string, zh: string, en: string, excerpt: string | null): Issue => ({
  code,
  severity: 'warning',
  message: { zh, en },
  field: null,
  block: null,
  excerpt,
});

function wordPieces(runs: readonly Run[], another: boolean): Piece[] {
  const text = runsText(runs);
  const pieces: Piece[] = [];
  let at = 0;
  for (let id = 0; at < text.length; id += 1) {
    const found = WORDS.map(([from, to, again]) => ({ from, to: another ? again : to, at: text.indexOf(from, at) }))
      .filter((word) => word.at >= 0)
      .sort((a, b) => a.at - b.at)[0];
    const until = found ? found.at : text.length;
    if (until > at) pieces.push({ kind: 'same', runs: sliceRuns(runs, at, until) });
    if (!found) break;
    at = until + found.from.length;
    pieces.push({ kind: 'change', id, removed: sliceRuns(runs, until, at), added: [plain(found.to)] });
  }
  return pieces;
}
const newRuns = (pieces: readonly Piece[]) =>
  pieces.flatMap((piece) => (piece.kind === 'change' ? piece.added : piece.runs));

export class MockRewriting {
  /** Stop before this part, half written, and wait; 0 to run through. */
  holdAt = 0;
  fail: Failure | null = null;

  #pace: () => number;
  #turn = 0;

  constructor(pace: () => number) {
    this.#pace = pace;
  }

  /** Undefined for a command that is none of rewriting's. */
  handle(cmd: string, args: Record<string, unknown>, sender: (channel: unknown) => (event: never) => void): unknown {
    switch (cmd) {
      case 'rewrite_actions':
        return ACTIONS;
      case 'warm_rewriting':
        return null;
      case 'stop_rewriting':
        this.#turn += 1;
        return null;
      case 'rewrite':
        return this.#rewrite(args['request'] as RewriteRequest, sender(args['onEvent']) as (e: RewriteEvent) => void);
      case 'ask_document':
        return this.#ask(args['request'] as AskRequest, sender(args['onEvent']) as (e: AskEvent) => void);
      default:
        return undefined;
    }
  }

  async #step(turn: number): Promise<boolean> {
    await new Promise((done) => setTimeout(done, this.#pace()));
    return turn === this.#turn;
  }

  async #rewrite(request: RewriteRequest, send: (event: RewriteEvent) => void): Promise<null> {
    const turn = ++this.#turn;
    send({ event: 'starting' });
    if (!(await this.#step(turn))) return null;
    if (this.fail) return (send({ event: 'failed', data: this.fail }), null);
    send({ event: 'reading', data: { done: 210, total: 402, reused: 190 } });
    if (!(await this.#step(turn))) return null;
    const all = this.#parts(request);
    for (const [index, part] of all.entries()) {
      send({ event: 'writing', data: { tokensPerSecond: 21, part: index + 1, parts: all.length } });
      send({ event: 'part', data: half(part, request.blocks) });
      if (this.holdAt === index + 1) while (turn === this.#turn) await new Promise((done) => setTimeout(done, 20));
      if (!(await this.#step(turn))) return null;
      send({ event: 'part', data: part });
    }
    send({ event: 'checking' });
    if (!(await this.#step(turn))) return null;
    const changed = all.filter((part) => part.pieces.length === 0 || part.pieces.some((at) => at.kind === 'change'));
    const outcome: RewriteOutcome = {
      parts: all,
      unchanged: changed.length === 0,
      stats: { first: null, calls: 1, repairs: 0, tokens: 90, firstWordMs: 600, totalMs: 4000 },
    };
    send({ event: 'done', data: outcome });
    return null;
  }

  #parts({ action, blocks, another }: RewriteRequest): Rewritten[] {
    return blocks.map((block, index): Rewritten => {
      const part = { index, before: [index], finished: true, pieces: [], issues: [] };
      if (action === 'list') {
        const kind = { kind: 'item', level: 1 } as const;
        const lines = blockText(block).split(/(?<=[。；.;])\s*/);
        return { ...part, after: lines.filter(Boolean).map((line) => ({ ...kind, runs: [plain(line)] })) };
      }
      if (action === 'to_english' || action === 'to_chinese') {
        const text =
          langOf(blockText(block), 'zh-Hant-HK') === 'zh-Hant-HK'
            ? 'A fire drill will be held on all floors of the North Point Government Offices at 3 pm on 8 December 2026.'
            : '我們擬於2027年2月1日至7月31日使用將軍澳堆填區旁的政府土地。';
        return { ...part, after: [{ ...block, runs: [plain(text)] }] };
      }
      const pieces = wordPieces(block.runs, another);
      const lost = blockText(block).includes(LOST) && !runsText(newRuns(pieces)).includes(LOST);
      const issues = lost
        ? [note('fact_missing', `電話「${LOST}」不見了。`, `The telephone number “${LOST}” is gone.`, LOST)]
        : [];
      return { ...part, after: [{ ...block, runs: newRuns(pieces) }], pieces, issues };
    });
  }

  async #ask({ document, question }: AskRequest, send: (event: AskEvent) => void): Promise<null> {
    const turn = ++this.#turn;
    send({ event: 'reading', data: { done: 300, total: 512, reused: 0 } });
    if (!(await this.#step(turn))) return null;
    if (this.fail) return (send({ event: 'failed', data: this.fail }), null);
    const words = question.match(/[\p{Script=Han}]{2}|[A-Za-z]{4,}/gu) ?? [];
    const found = document.body.flatMap((block, index) => {
      const text = blockText(block);
      const hit = words.find((word) => text.toLowerCase().includes(word.toLowerCase()));
      return hit ? [{ block: index, field: null, start: 0, end: Array.from(text).length, text }] : [];
    });
    const answer: Answer = found[0]
      ? { text: found[0].text.slice(0, 60), found: true, sentences: found.slice(0, 2), issues: [] }
      : { text: '', found: false, sentences: [], issues: [] };
    send({ event: 'text', data: { text: answer.text.slice(0, 12) } });
    if (!(await this.#step(turn))) return null;
    send({ event: 'done', data: answer });
    return null;
  }
}

/** The part as it is while the answer has come half-way. */
function half(part: Rewritten, blocks: readonly Block[]): Rewritten {
  if (part.pieces.length === 0) {
    const [first] = part.after;
    const runs = first ? sliceRuns(first.runs, 0, Math.ceil(blockText(first).length / 2)) : [];
    return { ...part, after: first ? [{ ...first, runs }] : [], finished: false, issues: [] };
  }
  const upTo = Math.max(1, Math.ceil(part.pieces.length / 2));
  const rest = part.pieces.slice(upTo).flatMap((piece) => (piece.kind === 'change' ? piece.removed : piece.runs));
  const pieces: Piece[] = [...part.pieces.slice(0, upTo), { kind: 'ahead', runs: rest }];
  return { ...part, pieces, after: blocks.slice(part.index, part.index + 1), finished: false, issues: [] };
}
