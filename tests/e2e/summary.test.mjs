// A paper is put into a few points by the real model: each has its sentence, and no figure that its sentence has not.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Window } from "./window.mjs";

const WRITTEN = 180_000;
const PAPER = `經過多次會議的詳細討論之後，本署最終決定於2026年12月8日起更換北角政府合署的全部六部升降機。
整項更換工程的預算開支合共為3,200,000元，有關款項將會由部門的整體撥款之中支付。
各組主管須於2026年12月1日或之前，把各自組別的升降機使用安排以書面方式通知產業組。
天氣良好。`;
let window;

before(async () => {
  window = await Window.open();
});
after(() => window.close());

const points = () =>
  window.run(`
    return [...document.querySelectorAll('[data-testid="summary-point"]')].map((point) => ({
      text: point.querySelector('[lang]').textContent, source: point.title,
    }));`);

test("a pasted paper is put into points as they are written, each with the sentence it comes from", async () => {
  await window.press("\uE009", "k");
  await window.fill("palette-input", "撮要");
  await window.press("\uE007");
  await window.fill("summary-paste", PAPER);
  await window.shot("summary-empty");
  assert.deepEqual(await window.axe(), []);
  await window.pick("summary-count", "3");
  await window.click("summary-begin");
  await window.until("every point is written", WRITTEN, async () => /共 3 點/.test(await window.text("summary-said")));
  const written = await points();
  assert.equal(written.length, 3);
  for (const { text, source } of written) {
    assert.ok(PAPER.includes(source), source);
    const figures = (words) => words.match(/[0-9][0-9,]*/g) ?? [];
    assert.deepEqual(figures(text), figures(source), text);
  }
  await window.run(`document.querySelectorAll('[data-testid="summary-point"]')[2].click();`);
  const looked = () => window.run(`return document.querySelector('.looked-at')?.textContent ?? '';`);
  await window.until("its sentence is shown", 5_000, async () => (await looked()).includes("2026年12月1日"));
  await window.shot("summary-done");
  assert.deepEqual(await window.axe(), []);
});

test("another is stopped, and what was written stays", async () => {
  await window.click("summary-another");
  await window.click("summary-begin");
  await window.click("summary-stop");
  await window.until("it has stopped", 10_000, async () => /已停止/.test(await window.text("summary-said")));
  assert.ok(!(await window.has("summary-stop")));
});
