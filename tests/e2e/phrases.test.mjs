// Usual wordings: found by a few characters, put in at the caret, kept.
import assert from "node:assert/strict";
import test from "node:test";
import { Window } from "./window.mjs";

const CTRL = "\uE009";
const ENTER = "\uE007";
const body = (window) => window.run("return document.querySelector('[data-testid=body-editor]').innerText.trim()");

test("a usual wording goes into the page and into the points, and selected words become one's own", async (t) => {
  const window = await Window.open();
  t.after(() => window.close());
  await window.fill("field-tel", "2835 1107");
  await window.clickOn('[data-testid="body-editor"]');
  await window.press(CTRL, "j");
  await window.find("phrases");
  await window.fill("phrases-find", "查詢 聯絡");
  await window.shot("phrases-zh");
  await window.press(ENTER);
  await window.until("the wording is on the page", 5000, async () => (await body(window)).includes("請致電2835 1107與……聯絡"));
  // The blank is selected: what is typed takes its place.
  await window.press("陳");
  await window.until("the blank is filled in", 5000, async () => (await body(window)).includes("2835 1107與陳聯絡"));
  await window.press(CTRL, "z");
  await window.press(CTRL, "z");
  await window.until("undo takes the wording out", 5000, async () => !(await body(window)).includes("查詢"));

  await window.fill("points", "借用會議室一天");
  await window.until("the points are typed, and a few words of them are selected", 5000, () =>
    window.run(`const area = document.querySelector('[data-testid=points]');
      if (area.value !== '借用會議室一天') return false;
      area.focus();
      area.setSelectionRange(0, 5);
      return document.activeElement === area && area.selectionEnd - area.selectionStart === 5;`),
  );
  await window.press(CTRL, "j");
  await window.click("phrases-keep");
  await window.until("it is in the list", 5000, () =>
    window.run("return document.querySelector('[data-testid=phrase] span')?.innerText === '借用會議室'"),
  );
  await window.fill("phrases-find", "備悉");
  await window.press(ENTER);
  await window.until("the wording is in the points", 5000, () =>
    window.run("return document.querySelector('[data-testid=points]').value === '請備悉。一天'"),
  );
  await window.click("rail-settings");
  await window.pick("ui-lang", "en-GB");
  await window.pick("theme", "dark");
  await window.click("rail-draft");
  await window.press(CTRL, "j");
  await window.find("phrases");
  await window.shot("phrases-en-dark");
  assert.deepEqual(await window.axe(), []);
  await window.click("phrases-drop");
  await window.until("one's own is gone", 5000, async () => !(await window.has("phrases-drop")));
});
