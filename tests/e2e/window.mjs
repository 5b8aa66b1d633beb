// Drives the real window by WebDriver: a driver of its own on free ports, a data folder of its own, and the few moves a
// person makes. Needs GUNGMAN_APP and GUNGMAN_TAURI_DRIVER (scripts/test sets them) and a display.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const root = resolve(import.meta.dirname, "../..");

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run ./scripts/test e2e`);
  return value;
}

function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

export class Window {
  /** Starts the program on a data folder (a new one, or that of an earlier window) and waits for its first frame. */
  static async open({ folder = mkdtempSync(join(tmpdir(), "gungman-e2e-")), env = {}, args = [] } = {}) {
    const window = new Window();
    window.folder = folder;
    window.root = root;
    window.exports = join(folder, "exports");
    const [port, native] = [await freePort(), await freePort()];
    window.driver = spawn(needed("GUNGMAN_TAURI_DRIVER"), ["--port", port, "--native-port", native], {
      env: {
        ...process.env,
        GUNGMAN_DATA_DIR: join(folder, "data"),
        GUNGMAN_EXPORT_DIR: window.exports,
        GUNGMAN_RESOURCES: root,
        GUNGMAN_MODELS: join(root, ".deps/models"),
        ...env,
      },
      stdio: ["ignore", "ignore", process.env.GUNGMAN_E2E_LOG ? "inherit" : "ignore"],
    });
    window.base = `http://127.0.0.1:${port}`;
    const capabilities = {
      alwaysMatch: { browserName: "wry", "tauri:options": { application: needed("GUNGMAN_APP"), args } },
    };
    for (let tries = 0; ; tries++) {
      try {
        const answer = await fetch(`${window.base}/session`, {
          method: "POST",
          body: JSON.stringify({ capabilities }),
        });
        const { value } = await answer.json();
        if (!value?.sessionId) throw new Error(`no session: ${JSON.stringify(value)}`);
        window.session = value.sessionId;
        break;
      } catch (error) {
        if (tries > 50) throw error;
        await sleep(200);
      }
    }
    await window.find("page");
    return window;
  }

  async call(method, path, body) {
    const answer = await fetch(`${this.base}/session/${this.session}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** The element with a data-testid, waited for. */
  async find(testId, timeout = 15_000) {
    return this.select(`[data-testid="${testId}"]`, timeout);
  }

  async select(css, timeout = 15_000) {
    return this.until(`there is ${css}`, timeout, async () => {
      const found = await this.call("POST", "/elements", { using: "css selector", value: css });
      return found.length > 0 ? found[0][ELEMENT] : undefined;
    });
  }

  /** Waits until `look` gives something true; says what was waited for when it does not come. */
  async until(what, timeout, look) {
    const end = Date.now() + timeout;
    let last;
    while (Date.now() < end) {
      try {
        const value = await look();
        if (value) return value;
      } catch (error) {
        last = error;
      }
      await sleep(100);
    }
    const path = await this.shot(`failed-${Date.now()}`).catch(() => "no picture");
    const state = await this.state().catch(() => "the window does not answer");
    throw new Error(`waited ${timeout} ms in vain until ${what}; ${last ?? ""} (${path}; ${state})`);
  }

  /** Where the keyboard is and what lies over the page: what a failure is read by where nobody can look. */
  async state() {
    return this.run(`
      const name = (node) => node?.dataset?.testid || node?.id || node?.localName;
      const over = [...document.querySelectorAll('dialog[open], [role=dialog], [role=alert]')];
      return 'focus on ' + name(document.activeElement) +
        ', open: ' + (over.map((node) => name(node) + ' "' + node.innerText.slice(0, 200) + '"').join('; ') || 'nothing');`);
  }

  async click(testId) {
    const id = await this.find(testId);
    await this.call("POST", `/element/${id}/click`, {});
  }

  async clickOn(css) {
    const id = await this.select(css);
    await this.call("POST", `/element/${id}/click`, {});
  }

  /** Types into a field after emptying it. */
  async fill(testId, text) {
    const id = await this.find(testId);
    if (text === "") {
      await this.call("POST", `/element/${id}/click`, {});
      await this.press("\uE009", "a");
      await this.press("\uE003");
      return;
    }
    await this.call("POST", `/element/${id}/clear`, {}).catch(() => {});
    // A line feed as such is not typed; the Enter key is.
    await this.call("POST", `/element/${id}/value`, { text: text.replaceAll("\n", "\uE007") });
  }

  /** Types on at the caret of an element, after putting the caret there. */
  async type(css, text) {
    const id = await this.select(css);
    await this.call("POST", `/element/${id}/click`, {});
    await this.call("POST", `/element/${id}/value`, { text });
  }

  /** Presses keys as a chord, in the focused element: ["\uE009", "a"] is Ctrl+A. */
  async press(...keys) {
    const actions = [
      ...keys.map((value) => ({ type: "keyDown", value })),
      ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
    ];
    await this.call("POST", "/actions", { actions: [{ type: "key", id: "keys", actions }] });
  }

  async text(testId) {
    const id = await this.find(testId);
    return this.call("GET", `/element/${id}/property/textContent`);
  }

  async has(testId) {
    const found = await this.call("POST", "/elements", { using: "css selector", value: `[data-testid="${testId}"]` });
    return found.length > 0;
  }

  async run(script, ...args) {
    return this.call("POST", "/execute/sync", { script, args });
  }

  async runAsync(script, ...args) {
    return this.call("POST", "/execute/async", { script, args });
  }

  async choose(testId, value) {
    await this.run(
      `const select = document.querySelector('[data-testid="' + arguments[0] + '"]');
       select.value = arguments[1];
       select.dispatchEvent(new Event("input", { bubbles: true }));
       select.dispatchEvent(new Event("change", { bubbles: true }));`,
      testId,
      value,
    );
  }

  /** Picks one of a few choices that are all in sight. */
  async pick(testId, value) {
    await this.clickOn(`[data-testid="${testId}"] label:has(input[value="${value}"])`);
  }

  /** Keeps a picture of the screen, when GUNGMAN_SHOTS names a folder for pictures. */
  async shot(name) {
    const folder = process.env.GUNGMAN_SHOTS;
    if (!folder) return "GUNGMAN_SHOTS=folder would keep a picture";
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await sleep(400); // Colours fade.
    // The whole screen: WebKit's own screenshot waits for a frame that an idle page does not paint.
    execFileSync("import", ["-window", "root", path], { timeout: 10_000 });
    return path;
  }

  /** Serious and critical findings of axe-core in the page as it stands. */
  async axe() {
    await this.run(readFileSync(join(root, "ui/node_modules/axe-core/axe.min.js"), "utf8"));
    const findings = await this.runAsync(
      `const done = arguments[arguments.length - 1];
       axe.run(document, { resultTypes: ["violations"] }).then(
         (result) => done(result.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.html.slice(0, 160))])),
         (error) => done([["critical", String(error), []]]),
       );`,
    );
    return findings.filter(([impact]) => impact === "serious" || impact === "critical");
  }

  /** Process ids of a program of ours that works on this window's data folder. */
  pids(program) {
    const mine = `GUNGMAN_DATA_DIR=${join(this.folder, "data")}`;
    return readdirSync("/proc").filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0];
        return command.endsWith(`/${program}`) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mine);
      } catch {
        return false;
      }
    });
  }

  /** Ends a program as a crash would. */
  kill(program) {
    const pids = this.pids(program);
    if (pids.length === 0) throw new Error(`${program} is not running`);
    for (const pid of pids) process.kill(Number(pid), "SIGKILL");
  }

  exported() {
    try {
      return readdirSync(this.exports).filter((name) => !name.startsWith("."));
    } catch {
      return [];
    }
  }

  async close({ keep = false } = {}) {
    await this.call("DELETE", "").catch(() => {});
    this.driver.kill();
    if (!keep && !process.env.GUNGMAN_E2E_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A Word file's text without its formatting, by python-docx. */
export function docxText(path) {
  const python = process.env.GUNGMAN_PYTHON ?? "python3";
  const script = "import sys, docx; print('\\n'.join(p.text for p in docx.Document(sys.argv[1]).paragraphs))";
  return execFileSync(python, ["-c", script, path], { encoding: "utf8" });
}

/** The tracked changes and the comments of a Word file, by python-docx (tests/src/changes_reader.py says how). */
export function docxChanges(path) {
  const python = process.env.GUNGMAN_PYTHON ?? "python3";
  const script = fileURLToPath(new URL("../src/changes_reader.py", import.meta.url));
  const env = { ...process.env, PYTHONIOENCODING: "utf-8" };
  return JSON.parse(execFileSync(python, [script, path], { encoding: "utf8", env }));
}

export { sleep };
