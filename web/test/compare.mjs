// What the page shows is what the command line prints: verdicts, findings, results, receipts, reports.

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

import {
  ROOT, check, clear, drop, folder, judged, listedFindings, open, result, same, saved, semxform, shownFindings, test,
} from "./harness.mjs";

const FIXTURES = path.join(ROOT, "tests/fixtures");
export const VAULT = path.join(FIXTURES, "vault-link-to-deleted-key.json");
export const backups = ["home-lab-2.16.json", "vault-link-to-deleted-key.json"].map((name) => path.join(FIXTURES, name));
const recorded = path.join(ROOT, "tests/oracle/exports");
const exported = fs.readdirSync(recorded).sort().filter((_, at) => at % 5 === 0).map((name) => path.join(recorded, name));

/** Holds the verdict and the findings of the file on the page against those of `semxform check`. */
export async function compareCheck(page, file, ...options) {
  const [dir, name] = [path.dirname(file), path.basename(file)];
  const entry = JSON.parse(semxform(dir, "check", "--no-config", "--format", "json", ...options, name)).files[0];
  const told = semxform(dir, "check", "--no-config", ...options, name).trimEnd().split("\n").at(-1);
  same(await page.textContent("#verdict-text"), told.slice(name.length + 2), `${name}: verdict`);
  const tone = await page.getAttribute("#verdict", "class");
  same(tone.includes("error"), !entry.restorable || entry.findings.some((found) => found.severity === "error"), `${name}: colour`);
  same(await shownFindings(page, "#findings"), listedFindings(entry), `${name}: findings`);
  return entry;
}

/** Chooses the server. */
export async function server(page, target, ...dbs) {
  await page.selectOption("#target", target);
  for (const box of await page.locator("#dbs input").all()) await box.setChecked(dbs.includes(await box.inputValue()), { force: true });
  await judged(page);
}

/** Migrates on the page, accepts every loss, and holds result, receipt and report against those of `semxform migrate`. */
export async function compareMigration(page, file, target) {
  const [dir, name] = [folder(), path.basename(file)];
  fs.copyFileSync(file, path.join(dir, name));
  await page.check("input[name=way][value=migrate]");
  await page.selectOption("#to", target);
  await result(page, "migrate", "#migrate-go");
  for (let box = page.locator("#result .loss input:not(:checked)"); await box.count() > 0;) {
    await box.first().click();
    await judged(page);
  }
  const out = `${name.replace(/\.json$/, "")}.${target}.json`;
  const args = ["migrate", "--no-config", "--to", target, "--accept-loss", "all", "-o", out, "--receipt", "receipt", name];
  const entry = JSON.parse(semxform(dir, ...args, "--format", "json", "--report", "html:report.html")).files[0];
  const written = fs.existsSync(path.join(dir, out));
  same(await page.isEnabled("#save"), written, `${name} to ${target}: whether there is a result`);
  same(await shownFindings(page, "#result"), listedFindings(entry), `${name} to ${target}: findings`);
  same(await page.textContent("#result [data-verdict] h3"), entry.prediction ?? (await page.textContent("#result [data-verdict] h3")), `${name} to ${target}: verdict`);
  if (written) {
    const kept = await saved(page, "#save");
    same(kept.name, out, "name of the result");
    check(kept.bytes.equals(fs.readFileSync(path.join(dir, out))), `${name} to ${target}: the bytes of the result differ`);
    const receipt = await saved(page, "#save-receipt");
    same(receipt.bytes.toString().split("\n"), fs.readFileSync(path.join(dir, "receipt"), "utf8").split("\n"), `${name} to ${target}: receipt`);
    semxform(dir, ...args.map((arg) => ({ receipt: "receipt.md" })[arg] ?? arg));
    const markdown = await saved(page, "#save-markdown");
    same(markdown.bytes.toString().split("\n"), fs.readFileSync(path.join(dir, "receipt.md"), "utf8").split("\n"), `${name} to ${target}: receipt to read`);
  }
  const report = await saved(page, "#save-report");
  same(report.bytes.toString(), fs.readFileSync(path.join(dir, "report.html"), "utf8"), `${name} to ${target}: report`);
  return entry;
}

