// A Word file of somebody else's is checked in the real window: walked, put right, passed over, undone, saved as a copy and as a
// reviewer's file, both read back with python-docx.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { docxChanges, docxText, Window } from "./window.mjs";

const [CTRL, ENTER, F8] = ["\uE009", "\uE007", "\uE038"];
const folder = mkdtempSync(join(tmpdir(), "gungman-check-"));
const file = join(folder, "通告.docx");
const LINES = [
  "本署今日公佈巡查結果，請各單位備悉。",
  "名單將於2026年12月8日（星期三）公佈。",
  "各組須提高服務質量,並於期限前回覆。",
];
let window;

/** The sentences, the first with its date of issue in bold, and a table. */
function wordFile(path) {
  const script = `
import sys, docx
d = docx.Document()
d.core_properties.comments = ""
p = d.add_paragraph("本署今日")
p.add_run("公佈巡查").bold = True
p.add_run("結果，請各單位備悉。")
d.add_paragraph(sys.argv[2])
d.add_paragraph(sys.argv[3])
d.add_table(1, 1).cell(0, 0).text = "申請人"
d.save(sys.argv[1])`;
  execFileSync(process.env.GUNGMAN_PYTHON ?? "python3", ["-c", script, path, LINES[1], LINES[2]]);
}

before(async () => {
  wordFile(file);
  window = await Window.open();
});
after(() => window.close());

const lines = () =>
  window.run(`return [...document.querySelectorAll('[data-testid="check-paper"] p')].map((line) => line.textContent);`);
const marks = () =>
  window.run(`return [...document.querySelectorAll('[data-testid="check-paper"] mark')].map((mark) => mark.textContent);`);
const looked = () => window.run(`return document.querySelector('[data-testid="check-paper"] .looked-at')?.textContent ?? "";`);
/** Walks on until a finding about these characters is looked at. */
const walkTo = (words) =>
  window.until(`${words} is looked at`, 15_000, async () => {
    if ((await looked()) === words) return true;
    await window.press(F8);
    return false;
  });

test("a file that is handed over is opened in the view, and its faults are marked where they stand", async () => {
  await window.click("rail-check");
  await window.find("check-paste");
  await window.shot("check-empty");
  assert.deepEqual(await window.axe(), []);
  // A second start hands its files to the window that is there.
  const env = {
    ...process.env,
    GUNGMAN_DATA_DIR: join(window.folder, "data"),
    GUNGMAN_EXPORT_DIR: window.exports,
    GUNGMAN_RESOURCES: window.root,
  };
  execFileSync(process.env.GUNGMAN_APP, [file], { env });
  await window.until("the findings are there", 10_000, async () => (await marks()).length >= 4);
  assert.deepEqual(await lines(), [...LINES, "申請人"]);
  assert.equal((await marks()).filter((mark) => mark === "公佈").length, 2);
  await window.shot("check-file");
  assert.deepEqual(await window.axe(), []);
});

test("one is put right, then all of a rule, and undo takes back each act", async () => {
  await walkTo("公佈");
  await window.click("check-fix-all");
  await window.until("both are put right", 5_000, async () => !(await marks()).includes("公佈"));
  assert.match((await lines())[0], /公布/);
  await window.press(CTRL, "z");
  await window.until("both are back", 5_000, async () => (await lines()).join() === [...LINES, "申請人"].join());
  await window.press(CTRL, "y");
  await window.until("both are put right again", 5_000, async () => !(await lines()).join().includes("公佈"));
  await walkTo(",");
  await window.click("check-fix");
  await window.until("the comma is full width", 5_000, async () => (await lines())[2].includes("質量，"));
  await walkTo("質量");
  await window.click("check-pass");
  await window.until("it is passed over", 5_000, async () => !(await marks()).includes("質量"));
  await window.shot("check-walked");
});

test("a copy has what was put right and its formatting; the reviewer's file has changes and comments", async () => {
  await window.press(CTRL, "s");
  const copy = join(folder, "通告.checked.docx");
  await window.until("the copy is written", 8_000, async () => existsSync(copy));
  assert.deepEqual(docxText(copy).trim().split("\n"), [
    LINES[0].replace("公佈", "公布"),
    LINES[1].replace("公佈", "公布"),
    LINES[2].replace(",", "，"),
  ]);
  const script = "import sys, docx; print([r.text for r in docx.Document(sys.argv[1]).paragraphs[0].runs if r.bold])";
  const bold = execFileSync(process.env.GUNGMAN_PYTHON ?? "python3", ["-c", script, copy], { encoding: "utf8" });
  assert.equal(bold.trim(), "['公布巡查']");

  await window.click("check-save-more");
  await window.click("check-save-review");
  const review = join(folder, "通告.reviewed.docx");
  await window.until("the reviewer's file is written", 8_000, async () => existsSync(review));
  await window.shot("check-saved");
  const changes = docxChanges(review);
  assert.deepEqual(changes.authors, ["Gungman"]);
  assert.deepEqual(changes.refused.slice(0, 3), LINES);
  assert.deepEqual(changes.accepted.slice(0, 2), [LINES[0].replace("公佈", "公布"), LINES[1].replace("公佈", "公布")]);
  const about = changes.comments.map((comment) => comment.about);
  assert.ok(about.some((words) => words.includes("星期三")), `the wrong weekday is said in a comment: ${about}`);
  assert.ok(!about.some((words) => words.includes("質量")), "what was passed over is not");
  assert.equal(docxText(file).trim().split("\n")[0], LINES[0], "the original is untouched");
});

test("a pasted text that is clean says so; English, dark", async () => {
  await window.click("check-close");
  await window.fill("check-paste", "本署已於2026年12月8日（星期二）公布結果。");
  await window.press(CTRL, ENTER);
  await window.until("it is clean", 8_000, async () => /沒有發現問題/.test(await window.text("check-state")));
  await window.shot("check-clean");
  await window.click("rail-settings");
  await window.pick("ui-lang", "en-GB");
  await window.pick("theme", "dark");
  await window.click("rail-check");
  await window.until("it is still there", 5_000, async () => /Nothing was found/.test(await window.text("check-state")));
  await window.shot("check-dark");
  assert.deepEqual(await window.axe(), []);
});
