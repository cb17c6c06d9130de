// How the page is used: losses, secrets, keyboard, screen readers, hostile files, panics, large files, and no connection.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";

import { VAULT, backups, compareCheck, server } from "./compare.mjs";
import { PAGE, axe, check, clear, drop, folder, judged, open, result, same, saved, shownFindings, test } from "./harness.mjs";

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
