// `vite --mode mock`: the window in a plain browser. The address says what to look at:
// `?fill` a finished memo with versions, `?library` several documents, `?hold=reading|writing` a draft that waits there,
// `?translate` translations in every state (`?translate=2000`: as many segments), `?hold=7` a translation that waits at a segment,
// `?nomodel` no model to translate with, `?convert` a text on the convert desk, `?files` files being converted,
// `?rewrite` holds a rewriting in the middle (`?rewrite=2`: after so many parts), `?norewrite` no model to rewrite with,
// `?fail=draft|save|boot` a command that fails, `?pace=300`, `?lang=en-GB`, `?theme=dark`, `?recovered`.

import { mockIPC } from '@tauri-apps/api/mocks';
import { paragraph } from '../draft/blocks';
import type { Lang, Theme } from '../platform/types';
import { strip } from '../translate/tags';
import { ENGINE_DIED, failure, MockBackend, type Script } from './backend';
import { CIRCULAR, NO_MODEL } from './bench';
import { templates } from './templates';
import { jobs } from './texts';

const DAY = 86_400_000;

export function installMock() {
  const backend = new MockBackend();
  const query = new URLSearchParams(location.search);
  const lang = query.get('lang') as Lang | null;
  const theme = query.get('theme') as Theme | null;
  backend.settings = { ...backend.settings, ...(lang ? { uiLang: lang } : {}), ...(theme ? { theme } : {}) };
  backend.script.pace = Number(query.get('pace') ?? 250);
  backend.script.hold = query.get('hold') as Script['hold'];
  backend.recovered = query.has('recovered');
  const fail = query.get('fail');
  if (fail) backend.script.fail[fail] = ENGINE_DIED;
  if (query.has('rewrite')) backend.rewriting.holdAt = Number(query.get('rewrite')) || 1;
  if (query.has('norewrite')) backend.rewriting.fail = NO_MODEL;
  if (query.has('library') || query.has('fill')) stock(backend);
  if (query.has('fill')) backend.current = Number(query.get('fill')) || (backend.documents.at(-1)?.id ?? 1);
  if (query.has('convert')) {
    const text = Array(Number(query.get('convert')) || 1)
      .fill(
        '有关云姓申请人的说明\n\n　　本署务须于发文后提高服务质量，详情如下：\n（一）云先生的文件放宽后再发；\n（二）头发、积水。\n',
      )
      .join('');
    backend.kept = { path: null, text, to: 'zh-Hant-HK', from: 'auto', choices: [] };
  }
  if (query.has('files')) {
    const file = (n: number, over: object) => ({
      path: `/home/officer/通告/文件${n}.docx`,
      name: `文件${n}.docx`,
      output: `/home/officer/通告.zh-Hant-HK/文件${n}.docx`,
      encoding: null,
      changed: 120 * n,
      doubts: 0,
      failure: null,
      ...over,
    });
    const bad = failure(
      'word_damaged',
      ['Word 檔案損壞或不完整。', '', '請用 Word 開啟並修復，另存後再試。'],
      ['The Word file is damaged or cut off.', '', 'Open and repair it in Word, save it and try again.'],
    );
    const files = [
      file(1, {}),
      file(2, { doubts: 3 }),
      file(3, { output: null, failure: bad }),
      file(4, { name: '說明.txt', encoding: 'GB18030' }),
    ];
    backend.handed = [{ path: '/home/officer/通告', folder: true }];
    backend.batch = files.map((it, n) => ({
      event: 'file',
      data: { done: n + 1, total: query.get('files') === 'running' ? 9 : 4, file: it },
    }));
    if (query.get('files') !== 'running')
      backend.batch.push({
        event: 'done',
        data: { doneBefore: 2, leftOut: 1, stopped: false, folder: '/home/officer/通告.zh-Hant-HK' },
      });
  }
  if (query.has('translate')) {
    const { bench } = backend;
    bench.circular('Guidelines on Office Accommodation.docx', 8).segments.forEach((segment) => {
      segment.state = 'confirmed';
      segment.issues = [];
    });
    bench.circular('立法會參考資料摘要.txt', 3);
    bench.circular(undefined, 6, Math.ceil((Number(query.get('translate')) || 8) / 8));
    bench.holdAt = Number(query.get('hold')) || null;
    if (query.has('nomodel')) bench.fail = NO_MODEL;
    bench.aligned = CIRCULAR.flat().map(({ source, target }, n) => ({
      en: strip(source),
      zh: strip(target),
      confidence: [98, 96, 91, 42, 88, 35, 90, 93][n] ?? 90,
      sure: n !== 3 && n !== 5,
    }));
  }
  mockIPC(backend.handle);
  (window as unknown as { mock: MockBackend }).mock = backend;
}

/** A small registry: the sample jobs done, a long memo, and a few older papers. */
function stock(backend: MockBackend) {
  const now = Date.now();
  const older = ['辦公室搬遷安排', '年度消防設備檢查', '部門網頁更新', '職員康樂活動', '停車位分配', '視像會議設備'];
  older.forEach((subject, i) => {
    const fields = {
      from: '環境保護署署長',
      to: i % 2 ? '建築署署長' : '各組主管',
      ref: `(${i + 2}) in EP 4/${i + 1}/2`,
      subject,
      date: `2026-${String(10 - i).padStart(2, '0')}-12`,
      signer: '陳大文',
    };
    const body = [paragraph(`有關${subject}事宜，現通知如下。`)];
    backend.put({ template: 'memo', lang: 'zh-Hant-HK', fields, body }, subject, now - (i + 9) * DAY);
  });
  const long = Array.from({ length: 14 }, (_, i) =>
    paragraph(`${jobs[0]?.paragraphs[i % 4] ?? ''}${jobs[2]?.paragraphs[1] ?? ''}`),
  );
  backend.put(
    {
      template: 'memo',
      lang: 'zh-Hant-HK',
      fields: {
        from: '環境保護署署長',
        to: '各組主管',
        subject: '北角政府合署設施管理安排',
        signer: '陳大文',
        classification: 'restricted',
        delivery: 'urgent',
        enclosures: '樓層平面圖\n聯絡人名單',
        copies: '產業署署長\n檔案 EP 2/15/4',
      },
      body: long,
    },
    '長文件',
    now - 3 * DAY,
  );
  for (const template of templates) {
    for (const [i, sample] of template.samples.entries()) {
      const job = jobs.find((at) => sample.points.includes(at.match));
      if (!job) continue;
      const at = now - (5 - i) * 3_600_000;
      const document = {
        template: template.id,
        lang: sample.lang,
        fields: { ...sample.fields },
        body: job.another.map(paragraph),
      };
      const record = backend.put(document, sample.points.trim(), at);
      backend.addVersion(record, 'generated', 'complete', document, at - 900_000);
      backend.addVersion(
        record,
        'generated',
        'stopped',
        { ...document, body: document.body.slice(0, 1) },
        at - 600_000,
      );
      record.document = { ...document, body: job.paragraphs.map(paragraph) };
      backend.addVersion(record, 'generated', 'complete', record.document, at - 60_000);
    }
  }
  // The last one on the desk is the fire drill memo.
  const first = backend.documents.find((record) => record.points.includes('火警演習'));
  if (first) backend.documents = [...backend.documents.filter((record) => record !== first), first];
}
