// The main job where there is no network at all (scripts/test runs this inside a namespace with nothing but loopback).
import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { after, test } from "node:test";
import { Window } from "./window.mjs";

let window;
after(() => window?.close());

test("a memo is drafted and exported without a network", async () => {
  const outside = Object.values(networkInterfaces()).flat().filter((address) => !address.internal);
  assert.deepEqual(outside, [], "this test is for a machine without a network");
  window = await Window.open();
  await window.click("sample-0");
  await window.until("the sample is drafted", 240_000, async () => {
    return (await window.text("body-editor")).length > 30 && !(await window.has("stop"));
  });
  await window.click("export-pdf");
  await window.until("the PDF is there", 20_000, async () => window.exported().some((name) => name.endsWith(".pdf")));
});
