// A clumsy text is put in other words in the real window by the real model: proposed, decided, undone, tried
// again, sent out as tracked changes; and questions are asked about it.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { docxChanges, Window } from "./window.mjs";

const WRITTEN = 300_000;
const [ALT, CTRL, SHIFT, ENTER, ESC, F8] = ["\uE00A", "\uE009", "\uE008", "\uE007", "\uE00C", "\uE038"];
const TEXT = [
  "我哋諗住喺12月8號下晝3點喺北角政府合署搞個火警演習，唔該你哋各組都派人嚟參加啦。",
  "另外唔該各組主管喺11月30號之前交返消防隊長嘅名單畀我哋，有咩問題就打2987 6543搵李小明先生問下。",
];
let window;

before(async () => {
  window = await Window.open();
  await window.choose("type-picker", "memo");
  for (const [field, value] of [
    ["from", "環境保護署署長"],
    ["to", "各組主管"],
    ["subject", "火警演習"],
    ["signer", "陳大文"],
  ]) {
    await window.fill(`field-${field}`, value);
  }
  await window.type('[data-testid="body-editor"]', TEXT.join(ENTER));
  await window.until("the text is on the page", 10_000, async () => (await body()).join() === TEXT.join());
});
after(() => window.close());

/** The paragraphs of the page without what is only proposed. */
const body = () =>
  window.run(`
    const copy = document.querySelector('[data-testid="body-editor"]').cloneNode(true);
    for (const proposed of copy.querySelectorAll("ins, .rw-fresh")) proposed.remove();
    return [...copy.querySelectorAll("p")].map((line) => line.textContent);
  `);
/** How many changes wait; 0 when nothing is proposed. */
const changes = () =>
  window.run(`
    const marks = document.querySelectorAll("[data-change]");
    return new Set([...marks].map((mark) => mark.dataset.change)).size;
  `);
const proposed = () => window.until("there is a proposal", WRITTEN, () => window.has("change-count"));
const gone = () => window.until("the proposal is gone", 5_000, async () => !(await window.has("review")));

async function polish() {
  await window.press(ALT, ENTER);
  await window.find("text-bar");
  await window.click("rewrite-polish");
  await window.find("rewrite-phase");
}

test("polishing is proposed on the page, and the text under it stays", async () => {
  await polish();
  await window.until("words arrive in place", WRITTEN, async () => (await window.run(
    `return document.querySelectorAll(".rw-in, .rw-tip").length`,
  )) > 0 || (await window.has("change-count")));
  await window.shot("rewrite-streaming");
  await proposed();
  await window.shot("rewrite-proposed");
  assert.deepEqual(await body(), TEXT);
  assert.ok((await changes()) >= 2, `${await changes()} changes in two clumsy paragraphs`);
  assert.deepEqual(await window.axe(), []);
});

test("what is proposed cannot be typed over", async () => {
  await window.run(`document.querySelector('[data-testid="body-editor"]').focus()`);
  await window.press(CTRL, "a");
  await window.press("x");
  await window.press("\uE003");
  assert.deepEqual(await body(), TEXT);
});

test("one change is rejected, another accepted, and undo takes back both", async () => {
  const all = await changes();
  await window.press(F8);
  await window.find("change-bar");
  await window.press(ALT, "r");
  await window.until("one is rejected", 5_000, async () => (await changes()) === all - 1);
  assert.deepEqual(await body(), TEXT);
  await window.press(ALT, "a");
  await window.until("one is accepted", 5_000, async () => (await body()).join() !== TEXT.join());
  await window.shot("rewrite-decided");
  await window.press(CTRL, "z");
  await window.until("the acceptance is taken back", 5_000, async () => (await body()).join() === TEXT.join());
  assert.equal(await changes(), all - 1);
  await window.press(CTRL, "z");
  await window.until("the rejection is taken back", 5_000, async () => (await changes()) === all);
});

test("it is tried again; Esc while it is written leaves the text, and what was proposed before", async () => {
  const all = await changes();
  await window.click("rewrite-again");
  await window.until("the model is at it", WRITTEN, async () =>
    /reading|writing/.test(await window.run(`return document.querySelector('[data-testid="rewrite-phase"]')?.dataset.phase ?? ""`)),
  );
  await window.press(ESC);
  await window.until("it has stopped", 10_000, async () => !(await window.has("rewrite-phase")));
  assert.deepEqual(await body(), TEXT);
  assert.equal(await changes(), all);
  await window.press(ESC);
  await gone();
  assert.deepEqual(await body(), TEXT);
});

test("what is accepted leaves as tracked changes by Gungman, which can be refused", async () => {
  await polish();
  await proposed();
  await window.press(ALT, SHIFT, "a");
  await gone();
  const accepted = await body();
  assert.notDeepEqual(accepted, TEXT);
  await window.click("draft-export-more");
  await window.click("export-tracked");
  const word = () => window.exported().find((name) => name.endsWith(".docx"));
  await window.until("the file is written", 20_000, async () => word() !== undefined);
  await window.shot("rewrite-tracked");
  const changes = docxChanges(path.join(window.exports, word()));
  assert.deepEqual(changes.authors, ["Gungman"]);
  assert.ok(changes.inserted > 0 && changes.deleted > 0, JSON.stringify(changes));
  for (const [at, text] of accepted.entries()) {
    assert.ok(changes.accepted.some((line) => line.endsWith(text)), `accepted: ${text}`);
    assert.ok(changes.refused.some((line) => line.endsWith(TEXT[at])), `refused: ${TEXT[at]}`);
  }
});

test("a question is answered from the page, or the document does not say", async () => {
  await window.press(ALT, "q");
  await window.find("ask");
  await window.fill("ask-question", "名單幾時要交？");
  await window.press(ENTER);
  await window.until("there is an answer", WRITTEN, () => window.has("answer"));
  await window.shot("ask-answered");
  const answer = () =>
    window.run(`
      const answer = document.querySelector('[data-testid="answer"]');
      return [answer?.textContent.trim(), answer?.dataset.found];
    `);
  const [text, found] = await answer();
  assert.equal(found, "true");
  assert.match(text, /11月30日/);
  assert.deepEqual(await window.axe(), []);
  await window.fill("ask-question", "演習要花多少錢？");
  await window.press(ENTER);
  await window.until("it says that it does not say", WRITTEN, async () => (await answer())[1] === "false");
  await window.shot("ask-not-said");
  await window.press(ESC);
  await window.until("the panel is gone", 5_000, async () => !(await window.has("ask")));
});
