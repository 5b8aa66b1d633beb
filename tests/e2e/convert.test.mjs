// Conversion in the real window: typed, opened from a Word file, a folder; what was chosen survives a kill.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Window, docxText, sleep } from "./window.mjs";

const folder = mkdtempSync(join(tmpdir(), "gungman-convert-"));
const SAID = "税务局局长余先生宣布放宽面积限制，以提高服务质量。";
let window;

/** A Word file by python-docx: a sentence cut over three runs, one of them bold, and a table. */
function wordFile(path) {
  const script = `
import sys, docx
d = docx.Document()
p = d.add_paragraph("税务局局长余先生宣布放宽面")
p.add_run("积限制，").bold = True
p.add_run("以提高服务质量。")
d.add_paragraph("姓名：云。")
d.add_table(1, 1).cell(0, 0).text = "申请人须于期限前复函"
d.save(sys.argv[1])`;
  execFileSync(process.env.GUNGMAN_PYTHON ?? "python3", ["-c", script, path]);
}

const result = () => window.text("convert-result");
const shows = (what, part) => window.until(what, 8_000, async () => (await result()).includes(part));

before(async () => {
  window = await Window.open();
});
after(() => window.close());

test("text is converted as it is typed, and its places are walked and chosen by keys", async () => {
  await window.click("rail-convert");
  await window.fill("convert-source", `${SAID}\n宋皇台站外的干线工程会发还按金；姓名：云。`);
  await shows("the result is there", "放寬面積限制");
  const text = await result();
  assert.ok(text.includes("稅務局局長余先生宣布"), text);
  assert.ok(text.includes("以提高服務質量"), "a better word is suggested, not put in");
  assert.ok(text.includes("宋皇臺站外的幹線工程會發還按金；姓名：雲。"), text);
  assert.match(await window.text("convert-counts"), /存疑 1 處，用詞建議 1 項/);
  await window.press("\uE038");
  await window.press("2");
  await shows("the better word is chosen", "以提高服務質素");
  await window.press("\uE038");
  await window.press("2");
  await shows("the name is chosen", "姓名：云。");
  assert.match(await window.text("convert-counts"), /沒有存疑之處/);
  await window.shot("zh-convert");
  assert.deepEqual(await window.axe(), []);
  await window.press("a");
  await window.fill("settle-word", "名：云");
  await window.click("settle-save");
  await window.click("own-words");
  await window.until("the word is listed", 5_000, async () => (await window.text("own-list")).includes("名：云"));
  await window.shot("zh-own-words");
  assert.deepEqual(await window.axe(), []);
  await window.click("own-close");
  await window.click("convert-save");
  await window.until("the file is written", 8_000, async () => window.exported().some((name) => name.endsWith(".txt")));
  const written = window.exported().find((name) => name.endsWith(".txt"));
  assert.ok(readFileSync(join(window.exports, written), "utf8").includes("以提高服務質素"));
});

test("the other direction, and Traditional of elsewhere", async () => {
  await window.pick("convert-to", "zh-Hans");
  await shows("it goes the other way", "姓名：云");
  await window.fill("convert-source", "臺灣的電臺說這裡很好");
  await shows("Simplified", "台湾的电台说这里很好");
  await window.pick("convert-to", "zh-Hant-HK");
  await window.choose("convert-from", "zh-Hant");
  await shows("Hong Kong's forms", "台灣的電台說這裏很好");
  await window.choose("convert-from", "auto");
});

test("what was typed and chosen is there after a kill", async () => {
  await window.fill("convert-source", "申请人：云");
  await shows("the result is there", "申請人：雲");
  await window.press("\uE038");
  await window.press("2");
  await shows("the choice is there", "申請人：云");
  await sleep(1_500);
  window.kill("gungman");
  const { folder } = window;
  await window.close({ keep: true });
  window = await Window.open({ folder });
  await window.click("rail-convert");
  await shows("the choice is back", "申請人：云");
});

