// A letter is pasted, what was read from it is looked over, its points are answered, and the reply is drafted by the real model.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Window } from "./window.mjs";

/** The program's own day, so many days from now. */
const later = (days) => {
  const day = new Date(Date.now() + days * 86_400_000);
  const two = (n) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};

const WRITTEN = 300_000;
const LETTER = `香港北角英皇道412號
明興大廈15樓C室

環境保護署
區域辦事處（東）

敬啟者：

投訴食肆通風系統噪音

　　本人居住於上址逾十年。自2026年8月起，樓下「好味茶餐廳」的通風系統每晚發出巨大聲響，令本人無法入睡。

　　請問貴署曾否派員到場量度噪音？該食肆在後巷加裝了兩部冷氣機，是否需要申請牌照？

　　茶餐廳的電話是2570 1188，貴署可直接聯絡東主。

　　此致
環境保護署署長

李玉珍女士 謹啟
聯絡電話：9213 4455

2026年11月9日
`;
let window;

before(async () => {
  window = await Window.open();
});
after(() => window.close());

const value = (testId) => window.run(`return document.querySelector('[data-testid="${testId}"]').value;`);

test("a pasted letter is read: who wrote it, when, and what it asks", async () => {
  await window.click("sample-reply");
  await window.find("reply-paste");
  await window.shot("reply-empty");
  assert.deepEqual(await window.axe(), []);
  await window.fill("reply-paste", LETTER);
  await window.click("reply-read");
  await window.find("reply-points");
  assert.equal(await value("reply-sender"), "李玉珍");
  assert.match(await value("reply-date"), /2026-11-09/);
  assert.equal(await value("reply-subject"), "投訴食肆通風系統噪音");
  const points = await window.text("reply-points");
  assert.match(points, /曾否派員到場量度噪音/);
  assert.match(points, /是否需要申請牌照/);
  await window.shot("reply-read");
  assert.deepEqual(await window.axe(), []);
});

test("its points are answered, and the reply's document has the facts and the answers", async () => {
  const notes = ["已於2026年11月18日晚上11時派員量度，噪音超出標準，已發出消減噪音通知書", "冷氣機唔使申請牌照"];
  for (const [at, note] of notes.entries()) {
    await window.run(`document.querySelector('[data-testid="reply-note"]').dataset.testid = "note-${at}";`);
    await window.fill(`note-${at}`, note);
  }
  await window.shot("reply-answered");
  await window.click("reply-begin");
  await window.until("the reply is on the desk", 10_000, async () => (await value("type-picker")) === "substantive-reply");
  assert.equal(await value("field-addressee"), "李玉珍");
  assert.equal(await value("field-subject"), "投訴食肆通風系統噪音");
  const points = await value("points");
  for (const note of notes) assert.ok(points.includes(note), points);
  assert.match(await window.text("answers"), /曾否派員到場量度噪音/);
  assert.match(await window.text("document-term"), /尚餘 10 日，收信後第 0 日/);
});

test("the draft answers each point, and the list says where", async () => {
  await window.fill("field-head", "環境保護署署長");
  await window.fill("field-signer", "陳大文");
  await window.click("generate");
  await window.until("the draft is written", WRITTEN, async () =>
    window.run(`
      const states = [...document.querySelectorAll('[data-testid="answers"] [data-state]')].map((row) => row.dataset.state);
      return states.length > 0 && !states.includes("pending") && document.querySelector('[data-testid="generate"]') !== null;
    `),
  );
  const page = await window.text("page");
  assert.match(page, /2026年11月9日/, "the opening cites their letter");
  assert.match(page, /2026年11月18日/);
  assert.ok(!page.includes("2570 1188"), "the number of somebody else is not cited");
  const first = await window.run(`return document.querySelector('[data-testid="answers"] [data-state]').dataset.state;`);
  assert.equal(first, "yes");
  await window.shot("reply-drafted");
  assert.deepEqual(await window.axe(), []);
});

test("eight days later the reply presses: the rail and the library say so, and it is marked done and taken back", async () => {
  await window.close({ keep: true });
  window = await Window.open({ folder: window.folder, env: { GUNGMAN_TODAY: later(8) } });
  await window.until("the clock runs on", 10_000, async () =>
    /尚餘 2 日，收信後第 8 日；未能詳覆，宜先發簡覆/.test(await window.text("document-term")),
  );
  assert.match(await window.text("rail-due"), /1 份將於三日內到期/);
  await window.shot("due-beside");
  assert.deepEqual(await window.axe(), []);
  await window.click("rail-library");
  assert.match(await window.text("row-term"), /尚餘 2 日/);
  await window.pick("library-shown", "due");
  await window.shot("due-library");
  assert.deepEqual(await window.axe(), []);
  await window.click("row-mark");
  await window.until("nothing is left to do", 10_000, async () => !(await window.has("library-row")));
  assert.ok(!(await window.has("rail-due")));
  await window.click("message-action");
  await window.find("row-term");
  await window.find("rail-due");
});

test("an export only offers to mark it done; the clock then says on which day it went", async () => {
  await window.pick("library-shown", "all");
  await window.click("rail-draft");
  await window.click("export-docx");
  await window.find("export-done");
  assert.match(await window.text("document-term"), /尚餘 2 日/);
  await window.click("export-done");
  await window.until("it went in time", 10_000, async () =>
    /已於收信後第 8 日（[0-9.]+）發出／辦妥，在限期內/.test(await window.text("document-term")),
  );
  assert.ok(!(await window.has("export-done")));
  await window.shot("due-done");
});

test("another day is set for it, and a day that cannot be is not taken", async () => {
  await window.click("document-due");
  await window.click("due-reopen");
  await window.click("document-due");
  await window.click("due-set");
  await window.fill("due-day", "31.2.2027");
  await window.click("due-save");
  await window.shot("due-dialog");
  assert.deepEqual(await window.axe(), []);
  assert.match(await window.text("due"), /請填寫日期/);
  await window.fill("due-day", later(18));
  await window.click("due-save");
  await window.until("it is due later", 10_000, async () => /尚餘 10 日/.test(await window.text("document-term")));
  assert.ok(!(await window.has("rail-due")));
});
