// The page in a real browser, held against the command line: `web/test/run [WORD]`.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import zlib from "node:zlib";

import {
  PAGE, ROOT, axe, check, clear, drop, folder, judged, listedFindings, open, result, runAll, same, saved, semxform, shownFindings, test,
} from "./harness.mjs";

const FIXTURES = path.join(ROOT, "tests/fixtures");
const VAULT = path.join(FIXTURES, "vault-link-to-deleted-key.json");
const backups = ["home-lab-2.16.json", "vault-link-to-deleted-key.json"].map((name) => path.join(FIXTURES, name));
const recorded = path.join(ROOT, "tests/oracle/exports");
const exported = fs.readdirSync(recorded).sort().filter((_, at) => at % 5 === 0).map((name) => path.join(recorded, name));

/** Holds the verdict and the findings of the file on the page against those of `semxform check`. */
async function compareCheck(page, file, ...options) {
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
async function server(page, target, ...dbs) {
  await page.selectOption("#target", target);
  for (const box of await page.locator("#dbs input").all()) await box.setChecked(dbs.includes(await box.inputValue()), { force: true });
  await judged(page);
}

/** Migrates on the page, accepts every loss, and holds result, receipt and report against those of `semxform migrate`. */
async function compareMigration(page, file, target) {
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
    same(receipt.bytes.toString(), fs.readFileSync(path.join(dir, "receipt"), "utf8"), `${name} to ${target}: receipt`);
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

test("a loss that is not accepted keeps the result back, and one that is lets it go", async (browser) => {
  const page = await open(browser);
  await drop(page, VAULT);
  await result(page, "repair", "#repair-go");
  check(!await page.isEnabled("#save"), "the result can be taken home before its loss is accepted");
  check((await page.textContent("#result")).includes("1 kind of loss to accept first"), "nothing says what to do");
  await page.check("#result .loss input");
  await judged(page);
  const kept = await saved(page, "#save");
  same(kept.name, "vault-link-to-deleted-key.2.16.45.json", "name");
  check(!kept.bytes.toString().includes("old vault"), "the repair is not in the result");
  await page.uncheck("#result .loss input");
  await judged(page);
  check(!await page.isEnabled("#save"), "the acceptance cannot be taken back");
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

test("nothing of a file becomes markup", async (browser) => {
  const page = await open(browser, { init: () => { window.pwned = 0; window.alert = () => { window.pwned += 1; }; } });
  const dir = folder();
  const bad = `</script><img src=x onerror="alert(1)"><svg onload=alert(2)>\u202e\u0007\n@@ x @@ {{7*7}} '"\``;
  const backup = JSON.parse(fs.readFileSync(VAULT, "utf8"));
  const named = JSON.parse(JSON.stringify(backup, (key, value) => (["name", "title", "playbook", "vault_key", "git_url"].includes(key) ? value + bad : value)));
  const file = path.join(dir, "<img src=x onerror=alert(3)>.json");
  fs.writeFileSync(file, JSON.stringify(named));
  await drop(page, file, VAULT);
  await compareCheck(page, file);
  await result(page, "repair", "#repair-go");
  for (const box of await page.locator("#result .loss input").all()) await box.check();
  await judged(page);
  await page.check("input[name=form][value=entity]");
  await page.fill("#log", bad);
  await page.click("#log-go");
  await judged(page);
  const strange = await page.evaluate(() => document.querySelectorAll("main img, main script, main style, main iframe, main [onerror], main [onload]").length);
  same([strange, await page.evaluate(() => window.pwned)], [0, 0], "markup of the file");
  const report = (await saved(page, "#save-report")).bytes.toString();
  check(!/<(img|svg|script)/i.test(report), "the report holds markup of the file");
  const seen = await page.evaluate(() => document.querySelector("main").textContent);
  check(!/[\u202e\u0007]/.test(seen), "marks that reorder or ring are shown raw");
});

test("secrets are masked until somebody wants to see them", async (browser) => {
  const page = await open(browser);
  const file = path.join(folder(), "backup.json");
  const backup = JSON.parse(fs.readFileSync(VAULT, "utf8"));
  backup.repositories[0].git_url = "https://user:hunter2@example.org/x.git";
  backup.environments = [{ name: "prod", password: "hunter2", json: '{"db_password": "hunter2"}', env: "{}" }];
  backup.repositories[0].ssh_key = "gone";
  fs.writeFileSync(file, JSON.stringify(backup, null, 1));
  await drop(page, file);
  const everything = async () => { await shownFindings(page, "main"); return page.evaluate(() => document.querySelector("main").textContent); };
  await page.check("input[name=way][value=migrate]");
  await page.selectOption("#to", "2.19.12");
  await result(page, "migrate", "#migrate-go");
  check(!(await everything()).includes("hunter2"), "a secret is shown");
  const receipt = (await saved(page, "#save-receipt")).bytes.toString();
  check(!receipt.includes("hunter2"), "a secret is in the receipt");
  await page.check("input[name=way][value=rules]");
  await page.check("#packs input[value='builtin:scrub']");
  await result(page, "rules", "#rules-go");
  check(!(await everything()).includes("hunter2"), "a secret is shown in a difference");
  await page.click("#secrets", { force: true });
  await judged(page);
  await result(page, "rules", "#rules-go");
  check((await everything()).includes("hunter2"), "the switch does not show secrets");
});

test("a panic says SX901, how to report it, and leaves the page usable", async (browser) => {
  const page = await open(browser, {
    init: () => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message, ...rest) {
        const panics = window.panics && message.task === "ask";
        if (panics) window.panics = false;
        return post.call(this, panics ? { ...message, question: "panic" } : message, ...rest);
      };
    },
  });
  await page.evaluate(() => { window.panics = true; });
  await drop(page, VAULT);
  const told = await page.textContent("#verdict");
  check(told.includes("internal error SX901") && told.includes("asked for by the test") && told.includes("Report it"), told);
  await page.click("text=Explain SX901");
  await page.waitForSelector("dialog[open]");
  check((await page.textContent("#page")).includes("Please report it"), "SX901 is not explained");
  await page.keyboard.press("Escape");
  await server(page, "2.16.45");
  await compareCheck(page, VAULT, "--target", "2.16.45");
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

test("a pasted backup, and the example, are looked at as files are", async (browser) => {
  const page = await open(browser);
  await page.click("#paste summary");
  await page.fill("#paste-text", fs.readFileSync(VAULT, "utf8"));
  await page.click("#paste-go");
  await page.waitForSelector(".verdict.error");
  const told = await page.textContent("#verdict-text");
  await clear(page);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, fs.readFileSync(VAULT, "utf8"));
  await page.waitForSelector(".verdict.error");
  same(await page.textContent("#verdict-text"), told, "pasted into the page");
  await clear(page);
  await page.click("#example");
  await page.waitForSelector(".verdict.error");
  check((await page.textContent("#file-list")).includes("example.json"), "the example is not shown");
  await page.selectOption("#target", "other");
  await page.fill("#other-text", "v2.17.12-3e5e0de-1771578617");
  await page.keyboard.press("Tab");
  await judged(page);
  check((await page.textContent("#verdict-text")).includes("Semaphore 2.17.12 would"), "a version as a server prints it is not read");
  await page.fill("#other-text", "3.7");
  await page.keyboard.press("Tab");
  await judged(page);
  check((await page.textContent("#verdict")).includes("the newest known stable release is"), "an unknown version is not named");
});

test("by keyboard alone: choose, check, repair, accept, download, explain", async (browser) => {
  const page = await open(browser);
  const to = async (selector) => {
    for (let i = 0; i < 300; i += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) {
        const ring = await page.evaluate(() => {
          const element = document.activeElement;
          const around = [element, element.nextElementSibling, element.parentElement].filter(Boolean);
          return around.some((one) => getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) > 0);
        });
        return check(ring, `${selector} does not show that it has the focus`);
      }
    }
    throw new Error(`Tab does not lead to ${selector}`);
  };
  await to("#choose");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  await chooser.setFiles(VAULT);
  await page.waitForSelector(".verdict.error");
  await to("#target");
  await page.keyboard.type("2.16.44");
  await judged(page);
  check((await page.textContent("#verdict")).includes("2.16.44"), "the version cannot be chosen by typing");
  await to("#dbs input");
  await page.keyboard.press("Space");
  await judged(page);
  await to("input[name=way]");
  await page.keyboard.press("ArrowRight");
  check(await page.isVisible("#migrate-go"), "arrows do not choose the way");
  await page.keyboard.press("ArrowLeft");
  await to("#repair-go");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#result:not([hidden])");
  await to("#result .loss input");
  await page.keyboard.press("Space");
  await judged(page);
  await to("#save");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  check(!fs.readFileSync(await download.path(), "utf8").includes("old vault"), "another result");
  await to("#findings .group button.link");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  check(await page.evaluate(() => document.activeElement?.matches("#findings button.link")), "the focus does not come back from the explanation");
});

test("labels, roles and contrast, by axe, in light and dark, wide and narrow", async (browser) => {
  for (const [scheme, width] of [["light", 1400], ["dark", 1400], ["light", 360], ["dark", 360]]) {
    const page = await open(browser, { scheme, width });
    const look = async (where) => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      same(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]), [], `${where}, ${scheme}, ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      same(wide, 0, `${where}, ${width}: the page scrolls sideways`);
    };
    await look("start");
    await drop(page, VAULT, backups[0]);
    await page.locator("#file-list .file").first().click();
    await shownFindings(page, "main");
    await look("findings");
    await page.check("input[name=way][value=rules]");
    await page.check("#packs input[value='builtin:clean']");
    await page.check("#packs input[value='builtin:clone']");
    await look("packs");
    await result(page, "repair", "#repair-go");
    await look("loss");
    await page.check("#result .loss input");
    await judged(page);
    await page.fill("#log", "Request failed with status code 400");
    await page.click("#log-go");
    await judged(page);
    await look("result");
    await page.click("#findings .group button.link");
    await page.waitForSelector("dialog[open]");
    await look("explanation");
    await page.context().close();
  }
});

test("no request leaves the page, from disk and from a host, and nothing is stored", async (browser) => {
  const host = http.createServer((_, answer) => answer.setHeader("content-type", "text/html").end(fs.readFileSync(PAGE)));
  await new Promise((done) => host.listen(0, "127.0.0.1", done));
  const served = `http://127.0.0.1:${host.address().port}/`;
  for (const url of [`file://${PAGE}`, served]) {
    const page = await open(browser, { url });
    await page.context().setOffline(true);
    await drop(page, VAULT);
    await result(page, "repair", "#repair-go");
    await page.check("#result .loss input");
    await judged(page);
    await saved(page, "#save");
    same(page.requests, [url], "requests");
    await page.context().setOffline(false);
    // Even what runs in the page cannot reach the network: the policy forbids it.
    const blocked = await page.evaluate(async (address) => {
      const seen = [];
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      await fetch(address).catch(() => {});
      await new Promise((done) => { const image = new Image(); image.onerror = done; image.src = `${address}x.png`; });
      navigator.sendBeacon(address, "x");
      await new Promise((done) => { setTimeout(done, 100); });
      return [...new Set(seen)].sort();
    }, served);
    same(blocked, ["connect-src", "img-src"], "what the policy stopped");
    const kept = await page.evaluate(() => { try { return localStorage.length + sessionStorage.length + document.cookie.length; } catch { return 0; } });
    same(kept, 0, "what is stored");
    await page.context().close();
  }
  host.close();
});

test("10 MB: the page answers all the time", async (browser) => {
  const backup = JSON.parse(fs.readFileSync(VAULT, "utf8"));
  const [template] = backup.templates;
  const long = "x".repeat(1000);
  backup.templates = Array.from({ length: 6000 }, (_, at) => ({ ...template, name: `${template.name} ${at}`, description: long, vaults: [{ name: "", type: "password", vault_key: `gone ${at}` }] }));
  const file = path.join(folder(), "large.json");
  fs.writeFileSync(file, JSON.stringify(backup, null, 2));
  check(fs.statSync(file).size > 10e6, "the file is too small");
  const page = await open(browser, {
    init: () => {
      window.longest = 0;
      new PerformanceObserver((list) => { for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration); }).observe({ type: "longtask", buffered: true });
    },
  });
  await page.evaluate(() => { window.longest = 0; });
  const began = Date.now();
  await page.setInputFiles("#files", file);
  await judged(page);
  const verdict = Date.now() - began;
  await result(page, "repair", "#repair-go");
  await page.check("#result .loss input");
  await judged(page);
  await page.fill("#log", "error at templates[7]: vaults[].vaultKey does not exist in keys[].name");
  await page.click("#log-go");
  await judged(page);
  const longest = await page.evaluate(() => window.longest);
  console.log(`   verdict on ${(fs.statSync(file).size / 1e6).toFixed(1)} MB after ${verdict} ms; the page stood still for at most ${Math.round(longest)} ms`);
  check(longest < 200, `the page stood still for ${longest} ms`);
});

await runAll();
