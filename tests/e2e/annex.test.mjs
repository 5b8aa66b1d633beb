// An annex written on the page: what the form has after the body goes before it, its paragraphs count anew, and it can be written on.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { docxText, Window } from "./window.mjs";

const CTRL = "\uE009";
const SHIFT = "\uE008";
const ENTER = "\uE007";
const END = "\uE010";
const HOME = "\uE011";
const BACKSPACE = "\uE003";

/** What stands on the page under each other: the blocks of the body by their text, and the parts after it by their class. */
const stack = (window) =>
  window.run(`return [...document.querySelector('[data-testid="body-editor"]').children].flatMap((child) =>
    child.classList.contains("after") ? [...child.children].map((part) => part.className.split(" ")[0]) : [child.innerText.trim()])`);
const numbers = (window) =>
  window.run(`return [...document.querySelectorAll('[data-testid="body-editor"] > p')].map((p) => p.dataset.number ?? "")`);
const body = '[data-testid="body-editor"]';

test("an annex is typed, laid out and exported", async (t) => {
  const window = await Window.open();
  t.after(() => window.close());
  const fields = { from: "環境保護署署長", to: "地政總署署長", ref: "(9) in EP 4/3/7", subject: "選址", signer: "陳大文" };
  for (const [field, value] of Object.entries(fields)) await window.fill(`field-${field}`, value);
  const typed = ["各地點的評估載於附件A。", "請於12月4日或之前示覆。", "附件A　選址評估"];
  await window.type(body, typed.join(ENTER));
  await window.press(SHIFT, HOME);
  await window.clickOn(".format button:nth-child(4)");
  await window.until("the annex is laid out", 5000, () => window.run("return !!document.querySelector('.annex .annex-title')"));
  await window.press(CTRL, END);
  for (const line of ["首個地點較近。", "次個地點較大。"]) {
    await window.press(ENTER);
    for (const character of line) await window.press(character);
  }

  await window.until("the paragraphs of the annex count anew", 5000, async () =>
    (await numbers(window)).join() === ["", "2.", "1.", "2."].join(),
  );
  const seen = await stack(window);
  assert.deepEqual(seen.slice(0, 2), typed.slice(0, 2));
  assert.deepEqual(seen.slice(2, 4), ["signature", "listed"], "signature and enclosures stand before the annex");
  assert.equal(seen[4].replaceAll(/\s/g, ""), "附件A選址評估");
  assert.deepEqual(seen.slice(5), ["首個地點較近。", "次個地點較大。"]);
  const listed = await window.run(`return document.querySelector("${body.replaceAll('"', "'")} .listed").innerText`);
  assert.match(listed, /附件A　選址評估/);
  // The name at the right, the title in the middle.
  const sides = await window.run(`return ["annex-name", "annex-title"].map((name) =>
    getComputedStyle(document.querySelector("." + name)).textAlign)`);
  assert.deepEqual(sides, ["right", "center"]);
  // Nothing is wrong with it: the checks know an annex, and that the text speaks of it.
  await window.until("nothing is found", 5000, () =>
    window.run("return document.querySelectorAll('[data-testid=issues] [data-code]').length === 0"),
  );
  assert.deepEqual(await window.axe(), []);
  await window.shot("annex-zh");
  await window.run("document.querySelector('.annex').scrollIntoView({ block: 'center' })");
  await window.shot("annex-zh-below");

  // A click on the signature still finds its field.
  await window.clickOn(".after .signature [data-from-field='signer']");
  await window.until("the field has the focus", 5000, () =>
    window.run("return document.activeElement?.closest('[data-testid=field-signer]') !== null"),
  );
  await window.click("export-docx");
  await window.until("the file is there", 15_000, () => window.exported().some((name) => name.endsWith(".docx")));
  const text = docxText(join(window.exports, window.exported().find((name) => name.endsWith(".docx"))));
  const order = ["各地點的評估", "（陳大文　　代行）", "附件A", "選址評估", "首個地點較近。"];
  const at = order.map((piece) => text.indexOf(piece));
  assert.ok(at.every((place) => place >= 0), text);
  assert.ok(text.lastIndexOf("附件A") > text.indexOf("（陳大文　　代行）"), text);

  // On a dark desk the paper keeps its ink.
  await window.run("document.documentElement.dataset.theme = 'dark'");
  await window.run("document.querySelector('.annex').scrollIntoView({ block: 'center' })");
  await window.shot("annex-zh-dark");

  // A heading that is no annex any more is one of the body again, and the signature comes last.
  await window.clickOn(".annex .annex-name");
  await window.press(HOME);
  await window.press(END);
  await window.press(SHIFT, HOME);
  await window.press(BACKSPACE);
  await window.until("the signature stands after the body", 5000, () =>
    window.run("return !document.querySelector('.annex') && !!document.querySelector('.sheet > .signature')"),
  );
  await window.until("all counts on", 5000, async () => (await numbers(window)).join() === ["", "2.", "3.", "4."].join());
});
