// The checker beside the page: what is wrong is listed, walked by keyboard, put right, settled, and undone.
import assert from "node:assert/strict";
import test from "node:test";
import { Window } from "./window.mjs";

const CTRL = "\uE009";
const SHIFT = "\uE008";
const ENTER = "\uE007";
const ESCAPE = "\uE00C";
const F8 = "\uE038";

const body = (window) => window.run("return document.querySelector('[data-testid=body-editor]').innerText.trim()");
/** What an element says now; nothing when it is not there. */
const shown = (window, testId) =>
  window.run("return document.querySelector(`[data-testid=${arguments[0]}]`)?.innerText.trim() ?? ''", testId);
const codes = (window) =>
  window.run("return [...document.querySelectorAll('[data-testid=issues] [data-code]')].map((row) => row.dataset.code)");

test("a faulty memo is walked with F8 and put right", async (t) => {
  const window = await Window.open();
  t.after(() => window.close());
  for (const [field, value] of Object.entries({ from: "環境保護署署長", to: "地政總署署長", subject: "關於公佈結果" }))
    await window.fill(`field-${field}`, value);
  await window.type('[data-testid="body-editor"]', "政府今日公佈結果,請備悉。" + ENTER + "服務質量欠佳，當局將公佈詳情。");
  await window.until("the faults are listed", 5000, async () => {
    const found = await codes(window);
    return found.filter((code) => code === "glyph-government").length === 3 && found.includes("punct-half-width");
  });

  // Walk: the first fault has the keyboard, and Enter puts it right.
  await window.press(F8);
  await window.find("check-fix");
  await window.shot("check-walk-zh");
  const first = (await codes(window)).length;
  await window.until("the fix has the focus", 5000, () =>
    window.run("return document.activeElement?.dataset.testid === 'check-fix'"),
  );
  await window.press(ENTER);
  await window.until("one fault fewer", 5000, async () => (await codes(window)).length < first);

  // All of a kind at once, as one act.
  while (!(await window.has("check-fix-all"))) await window.press(F8);
  await window.click("check-fix-all");
  await window.until("no 公佈 is left on the page", 5000, async () => !(await body(window)).includes("公佈"));
  await window.clickOn('[data-testid="body-editor"]');
  await window.press(CTRL, "z");
  await window.until("undo brings them all back", 5000, async () => (await body(window)).match(/公佈/g)?.length === 2);

  await window.until("they are listed again", 5000, async () =>
    (await codes(window)).filter((code) => code === "glyph-government").length >= 2,
  );

  // What is right here is settled, and why it is marked is said.
  const at = async (code) =>
    window.clickOn(`[data-testid="issues"] [data-code="${code}"]`);
  await at("word-mainland");
  await window.click("check-why");
  await window.until("it is said why", 5000, async () => (await shown(window, "check-note")).length > 5);
  await window.shot("check-why-zh");
  await window.click("check-later");
  await window.clickOn('[data-testid="word"]');
  await window.until("the word is no longer marked", 5000, async () => !(await codes(window)).includes("word-mainland"));

  // The rest is put right or passed over until the document is clean.
  for (let turn = 0; turn < 20 && (await codes(window)).length > 0; turn++) {
    const left = (await codes(window)).length;
    await window.press(F8);
    await window.click((await window.has("check-fix")) ? "check-fix" : "check-pass");
    await window.until("one fewer", 5000, async () => (await codes(window)).length < left);
  }
  await window.until("the document is said to be clean", 5000, async () =>
    (await shown(window, "issues-none")) === "沒有發現問題。",
  );
  assert.ok(!(await body(window)).includes("公佈"));
  await window.press(SHIFT, F8);
  await window.press(ESCAPE);

  // The dictionary is in Settings, where the word can be marked again.
  await window.click("rail-settings");
  await window.click("settled-remove");
  await window.pick("ui-lang", "en-GB");
  await window.pick("theme", "dark");
  await window.click("rail-draft");
  await window.type('[data-testid="body-editor"]', "質量");
  await window.until("it is marked again", 5000, async () => (await codes(window)).includes("word-mainland"));
  await window.press(F8);
  await window.shot("check-en-dark");
  assert.deepEqual(await window.axe(), []);
});
