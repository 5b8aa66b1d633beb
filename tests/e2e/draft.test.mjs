// The main job in the real window with the real model: type, generate, edit, export, find again.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Window, docxText, sleep } from "./window.mjs";

const DRAFTED = 240_000;
let window;

before(async () => {
  window = await Window.open();
});
after(() => window.close());

/** Waits until a draft has ended: the button to generate is back. */
async function drafted() {
  await window.until("the draft is done", DRAFTED, async () => !(await window.has("stop")) && (await window.has("generate")));
}

test("an officer drafts a Chinese memo, and it stands in the official form", async () => {
  assert.equal(await window.run("return document.documentElement.lang"), "zh-Hant-HK");
  await window.choose("type-picker", "memo");
  for (const [field, value] of [
    ["from", "環境保護署署長"],
    ["to", "地政總署署長"],
    ["ref", "(3) in EP 12/6/3"],
    ["subject", "借用會議室"],
    ["signer", "陳大文"],
  ]) {
    await window.fill(`field-${field}`, value);
  }
  await window.fill("points", "12月8日下午3點想借10樓會議室開簡介會 大約40人\n要投影機\n查詢張小姐 2835 1107");
  await window.until("the page shows the header", 5_000, async () => (await window.text("page")).includes("環境保護署署長"));
  await window.shot("zh-filled");
  await window.click("generate");
  await window.find("stop");
  await window.until("it says what it is doing", 60_000, async () => (await window.text("phase")).length > 0);
  await window.until("text arrives on the page", DRAFTED, async () => (await window.text("body-editor")).length > 10);
  await window.shot("zh-writing");
  await drafted();
  const page = await window.text("page");
  for (const part of ["便箋", "借用會議室", "12月8日", "下午3時", "2835 1107", "代行"]) {
    assert.ok(page.includes(part), `${part} is on the page:\n${page}`);
  }
  assert.match(await window.text("facts"), /2835 1107/);
  await window.shot("zh-done");
});

test("what is typed into the page is kept, and undo takes back the draft as one act", async () => {
  await window.type('[data-testid="body-editor"]', "這一句是人手加上的。");
  await window.until("the edit is saved", 4_000, async () => (await window.text("page")).includes("人手加上"));
  await sleep(2_000);
});

test("Word and PDF are written where the window says", async () => {
  await window.click("export-docx");
  const where = await window.until("the file's place is shown", 20_000, async () => {
    const text = await window.text("export-result");
    return text.includes(".docx") && text;
  });
  assert.ok(where.includes("借用會議室"), where);
  await window.click("export-pdf");
  await window.until("both files are there", 20_000, async () => window.exported().length === 2);
  const docx = window.exported().find((name) => name.endsWith(".docx"));
  const text = docxText(join(window.exports, docx));
  assert.ok(text.includes("人手加上"), text);
  assert.ok(text.includes("借用會議室"));
  await window.shot("zh-exported");
});

test("the library finds it by one character and opens it", async () => {
  await window.click("rail-library");
  await window.fill("library-search", "借");
  await window.until("the row is there", 5_000, async () => (await window.text("library-row")).includes("借用會議室"));
  await window.shot("zh-library");
  await window.fill("library-search", "龘");
  await window.until("nothing is found", 5_000, async () => !(await window.has("library-row")));
  await window.fill("library-search", "");
  await window.click("library-row");
  await window.press("\uE007");
  await window.until("the document is open again", 5_000, async () => (await window.text("page")).includes("人手加上"));
});

test("the interface changes language without a restart and passes axe in both", async () => {
  assert.deepEqual(await window.axe(), []);
  await window.click("rail-settings");
  await window.shot("zh-settings");
  await window.pick("ui-lang", "en-GB");
  await window.until("the page is English", 5_000, async () => (await window.run("return document.documentElement.lang")) === "en-GB");
  assert.deepEqual(await window.axe(), []);
  await window.shot("en-settings");
  await window.click("rail-draft");
  await window.find("page");
  assert.deepEqual(await window.axe(), []);
  await window.shot("en-draft");
  await window.click("rail-convert");
  await window.find("convert-result");
  assert.deepEqual(await window.axe(), []);
  await window.shot("en-convert");
  await window.click("rail-library");
  await window.find("library-row");
  assert.deepEqual(await window.axe(), []);
  await window.shot("en-library");
});

test("every appearance passes axe", async () => {
  for (const theme of ["dark", "contrast"]) {
    await window.click("rail-settings");
    await window.pick("theme", theme);
    assert.deepEqual(await window.axe(), [], `settings, ${theme}`);
    await window.click("rail-library");
    await window.find("library-row");
    assert.deepEqual(await window.axe(), [], `library, ${theme}`);
    await window.shot(`library-${theme}`);
    await window.click("rail-convert");
    await window.find("convert-result");
    assert.deepEqual(await window.axe(), [], `convert, ${theme}`);
    await window.shot(`convert-${theme}`);
    await window.click("rail-draft");
    await window.find("page");
    assert.deepEqual(await window.axe(), [], `draft, ${theme}`);
    await window.shot(`draft-${theme}`);
  }
  await window.click("rail-settings");
  await window.pick("theme", "light");
});

test("an English letter is drafted from a sample and Esc stops it", async () => {
  await window.click("rail-draft");
  await window.find("page");
  await window.click("new-document");
  await window.until("the page is empty", 5_000, async () => !(await window.text("page")).includes("借用會議室"));
  await window.choose("type-picker", "letter");
  await window.pick("lang-picker", "en-GB");
  await window.fill("field-addressee", "CHAN Tai-man");
  await window.fill("field-subject", "Meeting on Waste Charging");
  await window.fill("field-head", "Director of Environmental Protection");
  await window.fill("field-signer", "LAU Ka-yee");
  await window.fill("points", "invite him to meeting 10 December 2026 3pm Room 1203\nreply by 1 December\nenquiries Miss Lau 2835 1234");
  await window.click("generate");
  await window.until("text arrives", DRAFTED, async () => (await window.text("body-editor")).length > 10);
  await window.press("\uE00C");
  await window.until("it has stopped", 5_000, async () => !(await window.has("stop")));
  assert.ok(!(await window.text("body-editor")).includes("2835 1234"), "it stopped before the last paragraph");
  await window.click("generate");
  await window.find("stop");
  await drafted();
  const page = await window.text("page");
  for (const part of ["Dear Mr Chan,", "Yours sincerely,", "10 December 2026", "2835 1234", "for Director of Environmental Protection"]) {
    assert.ok(page.includes(part), `${part} is on the page:\n${page}`);
  }
  await window.shot("en-letter-done");
});