test("a Word file named at the start is looked over and saved beside the original, its formatting kept", async () => {
  const file = join(folder, "通告.docx");
  wordFile(file);
  await window.close();
  window = await Window.open({ args: [file] });
  await shows("the Word file's text", "稅務局局長余先生宣布放寬面積限制");
  assert.ok((await result()).includes("申請人須於期限前覆函"), await result());
  assert.equal(await window.text("convert-file").then((text) => text.trim()), "通告.docx");
  await window.press("\uE038");
  await window.press("2");
  await shows("a better word is chosen", "以提高服務質素");
  await window.shot("zh-convert-word");
  assert.deepEqual(await window.axe(), []);
  await window.press("\uE009", "s");
  const output = join(folder, "通告.zh-Hant-HK.docx");
  await window.until("the file is written", 8_000, async () => existsSync(output));
  const text = docxText(output);
  assert.ok(text.includes("稅務局局長余先生宣布放寬面積限制，以提高服務質素。"), text);
  const script = "import sys, docx; print([r.text for r in docx.Document(sys.argv[1]).paragraphs[0].runs if r.bold])";
  const bold = execFileSync(process.env.GUNGMAN_PYTHON ?? "python3", ["-c", script, output], { encoding: "utf8" });
  assert.equal(bold.trim(), "['積限制，']");
  assert.ok(docxText(file).includes("放宽面积"), "the original is untouched");
});

test("a folder is converted file by file, and a bad file does not stop it", async () => {
  const source = join(folder, "文件夾");
  mkdirSync(source);
  for (let n = 1; n <= 5; n++) wordFile(join(source, `${n}.docx`));
  writeFileSync(join(source, "坏.docx"), "not a Word file");
  writeFileSync(join(source, "说明.txt"), SAID);
  await window.close();
  window = await Window.open({ args: [source] });
  await window.until("all are done", 20_000, async () => (await window.text("batch-status")).includes("轉換完畢，7 個檔案"));
  const files = await window.text("batch-files");
  assert.ok(files.includes("這不是 Word 檔案"), files);
  await window.shot("zh-convert-folder");
  assert.deepEqual(await window.axe(), []);
  const output = join(folder, "文件夾.zh-Hant-HK");
  assert.ok(readFileSync(join(output, "说明.txt"), "utf8").startsWith("稅務局局長余先生"));
  assert.ok(docxText(join(output, "5.docx")).includes("放寬面積限制"));
  await window.click("batch-close");
  await window.find("convert-source");
});

test("two hundred pages stay light", async () => {
  const pages = `${SAID}\n　　申请人须于期限前提交文件，有关安排载于附件；姓名：云。\n`.repeat(2_600);
  assert.ok(pages.length > 140_000);
  await window.run(
    `const field = document.querySelector('[data-testid="convert-source"]');
     field.value = arguments[0];
     field.dispatchEvent(new Event("input", { bubbles: true }));`,
    pages,
  );
  await window.until("all of it is converted", 20_000, async () => (await window.text("convert-counts")).includes("存疑 2600 處"));
  // Only what is looked at is drawn mark by mark.
  const marks = await window.run(`return document.querySelectorAll('[data-testid="convert-result"] span').length`);
  assert.ok(marks < 5_000, `${marks} marks`);
  const [typed, shown] = await window.run(
    `const [field, pane] = ["convert-source", "convert-result"].map((id) => document.querySelector('[data-testid="' + id + '"]'));
     return [field.scrollHeight, pane.scrollHeight];`,
  );
  assert.equal(typed, shown, "both sides are as tall, line for line");
});

test("a second start hands its file to the window that is there", async () => {
  const file = join(folder, "后加.txt");
  writeFileSync(file, "后加的说明。");
  execFileSync(process.env.GUNGMAN_APP, [file], {
    env: { ...process.env, GUNGMAN_DATA_DIR: join(window.folder, "data"), GUNGMAN_RESOURCES: window.root },
    timeout: 10_000,
  });
  await shows("the file's text", "後加的說明。");
  assert.match(await window.text("convert-file"), /后加\.txt\s*UTF-8/);
});
