// A desktop that shows everything at 200 %: the window fits the screen, and nothing scrolls sideways or is out of reach.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Window } from "./window.mjs";

let window;
before(async () => {
  window = await Window.open({ env: { GDK_SCALE: "2" } });
});
after(() => window.close());

test("at 200 % every view fits the width of the screen", async () => {
  const [width, height, scale] = await window.run("return [innerWidth, innerHeight, devicePixelRatio]");
  assert.equal(scale, 2);
  const screen = await window.run("return [window.screen.width, window.screen.height]");
  assert.ok(width <= screen[0] && height <= screen[1], `${width} × ${height} on ${screen.join(" × ")}`);
  for (const view of ["draft", "translate", "convert", "check", "library", "settings"]) {
    await window.click(`rail-${view}`);
    const wide = await window.run("return document.documentElement.scrollWidth - innerWidth");
    assert.equal(wide, 0, `${view} scrolls sideways by ${wide}`);
    assert.deepEqual(await window.axe(), [], view);
  }
  await window.click("rail-convert");
  await window.fill("convert-source", "税务局局长余先生宣布放宽面积限制。姓名：云。");
  await window.until("the result is there", 8_000, async () => (await window.text("convert-result")).includes("放寬面積"));
  const tall = await window.run(`return document.querySelector('[data-testid="convert-result"]').clientHeight`);
  assert.ok(tall >= 80, `the result has ${tall} px`);
  await window.shot("zh-convert-200");
  await window.click("rail-translate");
  await window.fill("translate-text", "A fire drill will be held on 8 December 2026. All officers should take part.");
  await window.click("translate-begin");
  await window.find("segment-editor");
  const far = await window.run("return document.documentElement.scrollWidth - innerWidth");
  assert.equal(far, 0, `the workbench scrolls sideways by ${far}`);
  assert.deepEqual(await window.axe(), []);
  await window.shot("zh-translate-200");
});