test("backups: verdict, codes, places and words are those of the command line, for three servers", async (browser) => {
  const page = await open(browser);
  check(backups.length + exported.length >= 22, "files are missing");
  let errors = 0;
  for (const file of [...backups, ...exported]) {
    await drop(page, file);
    await server(page, "");
    errors += (await compareCheck(page, file)).findings.filter((found) => found.severity === "error").length;
    await server(page, "2.18.30", "mysql");
    await compareCheck(page, file, "--target", "2.18.30", "--db", "mysql");
    await server(page, "2.10.22", "bolt", "postgres");
    errors += (await compareCheck(page, file, "--target", "2.10.22", "--db", "bolt,postgres")).findings.length;
    await clear(page);
  }
  check(errors > 100, "hardly anything was found: the comparison says nothing");
  same(page.faults, [], "faults");
});

test("migrations: results, receipts and reports are those of the command line to the byte, up and down", async (browser) => {
  const page = await open(browser);
  let lost = 0;
  for (const [at, file] of [...backups, ...exported].entries()) {
    await drop(page, file);
    for (const target of at % 2 === 0 ? ["2.19.12"] : ["2.18.30", "2.10.42"]) {
      lost += (await compareMigration(page, file, target)).losses.length;
    }
    await clear(page);
  }
  check(lost > 0, "nothing was lost: accepting was not tried");
});

test("rule packs: shipped ones with parameters and optional rules, and one of the operator's own with its mistakes", async (browser) => {
  const page = await open(browser);
  await drop(page, VAULT);
  const dir = folder();
  fs.copyFileSync(VAULT, path.join(dir, "backup.json"));
  const compare = async (words, ...args) => {
    await result(page, "rules", "#rules-go");
    semxform(dir, "--no-config", ...args, "-o", "out.json", "backup.json");
    check((await saved(page, "#save")).bytes.equals(fs.readFileSync(path.join(dir, "out.json"))), `${words}: the bytes differ`);
  };
  // The button of the finding chooses the pack that repairs it.
  await page.click("#findings article button");
  await page.waitForSelector("#result:not([hidden])");
  check(await page.isChecked("#packs input[value='builtin:fix-vaults']"), "the pack of the repair is not chosen");
  await compare("fix-vaults", "-r", "builtin:fix-vaults");
  await page.check("#packs input[value='builtin:clone']");
  await page.fill("#param-clone-name", "Lab \"2\"");
  await compare("two packs", "-r", "builtin:clone", "-r", "builtin:fix-vaults", "--set", "name=Lab \"2\"");
  await page.uncheck("#packs input[value='builtin:clone']");
  await page.uncheck("#packs input[value='builtin:fix-vaults']");
  await page.check("#packs input[value='builtin:scrub']");
  await page.check("#packs [data-with='scrub/alert-chat']");
  await compare("optional rule", "-r", "builtin:scrub", "--with", "scrub/alert-chat");
  await page.uncheck("#packs input[value='builtin:scrub']");

  await page.click("#own summary");
  await page.fill("#own-text", "semxform: 1\nid: mine\nrules:\n  - id: name\n    selct: $.meta\n    set: {name: <b>}\n");
  await page.waitForSelector("#own-state .mistakes");
  const mistakes = await page.textContent("#own-state");
  check(mistakes.includes("Line 5, column 5") && mistakes.includes("did you mean"), mistakes);
  await page.click("#own-state .mistakes button");
  same(await page.evaluate(() => document.getElementById("own-text").selectionStart), 45, "the cursor is not at the mistake");
  const own = "semxform: 1\nid: mine\nparams:\n  to: {type: string, default: Lab}\nrules:\n  - id: name\n    select: $.meta\n    set: {name: {$param: to}}\n";
  fs.writeFileSync(path.join(dir, "own.yaml"), own);
  await page.fill("#own-text", own);
  await page.waitForSelector("#param-mine-to");
  await page.fill("#param-mine-to", "<b>Lab</b>");
  await compare("own pack", "-r", "own.yaml", "--set", "to=<b>Lab</b>");
  same(page.faults, [], "faults");
});

