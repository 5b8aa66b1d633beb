// Translation in the real window with the real model: a Word file from opening to export, over a kill.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Window, docxText } from "./window.mjs";

const folder = mkdtempSync(join(tmpdir(), "gungman-translate-"));
const file = join(folder, "Circular 5-2026.docx");
const CTRL = "\uE009";
const ENTER = "\uE007";
let window;

const python = (script, ...args) =>
  execFileSync(process.env.GUNGMAN_PYTHON ?? "python3", ["-c", script, ...args], { encoding: "utf8" });

/** A circular by python-docx: a heading, a date in bold, a table. */
function circular(path) {
  python(
    `
import sys, docx
d = docx.Document()
d.core_properties.comments = ""
d.add_heading("Fire drill", 1)
p = d.add_paragraph("A fire drill will be held at 3:00 p.m. on ")
p.add_run("8 December 2026").bold = True
p.add_run(" in this building. All officers should take part.")
t = d.add_table(1, 2, style="Table Grid")
t.cell(0, 0).text = "Enquiries"
t.cell(0, 1).text = "2835 1107"
d.add_paragraph("The lifts will be suspended from service during the drill.")
d.add_paragraph("All officers should take part.")
d.save(sys.argv[1])`,
    path,
  );
}

/** The segments as they stand in the window: [source, target, state]. */
const rows = () =>
  window.run(`return [...document.querySelectorAll('[data-testid="segment"]')].map((row) => [
    row.querySelector(".src").innerText.trim(),
    (row.querySelector("textarea") ? row.querySelector("textarea").value : row.querySelector(".tgt").innerText).trim(),
    row.dataset.state,
  ])`);
const states = async () => (await rows()).map(([, , state]) => state);

/** Opens the file as a second start does while the view is shown. */
function hand(path) {
  execFileSync(process.env.GUNGMAN_APP, [path], {
    env: { ...process.env, GUNGMAN_DATA_DIR: join(window.folder, "data"), GUNGMAN_RESOURCES: window.root },
    timeout: 10_000,
  });
}

before(async () => {
  circular(file);
  window = await Window.open();
});
after(() => window.close());

test("a Word file is opened and taken apart", async () => {
  await window.click("rail-translate");
  await window.find("translate-text");
  await window.shot("zh-translate-start");
  assert.deepEqual(await window.axe(), []);
  hand(file);
  await window.until("the segments are there", 15_000, async () => (await rows()).length === 7);
  const sources = (await rows()).map(([source]) => source.replace(/\s+/g, " "));
  assert.ok(sources.includes("Fire drill") && sources.includes("Enquiries"), sources.join(" | "));
  assert.match(await window.text("translate-progress"), /7/);
});

test("the model translates in the background, is stopped, and what it did stays", async () => {
  await window.click("translate-all");
  await window.until("two are translated", 180_000, async () => (await states()).filter((s) => s === "machine").length >= 2);
  await window.shot("zh-translate-running");
  await window.click("translate-stop");
  await window.until("it has stopped", 30_000, () => window.has("translate-all"));
  assert.ok((await states()).includes("untranslated"), "the rest is still to be translated");
});

test("a segment is edited and confirmed by keys, and everything survives a kill", async () => {
  await window.clickOn('[data-testid="segment"]:has(.src) .no button');
  await window.fill("segment-editor", "火警演習");
  await window.press(CTRL, ENTER);
  await window.until("the first is confirmed", 10_000, async () => (await states())[0] === "confirmed");
  await window.fill("segment-editor", "火警演習將於2026年12月9日下午3時在本大樓舉行。");
  await window.press(CTRL, ENTER);
  await window.until("the wrong day is told", 10_000, async () => (await window.text("segment-issues")).includes("8 December 2026"));
  assert.notEqual((await states())[1], "confirmed", "nothing is confirmed while an error is open");
  await window.shot("zh-translate-wrong-day");
  assert.deepEqual(await window.axe(), []);
  await window.fill("segment-editor", "火警演習將於‹1›2026年12月8日‹/1›下午3時在本大樓舉行。");
  await window.press(CTRL, ENTER);
  await window.until("it is confirmed", 10_000, async () => (await states())[1] === "confirmed");
  const kept = await rows();
  window.kill("gungman");
  const data = window.folder;
  await window.close({ keep: true });
  window = await Window.open({ folder: data });
  await window.click("rail-translate");
  await window.click("translate-row");
  await window.until("the segments are there", 15_000, async () => (await rows()).length === 7);
  const now = await rows();
  assert.deepEqual(now.map(([, target, state]) => [target, state]), kept.map(([, target, state]) => [target, state]));
});

test("the rest is translated and the document written with its formatting", async () => {
  await window.click("translate-all");
  await window.until("all are translated", 240_000, async () => !(await states()).includes("untranslated"));
  await window.until("it has ended", 30_000, async () => !(await window.has("translate-stop")));
  await window.shot("zh-translate-done");
  assert.deepEqual(await window.axe(), []);
  await window.click("export-same");
  // The model's errors, if it made any, are told first; whoever wants may write it all the same.
  await window.until("it is written or refused", 20_000, async () => {
    if (existsSync(join(folder, "Circular 5-2026.zh-Hant-HK.docx"))) return true;
    if (await window.has("message-action")) await window.click("message-action");
    return false;
  });
  const output = join(folder, "Circular 5-2026.zh-Hant-HK.docx");
  const text = docxText(output);
  assert.ok(text.startsWith("火警演習\n火警演習將於2026年12月8日下午3時在本大樓舉行。"), text);
  const kept = python(
    `
import sys, docx
d = docx.Document(sys.argv[1])
print(d.paragraphs[0].style.name, [r.text for r in d.paragraphs[1].runs if r.bold], d.tables[0].style.name, d.tables[0].cell(0, 1).text)`,
    output,
  );
  assert.equal(kept.trim(), "Heading 1 ['2026年12月8日'] Table Grid 2835 1107");
});

test("what was confirmed is remembered in the next document", async () => {
  await window.click("translate-back");
  await window.fill("translate-text", "A fire drill will be held at 3:00 p.m. on 9 March 2027 in this building.");
  await window.click("translate-begin");
  await window.until("it is filled from the memory", 15_000, async () => (await states())[0] === "memory");
  assert.equal((await rows())[0][1], "火警演習將於2027年3月9日下午3時在本大樓舉行。");
});

test("the other language, dark", async () => {
  await window.click("rail-settings");
  await window.pick("ui-lang", "en-GB");
  await window.pick("theme", "dark");
  await window.click("rail-translate");
  await window.click("translate-back");
  await window.shot("en-translate-start-dark");
  await window.run(`document.querySelectorAll('[data-testid="translate-row"]')[1].click()`);
  await window.until("the segments are there", 15_000, async () => (await rows()).length === 7);
  await window.clickOn('[data-testid="segment"]:nth-of-type(3) .no button').catch(() => {});
  await window.shot("en-translate-dark");
  assert.deepEqual(await window.axe(), []);
});
