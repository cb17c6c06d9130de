// What the tests of the page share: a browser, the command line, and a list of tests.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const PAGE = process.env.PAGE ?? path.join(ROOT, "target/semxform.html");
const BINARY = process.env.SEMXFORM ?? path.join(ROOT, "target/release/semxform");
// Where web/test/run puts what it installs.
const installed = createRequire(path.join(process.env.NODE_TOOLS ?? path.join(ROOT, "target/ci/node"), "here.js"));
export const { chromium } = installed("playwright-core");
export const axe = installed("axe-core").source;

const tests = [];

/** Registers a test. */
export function test(name, run) {
  tests.push({ name, run });
}

/** Runs the tests whose names hold a word of the command line, or all. */
export async function runAll() {
  for (const needed of [PAGE, BINARY]) check(fs.existsSync(needed), `${needed} is missing: web/build makes the page, cargo build --release the command line`);
  const wanted = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  let passed = 0, failed = 0;
  for (const { name, run } of tests.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))) {
    const began = Date.now();
    try {
      await run(browser);
      passed += 1;
      console.log(`ok ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error.stack}`);
    }
  }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

/** Fails unless a condition holds. */
export function check(condition, words) {
  if (!condition) throw new Error(words);
}

/** Fails unless two values are the same. */
export function same(found, expected, words) {
  const [a, b] = [JSON.stringify(found, null, 1), JSON.stringify(expected, null, 1)];
  if (a === b) return;
  const [left, right] = [a.split("\n"), b.split("\n")];
  const at = left.findIndex((line, i) => line !== right[i]);
  const around = (lines) => lines.slice(Math.max(0, at - 2), at + 6).join("\n");
  throw new Error(`${words}: the page has\n${around(left)}\nand the command line\n${around(right)}`);
}

/** Runs the command line in a folder; gives its output, whatever the exit code. */
export function semxform(folder, ...args) {
  try {
    return execFileSync(BINARY, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
  } catch (error) {
    return error.stdout;
  }
}

/** A folder for the files of a test. */
export function folder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), "semxform-page-"));
}

/** The page, opened from disk, with everything that it asks of the network and everything that goes wrong in it. */
export async function open(browser, { width = 1400, scheme = "light", url = `file://${PAGE}`, init } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.requests = [];
  page.faults = [];
  context.on("request", (request) => { if (!/^(blob|data):/.test(request.url())) page.requests.push(request.url()); });
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") page.faults.push(message.text()); });
  // From the first listener on choosers are caught; that must be settled before a key opens one.
  page.on("filechooser", () => {});
  if (init) await page.addInitScript(init);
  await page.goto(url);
  await page.waitForSelector("html[data-ready]");
  return page;
}

/** Drops files on the page, as a person does, and waits until they are judged. */
export async function drop(page, ...names) {
  const files = names.map((name) => ({ name: path.basename(name), content: fs.readFileSync(name).toString("base64") }));
  await page.evaluate((files) => {
    const transfer = new DataTransfer();
    for (const { name, content } of files) {
      transfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name));
    }
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, files);
  await judged(page);
}

/** Waits until nothing is being asked. */
export async function judged(page) {
  await page.waitForFunction(() => !document.querySelector("[aria-busy]") && !document.querySelector(".verdict.waiting")
    && ![...document.querySelectorAll("#file-list .soft")].some((line) => line.textContent === "waiting …"));
}

/** Takes all files off the page. */
export async function clear(page) {
  while (await page.locator(".drop-file").count() > 0) await page.locator(".drop-file").first().click();
}

/** Lets a list show everything that it holds. */
async function unfold(page, scope) {
  await page.evaluate(async (scope) => {
    for (const box of document.querySelectorAll(`${scope} details`)) box.open = true;
    const more = () => [...document.querySelectorAll(`${scope} button`)].find((button) => button.textContent.startsWith("Show more"));
    for (let button = more(); button; button = more()) {
      const words = button.textContent;
      button.click();
      while (button.isConnected && button.textContent === words) await new Promise((done) => { setTimeout(done, 5); });
    }
  }, scope);
}

/** The findings that a part of the page shows. */
export async function shownFindings(page, scope) {
  await unfold(page, scope);
  return page.evaluate((scope) => [...document.querySelectorAll(`${scope} .group`)].flatMap((group) =>
    [...group.querySelectorAll("article")].map((article) => {
      const detail = (name) => [...article.querySelectorAll("dt")].find((term) => term.textContent === name)?.nextSibling.textContent;
      const number = (name) => (article.dataset[name] === undefined ? undefined : Number(article.dataset[name]));
      return {
        code: group.dataset.code, severity: group.dataset.severity, message: article.querySelector("p").firstChild.textContent,
        line: number("line"), column: number("column"), server: detail("Server says"), consequence: detail("Consequence"),
      };
    })), scope);
}

/** The findings of the command line in the order of the page: by severity and code. */
export function listedFindings(entry) {
  const rank = { error: 0, warning: 1, info: 2 };
  const groups = new Map();
  for (const finding of entry.findings) {
    const key = `${finding.severity} ${finding.code}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({
      code: finding.code, severity: finding.severity, message: safe(finding.message), line: finding.line, column: finding.column,
      server: finding.server_message && safe(finding.server_message), consequence: finding.consequence && safe(finding.consequence),
    });
  }
  return [...groups.values()].sort((a, b) => rank[a[0].severity] - rank[b[0].severity]).flat();
}

/** What text of others looks like where people read it: controls and marks that reorder letters are written out. */
function safe(text) {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, (c) =>
    ({ "\r": "\\r" })[c] ?? `\\u{${c.codePointAt(0).toString(16)}}`);
}

/** What a button saves. Chromium without a screen drops a download now and then, where one follows close on another. */
export async function saved(page, selector, tries = 4) {
  const waiting = page.waitForEvent("download", { timeout: 5_000 }).catch((error) => {
    if (tries === 1) throw new Error(`${selector}: ${error.message}`);
  });
  await page.click(selector);
  const download = await waiting;
  if (!download) return saved(page, selector, tries - 1);
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
}

/** Runs one of the three ways to a result, and waits for it. */
export async function result(page, way, button) {
  await page.check(`input[name=way][value=${way}]`);
  await page.evaluate(() => document.getElementById("result").replaceChildren());
  await page.click(button);
  await judged(page);
  await page.waitForSelector("#result:not([hidden]) > *");
}