test("a line of the log is found in the backup, and one that nothing makes is not", async (browser) => {
  const page = await open(browser);
  await drop(page, VAULT);
  for (const line of ["error at templates[0]: vaults[].vaultKey does not exist in keys[].name", "Request failed with status code 400", "no such words"]) {
    await page.fill("#log", line);
    await page.evaluate(() => document.getElementById("said").replaceChildren());
    await page.click("#log-go");
    await page.waitForSelector("#said h2");
    await judged(page);
    const answer = JSON.parse(semxform(FIXTURES, "explain", "--no-config", "--format", "json", line, path.basename(VAULT)));
    same(await shownFindings(page, "#said"), listedFindings(answer.files[0]), line);
    const notes = await page.locator("#said .note").allTextContents();
    same(notes, (answer.messages ?? []).filter((note) => !note.startsWith("semxform check --target")), `${line}: notes`);
  }
  await page.click("#findings .group button.link");
  await page.waitForSelector("dialog[open]");
  check((await page.textContent("#page")).includes("SX301"), "the page of the code is not shown");
  await page.keyboard.press("Escape");
});

/** What people drop in place of a backup: section 10 of what semxform promises. */
function wrongFiles() {
  const backup = fs.readFileSync(VAULT);
  const text = backup.toString();
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  return {
    "not-json.json": "hello", "truncated.json": text.slice(0, 2000), "bom.json": `\ufeff${text}`, "utf16.json": utf16,
    "yaml.json": "meta:\n  name: Lab\nkeys: []\n", "gzip.json": zlib.gzipSync(backup), "html.json": "<!doctype html><title>Semaphore</title>",
    "http.json": `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${text}`, "log.json": `2026/01/01 backup:\n${text}`,
    "merge.json": text.replace("\n", "\n<<<<<<< HEAD\n"), "comment.json": text.replace("{", "{ // mine"), "comma.json": text.replace(/\}\s*$/, ",}"),
    "twice.json": text.replace("{", '{"keys": [],'), "types.json": '{"meta": 7, "keys": {}}', "deep.json": "[".repeat(100_000),
    "deeper.json": `{"meta": {"name": ${"[".repeat(9_000)}${"]".repeat(9_000)}}}`, "latin1.json": Buffer.from(text.replace("old vault", "\xe4"), "latin1"),
    "surrogate.json": text.replace("old vault", "\\ud800"), "empty.json": "", "envelope.json": `{"backup": ${text}}`, "list.json": `[${text}]`,
    "invisible.json": text.replace("old vault", "old\u200b\u202evault"),
  };
}

test("wrong input: each says what it is, as the command line does, and leaves the page usable", async (browser) => {
  const page = await open(browser);
  const dir = folder();
  for (const [name, content] of Object.entries(wrongFiles())) {
    const file = path.join(dir, name);
    fs.writeFileSync(file, content);
    await drop(page, file);
    await server(page, "2.16.45");
    await compareCheck(page, file, "--target", "2.16.45");
    if (await page.isVisible("#repair-go")) {
      await result(page, "repair", "#repair-go");
      same(await page.locator("#result .alert").allTextContents(), [], `${name}: repair`);
    }
    await clear(page);
  }
  await drop(page, VAULT);
  await compareCheck(page, VAULT, "--target", "2.16.45");
  same(page.faults, [], "faults");
});

test("several files: each has its verdict, and one line sums them up", async (browser) => {
  const page = await open(browser);
  await drop(page, ...backups, exported[3]);
  const dir = folder();
  for (const file of [...backups, exported[3]]) fs.copyFileSync(file, path.join(dir, path.basename(file)));
  const told = semxform(dir, "check", "--no-config", ...fs.readdirSync(dir)).trimEnd().split("\n").at(-1);
  await page.waitForSelector("#totals:not([hidden])");
  same(await page.textContent("#totals"), told, "totals");
  await page.locator("#file-list .file").nth(1).click();
  await compareCheck(page, backups[1]);
  await clear(page);
  check(await page.isVisible("#choose"), "the page does not begin again");
});
