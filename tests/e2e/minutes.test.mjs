// Notes of a meeting are pasted, what was read from them is looked over, and the minutes are written by the real model, each paragraph
// with the lines it comes from.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Window } from "./window.mjs";

const WRITTEN = 300_000;
const NOTES = `部門安全委員會第3次會議筆記
日期：2026年12月9日
時間：下午2時30分
地點：修頓中心12樓1203室
出席：陳大文先生（主席）、李小明先生、王美儀女士（KW）、馮家豪先生（秘書）
缺席：何志強先生

主席：聽唔聽到？
主席：跟住講2026年意外數字
主席：今年有7單意外，比舊年少3單。
李先生：滑倒嘅有幾多單？
秘書：4單。
ABC：我建議喺茶水間鋪防滑墊。
主席：好，咁就決定鋪防滑墊，請工程組喺2027年1月15日前做好。
主席：其他事項
KW：fire drill 改喺朝早做，等我跟進。
散會：下午4時15分`;
let window;

before(async () => {
  window = await Window.open();
});
after(() => window.close());

const value = (testId) => window.run(`return document.querySelector('[data-testid="${testId}"]').value;`);
const all = (testId, of) =>
  window.run(`return [...document.querySelectorAll('[data-testid="${testId}"]')].map((node) => ${of});`);

test("pasted notes are read: who spoke, about what, what was decided and who acts", async () => {
  await window.click("sample-minutes");
  await window.find("minutes-paste");
  await window.shot("minutes-empty");
  assert.deepEqual(await window.axe(), []);
  await window.fill("minutes-paste", NOTES);
  await window.click("minutes-read");
  await window.find("minutes-items");
  assert.equal(await value("minutes-meeting"), "部門安全委員會");
  assert.match(await value("minutes-date"), /2026-12-09/);
  assert.equal(await value("minutes-ended"), "下午4時15分");
  assert.deepEqual(
    (await all("minutes-heading", "node.value")).filter((heading) => heading !== ""),
    ["2026年意外數字", "其他事項"],
  );
  assert.deepEqual(await all("minutes-owner", "node.value"), ["工程組", "王女士"]);
  assert.deepEqual(await all("minutes-voice", "node.value"), ["主席", "李先生", "秘書", "ABC", "王女士"]);
  const taken = await all("minutes-row", "node.querySelector('input').checked");
  assert.equal(taken[0], false, "a sound check is in no minutes");
  await window.shot("minutes-read");
  assert.deepEqual(await window.axe(), []);
});

test("whoever is not known is named, and the minutes begin as a document with its notes beside it", async () => {
  await window.run(`document.querySelectorAll('[data-testid="minutes-voice"]')[3].dataset.testid = "voice-abc";`);
  await window.fill("voice-abc", "何太太");
  await window.click("minutes-begin");
  await window.until("the minutes are on the desk", 10_000, async () => (await value("type-picker")) === "minutes");
  assert.equal(await value("field-meeting"), "部門安全委員會");
  const points = await value("points");
  assert.match(points, /# 2026年意外數字/);
  assert.match(points, /〔13〕何太太：建議/);
  assert.match(points, /【工程組，2027年1月15日】/);
  assert.match(await window.text("minutes-lines"), /聽唔聽到/);
});

test("what is written has its figures, its action, and the lines it comes from", async () => {
  await window.click("generate");
  await window.until("the draft is written", WRITTEN, () =>
    window.run(`
      const facts = [...document.querySelectorAll('[data-testid="facts"] [data-state]')].map((row) => row.dataset.state);
      return facts.length > 0 && !facts.includes("pending") && document.querySelector('[data-testid="generate"]') !== null;
    `),
  );
  const page = await window.text("page");
  assert.match(page, /2027年1月15日/);
  assert.match(page, /工程組/);
  assert.ok(!page.includes("〔"), "the marks of the lines are not printed");
  await window.clickOn('[data-testid="body-editor"] p');
  await window.until("the lines of the paragraph are marked", 5000, () =>
    window.run(`return document.querySelector('[data-testid="minutes-lines"] .here')?.innerText.includes("7單意外");`),
  );
  await window.shot("minutes-drafted");
  assert.deepEqual(await window.axe(), []);
  const id = await window.run(`return document.querySelector('[data-testid="minutes-lines"] li:not(.unused) button') !== null;`);
  assert.ok(id, "some lines are written up");
});

test("in English, dark", async () => {
  await window.click("rail-settings");
  await window.pick("ui-lang", "en-GB");
  await window.pick("theme", "dark");
  await window.click("rail-draft");
  await window.click("new-more");
  await window.click("minutes-begin-new");
  await window.find("minutes-items");
  await window.shot("minutes-en-dark");
  assert.deepEqual(await window.axe(), []);
});
