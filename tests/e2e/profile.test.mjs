// Profiles in the real window: filled in once from the empty letterhead, switched, followed into English, set as the default,
// and the administrator's, which are read only.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { Window } from "./window.mjs";

const CTRL = "\uE009";
const ENTER = "\uE007";
const ESCAPE = "\uE00C";
const value = (window, id) => window.run("return document.querySelector(`[data-testid=${arguments[0]}]`)?.value ?? null", id);
const becomes = (window, id, wanted) =>
  window.until(`${id} is ${wanted}`, 5000, async () => (await value(window, id)) === wanted);
const page = (window) => window.run("return document.querySelector('[data-testid=page]').innerText");

test("a profile is filled in once, and documents follow it without losing what was typed", async (t) => {
  const window = await Window.open();
  t.after(() => window.close());
  await window.choose("type-picker", "letter");
  await window.find("letterhead-hint");
  await window.shot("profile-hint-zh");
  await window.click("letterhead-fill");
  await window.find("profile");
  for (const [id, text] of [
    ["name", "總部"],
    ["department-zh", "環境保護署"],
    ["department-en", "Environmental Protection Department"],
    ["address-zh", "香港灣仔軒尼詩道130號修頓中心10樓"],
    ["address-en", "10/F, Southorn Centre, 130 Hennessy Road, Wan Chai, Hong Kong"],
    ["head-zh", "環境保護署署長"],
    ["head-en", "Director of Environmental Protection"],
    ["signer-zh", "陳大文"],
    ["signer-en", "CHAN Tai-man"],
    ["ref", "(  ) in EP 12/6/3"],
    ["tel", "2835 110"],
    ["web", "www.epd.gov.hk"],
  ])
    await window.fill(`profile-${id}`, text);
  await window.click("profile-save");
  await window.until("the telephone number is refused at its place", 5000, () =>
    window.run("return document.activeElement?.id === 'profile-tel' && document.activeElement.ariaInvalid === 'true'"),
  );
  await window.shot("profile-dialog-zh");
  assert.deepEqual(await window.axe(), []);
  await window.fill("profile-tel", "2835 1107");
  await window.press(CTRL, ENTER);
  await becomes(window, "field-signer", "陳大文");
  await window.until("the dialog has gone", 5000, async () => !(await window.has("profile")));
  assert.equal(await window.has("letterhead-hint"), false);
  await window.until("the page has the letterhead", 5000, async () => (await page(window)).startsWith("環境保護署"));
  await window.shot("profile-letter-zh");

  // A second one, by way of a copy.
  await window.click("rail-settings");
  await window.click("profile-more");
  await window.click("profile-duplicate");
  await window.find("profile");
  await window.fill("profile-name", "新界區");
  await window.fill("profile-signer-zh", "李小明");
  await window.fill("profile-signer-en", "LEE Siu-ming");
  await window.click("profile-save");
  await window.until("both are listed", 5000, () =>
    window.run("return document.querySelectorAll('[data-testid=profile-list] li').length === 2"),
  );
  assert.equal(await window.run("return document.activeElement.dataset.testid"), "profile-more", "the focus is where it was");
  await window.run("document.querySelector('[data-testid=profiles]').scrollIntoView({ block: 'center' })");
  await window.shot("profile-settings-zh");
  assert.deepEqual(await window.axe(), []);

  await window.click("rail-draft");
  await window.fill("field-tel", "2123 4567");
  const second = await window.run("return document.querySelector('#profile-switch option:last-of-type').value");
  await window.choose("profile-switch", second);
  await becomes(window, "field-signer", "李小明");
  assert.equal(await value(window, "field-tel"), "2123 4567", "what was typed stays");
  await window.pick("lang-picker", "en-GB");
  await becomes(window, "field-signer", "LEE Siu-ming");
  await becomes(window, "field-head", "Director of Environmental Protection");
  assert.equal(await value(window, "field-tel"), "2123 4567");
  await window.until("the page is English", 5000, async () => (await page(window)).startsWith("Environmental"));

  await window.click("rail-settings");
  await window.pick("ui-lang", "en-GB");
  await window.pick("theme", "dark");
  await window.run("document.querySelectorAll('[name=profile-default]')[1].click()");
  await window.until("the second is the default", 5000, () =>
    window.run("return document.querySelectorAll('[data-testid=profile-list] li')[1].innerText.includes('Default')"),
  );
  await window.run("document.querySelector('[data-testid=profiles]').scrollIntoView({ block: 'center' })");
  await window.shot("profile-settings-en-dark");
  await window.click("profile-edit");
  await window.find("profile");
  await window.shot("profile-dialog-en-dark");
  assert.deepEqual(await window.axe(), []);
  await window.press(ESCAPE);
  await window.click("rail-draft");
  await window.shot("profile-letter-en-dark");
  await window.click("new-document");
  await becomes(window, "field-tel", "2835 1107");
  assert.equal(await value(window, "field-signer"), "LEE Siu-ming", "a new document begins with the default");
});

test("the administrator's profile is looked at, copied and not changed", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gungman-policy-"));
  const policy = join(folder, "policy.toml");
  writeFileSync(
    policy,
    `[[enforced.profiles]]
id = "epd"
name = "環保署信箋"
[enforced.profiles.values]
department = { zh = "環境保護署", en = "Environmental Protection Department" }
head = { zh = "環境保護署署長", en = "Director of Environmental Protection" }
`,
  );
  const window = await Window.open({ env: { GUNGMAN_POLICY: policy } });
  t.after(() => window.close());
  await becomes(window, "field-from", "環境保護署署長");
  await window.click("rail-settings");
  await window.find("profile-list");
  await window.click("profile-edit");
  await window.find("profile");
  assert.equal(await window.has("profile-save"), false);
  assert.equal(await window.run("return document.getElementById('profile-department-zh').readOnly"), true);
  await window.press(ESCAPE);
  await window.click("profile-more");
  assert.equal(await window.has("profile-remove"), false);
  await window.click("profile-duplicate");
  await window.find("profile-save");
  assert.equal(await window.run("return document.getElementById('profile-head-zh').readOnly"), true);
  await window.fill("profile-name", "我的信箋");
  await window.fill("profile-signer-zh", "陳大文");
  await window.shot("profile-managed-zh");
  assert.deepEqual(await window.axe(), []);
  await window.click("profile-save");
  await window.until("it is in the list", 5000, () =>
    window.run("return document.querySelectorAll('[data-testid=profile-list] li').length === 2"),
  );
  await window.run("document.querySelector('[data-testid=profiles]').scrollIntoView({ block: 'center' })");
  await window.shot("profile-managed-list-zh");
  assert.ok(readFileSync(policy, "utf8").includes("epd"));
});
