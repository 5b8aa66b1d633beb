// What a crash takes with it: nothing that was typed.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Window, sleep } from "./window.mjs";

const DRAFTED = 240_000;
let window;
after(() => window?.close());

test("a worker killed while it writes is said, restarted, and the text is as it was", async () => {
  window = await Window.open();
  await window.fill("field-subject", "火警演習");
  await window.fill("points", "12月8日下午3時火警演習\n查詢2835 1107");
  await window.click("generate");
  await window.until("it writes", DRAFTED, async () => (await window.text("body-editor")).length > 5);
  window.kill("gungman-engine");
  const said = await window.until("it is said", 20_000, async () => (await window.has("message")) && (await window.text("message")));
  assert.match(said, /模型程式/);
  await window.shot("zh-worker-killed");
  const points = await window.find("points");
  assert.match(await window.call("GET", `/element/${points}/property/value`), /2835 1107/);
  await window.click("generate");
  await window.find("stop");
  await window.until("the next draft is done", DRAFTED, async () => !(await window.has("stop")));
  assert.match(await window.text("body-editor"), /2835 1107/);
});

test("the program killed while someone types loses nothing older than two seconds", async () => {
  await window.fill("points", "這些要點是剛剛輸入的，下一秒程式就會被結束。");
  await window.fill("field-subject", "停電安排");
  await sleep(2_000);
  window.kill("gungman");
  const { folder } = window;
  await window.close({ keep: true });
  window = await Window.open({ folder });
  const points = await window.find("points");
  assert.match(await window.call("GET", `/element/${points}/property/value`), /剛剛輸入/);
  await window.until("the subject is back on the page", 5_000, async () => (await window.text("page")).includes("停電安排"));
  assert.equal(window.pids("gungman").length, 1);
});

test("a second program on the same data calls the first and ends", async () => {
  const { spawnSync } = await import("node:child_process");
  const { join } = await import("node:path");
  const second = spawnSync(process.env.GUNGMAN_APP, [], {
    env: { ...process.env, GUNGMAN_DATA_DIR: join(window.folder, "data") },
    timeout: 10_000,
  });
  assert.equal(second.status, 0);
  assert.equal(window.pids("gungman").length, 1);
});
