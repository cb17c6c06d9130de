// What the page remembers and does: files, the server, one question at a time for each place on the page.

import { h, fill, at, announce, plain, plural, save } from "./dom.js";
import { startWorker, tell } from "./engine.js";
import * as show from "./show.js";
import { packs } from "./packs.js";

const REPORT = "https://github.com/semxform/semxform/issues/new/choose";

/** The backups, and which of them is looked at. */
const files = [];
let current, facts;
/** Numbers of questions: an answer that is not to the last question of its place is dropped. */
const asked = {};

/** The server as chosen. */
function server() {
  const other = at("target").value === "other";
  return {
    target: other ? at("other-text").value.trim() || null : at("target").value || null,
    db: [...at("dbs").querySelectorAll("input:checked")].map((input) => input.value),
    show_secrets: at("secrets").checked,
  };
}

/** Asks about a file. Only the last question of a place is answered. */
async function ask(place, file, question) {
  const slot = `${file.id}/${place}`;
  const number = asked[slot] = (asked[slot] ?? 0) + 1;
  const { answer } = await tell("ask", { file: file.id, slot, question: { name: file.name, ...question } });
  return number === asked[slot] && files.includes(file) ? answer : null;
}

/** Shows what went wrong at a place, and goes on. */
function trouble(box, error) {
  const fault = error.fault ?? { text: error.message };
  const internal = !fault.deep;
  const text = `semxform page, ${at("tool").textContent}\n${fault.text}\n${navigator.userAgent}`;
  fill(box, h("div", { class: "alert error" },
    h("p", {}, h("strong", {}, internal ? "internal error SX901" : "This file cannot be read here")),
    h("p", {}, internal ? "The page made a mistake; your file is as it was. You can go on." : `${fault.text} The command line reads it: semxform check FILE.`),
    internal && h("pre", { tabindex: "0" }, fault.text),
    internal && h("div", { class: "row" },
      h("button", { type: "button", class: "quiet", onclick: () => navigator.clipboard?.writeText(text) }, "Copy the message"),
      h("button", { type: "button", class: "quiet", onclick: () => explain("SX901") }, "Explain SX901"),
      h("a", { href: REPORT, rel: "noreferrer" }, "Report it, without the backup"))));
  box.hidden = false;
}

/** An answer that says why there is no other. */
function refusal(box, { message, help }) {
  fill(box, h("div", { class: "alert error" }, h("p", {}, message), help && h("p", { class: "soft" }, help)));
  box.hidden = false;
}

/** How much work of a place is under way. */
const busy = new Map();

/** Runs work of a place, and shows there what goes wrong. */
async function guarded(box, work, failed) {
  busy.set(box, (busy.get(box) ?? 0) + 1);
  box.setAttribute("aria-busy", "true");
  const late = setTimeout(() => { document.documentElement.classList.add("busy"); announce("Working …"); }, 400);
  try {
    await work();
  } catch (error) {
    failed?.();
    trouble(box, error);
  } finally {
    clearTimeout(late);
    busy.set(box, busy.get(box) - 1);
    if (busy.get(box) === 0) box.removeAttribute("aria-busy");
    if ([...busy.values()].every((count) => count === 0)) document.documentElement.classList.remove("busy");
  }
}

// Files

let named = 0;

async function addFiles(list) {
  const added = [];
  for (const blob of list) {
    const file = { id: ++named, name: blob.name, blob, verdict: null };
    files.push(file);
    added.push(file);
  }
  if (added.length === 0) return;
  fill(at("alerts"));
  at("start").hidden = true;
  at("work").hidden = false;
  select(added[0]);
  await ready;
  for (const file of added) {
    try {
      await tell("put", { file: file.id, blob: file.blob });
      file.loaded = true;
    } catch {
      remove(file);
      refusal(at("alerts"), { message: `${plain(file.name)} cannot be read. Is it a folder? Choose the files in it.` });
      continue;
    }
    await check(file);
  }
}

function remove(file) {
  files.splice(files.indexOf(file), 1);
  tell("drop", { file: file.id });
  if (files.length === 0) {
    listFiles();
    current = undefined;
    at("work").hidden = true;
    at("start").hidden = false;
    at("choose").focus();
    return;
  }
  if (file === current) select(files[0]);
  else listFiles();
}

function select(file) {
  current = file;
  for (const id of ["said", "result", "findings", "after", "repair"]) at(id).hidden = true;
  listFiles();
  if (file.answer) showCheck(file);
  else showVerdict("waiting", `Reading ${plain(file.name)} …`);
}

function listFiles() {
  const focused = document.activeElement?.dataset?.file;
  fill(at("file-list"), files.map((file) => h("li", {},
    h("button", { type: "button", class: "file", "data-file": String(file.id), "aria-current": file === current ? "true" : null, onclick: () => { select(file); if (file.loaded && !file.answer) check(file); } },
      h("span", { class: `dot ${file.tone ?? ""}`, "aria-hidden": "true" }), h("span", {}, plain(file.name)),
      h("span", { class: "soft" }, file.verdict ?? "waiting …")),
    h("button", { type: "button", class: "drop-file", "aria-label": `Take ${plain(file.name)} off the list`, onclick: () => remove(file) }, "×"))));
  if (focused) at("file-list").querySelector(`[data-file="${focused}"]`)?.focus();
  totals();
}

async function totals() {
  const outcomes = files.map((file) => file.answer?.counted).filter(Boolean);
  at("totals").hidden = files.length < 2 || outcomes.length < files.length;
  if (at("totals").hidden) return;
  const { answer } = await tell("ask", { question: { ask: "totals", outcomes } });
  at("totals").textContent = answer.text;
}

// What the server would do

async function check(file) {
  await guarded(at("verdict"), async () => {
    const answer = await ask("check", file, { ask: "check", ...server() });
    if (!answer) return;
    file.answer = answer;
    file.tone = answer.error ? "error" : answer.tone;
    file.verdict = answer.error ? answer.error.message : answer.short;
    listFiles();
    if (file === current) showCheck(file);
  }, () => {
    Object.assign(file, { answer: null, tone: "error", verdict: "internal error SX901" });
    at("verdict").className = "verdict error";
    listFiles();
  });
}

/** Everything again: the server or the masks changed. */
async function recheck() {
  await ready;
  at("result").hidden = true;
  at("said").hidden = true;
  if (current) await check(current);
  for (const file of files.filter((file) => file !== current && file.loaded)) await check(file);
}

function showVerdict(tone, text, ...more) {
  at("verdict").className = `verdict ${tone}`;
  const sign = { good: "✓", warning: "!", error: "✕" }[tone] ?? "…";
  fill(at("verdict"), h("p", { class: "of soft" }, plain(current?.name ?? "")), h("span", { class: "sign", "aria-hidden": "true" }, sign),
    h("h2", { id: "verdict-text" }, text), more);
  announce(text);
}

function showCheck(file) {
  const { answer } = file;
  for (const id of ["findings", "after", "repair"]) at(id).hidden = true;
  if (answer.error) {
    showVerdict("error", answer.error.message, answer.error.help && h("p", {}, answer.error.help));
    return;
  }
  showVerdict(answer.tone, answer.verdict, answer.remark && h("p", {}, answer.remark));
  showServer(answer);
  at("findings").hidden = answer.file.groups.length === 0;
  fill(at("findings"), h("h2", { id: "findings-title" }, `Findings in ${plain(file.name)}`), show.findings(answer.file, { repair: answer.is_backup && repairBy, explain }));
  at("repair").hidden = !answer.is_backup;
  at("way-repair").textContent = `Repair for ${answer.target}`;
  at("repair-go").textContent = `Repair for ${answer.target}`;
  at("repair-words").textContent = `The version stays. What ${answer.target} refuses is repaired; what it would lose has a name.`;
  showAfter(at("after"), answer);
}

function showAfter(box, answer) {
  const { secrets, never_held: never } = answer;
  box.hidden = secrets.total + never.total === 0;
  fill(box, h("h2", { id: `${box.id}-title` }, "After the restore"),
    secrets.total > 0 && [h("p", {}, "Enter again, because secrets are never in a backup:"), show.checklist(secrets)],
    never.total > 0 && h("details", {}, h("summary", {}, `Never in this backup: ${plural(never.total, "thing")}`), show.sentences(never)));
}

/** The detected version with its evidence, and the databases that the version runs on. */
function showServer({ detected, supported }) {
  const option = at("target").options[0];
  option.textContent = detected ? `Detected: ${detected.default}` : "Newest stable";
  fill(at("evidence"), detected && h("details", {},
    h("summary", {}, detected.first === detected.last ? `Written by ${detected.first}` : `Written by ${detected.first} to ${detected.last}`, !detected.confident && " (not sure)"),
    h("ul", {}, (detected.evidence ?? []).map((found) => h("li", {}, found.against && h("strong", {}, "against: "), found.says, ": ", found.why,
      found.pointer && [" ", h("code", {}, found.pointer)])), (detected.remarks ?? []).map((remark) => h("li", {}, remark)))));
  for (const label of at("dbs").children) {
    const input = label.querySelector("input");
    const off = !supported.includes(input.value);
    label.classList.toggle("off", off);
    input.disabled = off && !input.checked;
  }
}

// What the server said

async function findWords() {
  const text = at("log").value;
  if (!text.trim() || !current) return at("log").focus();
  const box = at("said");
  await guarded(box, async () => {
    const file = current;
    const { target } = server();
    const answer = await ask("explain", file, { ask: "explain", text, target, show_secrets: at("secrets").checked });
    if (!answer || file !== current) return;
    if (answer.error) return refusal(box, answer.error);
    fill(box, h("h2", { id: "said-title", tabindex: "-1" }, "What the server said"),
      show.findings(answer.file, { repair: repairBy, explain }),
      answer.messages.map((message) => h("div", { class: "note" }, message)),
      answer.codes.map((code) => h("details", { class: "group", open: true }, h("summary", {}, h("h3", {}, `${code.code}: ${code.title}`)), facts_of(code))));
    reveal(box, "said-title");
  });
}

function reveal(box, title) {
  box.hidden = false;
  at(title)?.focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
}

/** The page of a code. */
async function explain(code) {
  const { answer } = await tell("ask", { question: { ask: "code", text: code } });
  const dialog = at("page");
  fill(dialog, h("div", { class: "row" }, h("h2", { id: "page-title", tabindex: "-1" }, `${answer.code}: ${answer.title}`),
    h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")), facts_of(answer));
  dialog.showModal();
  at("page-title").focus();
}

function facts_of(code) {
  const rows = [["What", code.what], ["Why", code.why], ["Versions", code.versions], ["Repair", code.repair]];
  return h("dl", { class: "facts" }, rows.map(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]),
    h("dt", {}, "Example"), h("dd", {}, h("pre", { tabindex: "0" }, code.example)),
    code.command && [h("dt", {}, "Command line"), h("dd", {}, h("code", {}, code.command))]);
}

// Results

/** The last run: what was asked, so that accepting a loss and a report ask for the same. */
let run;

function repairBy({ pack }) {
  if (pack) own.choose(pack);
  way(pack ? "rules" : "repair");
  return pack ? applyRules() : repair();
}

function way(value) {
  document.querySelector(`input[name=way][value=${value}]`).checked = true;
  for (const panel of document.querySelectorAll("[data-way]")) panel.hidden = panel.dataset.way !== value;
}

const repair = () => start({ ask: "migrate", ...server(), target: server().target ?? current.answer.target });
const migrate = () => start({ ask: "migrate", ...server(), target: at("to").value });
const applyRules = () => start({ ask: "rules", ...server(), ...own.chosen() });

async function start(question, accept = []) {
  const file = current, box = at("result");
  run = { file, question: { ...question, accept } };
  await guarded(box, async () => {
    const answer = await ask("result", file, run.question);
    if (!answer || file !== current) return;
    if (answer.error) {
      refusal(box, answer.error);
      return box.scrollIntoView({ block: "nearest" });
    }
    showResult(box, answer);
    reveal(box, "result-title");
  });
}

function showResult(box, answer) {
  const migrates = run.question.ask === "migrate";
  const open = answer.losses.filter((loss) => !loss.accepted).length;
  const accept = migrates && !answer.stopped && ((rules) => start(run.question, rules));
  const unchanged = answer.approved && !answer.changed;
  const state = unchanged ? "Nothing to change: the file is as it should be."
    : answer.approved ? null : open > 0 ? `${plural(open, "kind")} of loss to accept first.` : "There is no result to take home.";
  fill(box,
    h("h2", { id: "result-title", tabindex: "-1" }, answer.title),
    h("div", { class: `verdict ${answer.tone}`, "data-verdict": "" },
      h("span", { class: "sign", "aria-hidden": "true" }, { good: "✓", warning: "!", error: "✕" }[answer.tone]),
      h("h3", {}, answer.verdict), state && h("p", {}, state)),
    answer.losses.length > 0 && [h("div", { class: "row" }, h("h3", {}, "What could not be kept"),
      accept && open > 1 && h("button", { type: "button", class: "quiet", onclick: () => accept(["all"]) }, "Accept all")), show.losses(answer.losses, accept)],
    downloads(answer),
    answer.file.groups.length > 0 && [h("h3", {}, "What remains"), show.findings(answer.file, { explain })],
    answer.notes.length > 0 && [h("h3", {}, "Notes"), show.notes(answer.notes)],
    answer.idle && h("div", { class: "note" }, answer.idle),
    answer.changed && differences(answer));
  // The things to do are those of the result now.
  at("after").hidden ||= answer.approved;
  if (answer.approved) {
    const after = h("div", { class: "stack", id: "later" });
    showAfter(after, answer);
    box.append(after);
  }
  announce(`${answer.title}: ${answer.verdict}`);
}

function downloads(answer) {
  const { file, question } = run;
  const slot = `${file.id}/result`;
  const kept = async (what, name) => save(await tell("blob", { slot, what }), name);
  const base = answer.name.replace(/\.json$/i, "");
  const report = h("select", { id: "report-format", "aria-label": "Format of the report" },
    facts.reports.map(({ name, about }) => h("option", { value: name, title: about }, name)));
  report.value = "html";
  const saveReport = async () => {
    const { blob } = await tell("ask", { file: file.id, question: { name: file.name, ...question, report: report.value } });
    save(blob, `${base}.report.${{ html: "html", markdown: "md", junit: "xml", jsonl: "jsonl", github: "txt", sarif: "sarif" }[report.value] ?? "json"}`);
  };
  return h("div", { class: "actions" },
    h("button", { type: "button", class: "primary", id: "save", disabled: !answer.approved, onclick: () => kept("result", answer.name) }, "Download the result"),
    h("button", { type: "button", id: "save-receipt", onclick: () => kept("receipt", `${base}.receipt.json`) }, "Receipt"),
    h("button", { type: "button", id: "save-report", onclick: () => guarded(at("alerts"), saveReport) }, "Report"), h("div", {}, report));
}

function differences(answer) {
  const box = h("div", { class: "stack", id: "difference" });
  const draw = (form) => fill(box, form === "opened" ? show.opened(answer.opened) : show.byEntity(answer.by_entity));
  const choice = (form, text) => h("label", {}, h("input", { type: "radio", name: "form", value: form, checked: form === "opened", onchange: () => draw(form) }), h("span", {}, text));
  draw("opened");
  return [h("div", { class: "row" }, h("h3", {}, "What changes"),
    h("fieldset", { class: "ways" }, h("legend", { class: "hidden" }, "Form of the difference"), choice("opened", "Lines"), choice("entity", "By entity and rule"))), box];
}

// The page itself

function versions(select, first) {
  fill(select, first, facts.lines.map(({ line, versions }) => h("optgroup", { label: line }, versions.map((version) => h("option", { value: version }, version)))));
}

const own = packs();
const ready = startWorker().then((told) => {
  facts = told;
  at("tool").textContent = facts.tool;
  versions(at("target"), [h("option", { value: "" }, "Detected"), h("option", { value: "other" }, "Another version …")]);
  versions(at("to"), null);
  at("to").value = facts.newest;
  fill(at("dbs"), facts.dbs.map((db) => h("label", { class: "check" }, h("input", { type: "checkbox", value: db, onchange: recheck }), h("span", {}, db))));
  own.fill(facts.packs);
  document.documentElement.dataset.ready = "";
  tell("warm", { example: at("example-text").textContent });
}).catch((error) => { trouble(at("alerts"), error); throw error; });

function listen() {
  const pick = () => at("files").click();
  at("choose").addEventListener("click", pick);
  at("add").addEventListener("click", pick);
  at("files").addEventListener("change", () => { addFiles([...at("files").files]); at("files").value = ""; });
  at("example").addEventListener("click", () => addFiles([new File([at("example-text").textContent], "example.json")]));
  at("paste-go").addEventListener("click", () => pasted(at("paste-text").value));
  at("target").addEventListener("change", () => {
    const other = at("target").value === "other";
    at("other").hidden = !other;
    if (other) at("other-text").focus();
    else recheck();
  });
  at("other-text").addEventListener("change", recheck);
  at("secrets").addEventListener("change", async () => {
    const shown = run?.file === current && !at("result").hidden && run;
    await recheck();
    if (shown) await start({ ...shown.question, show_secrets: at("secrets").checked }, shown.question.accept);
  });
  at("log-go").addEventListener("click", findWords);
  at("repair-go").addEventListener("click", repair);
  at("migrate-go").addEventListener("click", migrate);
  at("rules-go").addEventListener("click", applyRules);
  for (const input of document.querySelectorAll("input[name=way]")) input.addEventListener("change", () => way(input.value));

  const root = document.documentElement;
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  root.addEventListener("dragover", (event) => { if (carries(event)) { event.preventDefault(); root.classList.add("dragging"); } });
  root.addEventListener("dragleave", (event) => { if (!event.relatedTarget) root.classList.remove("dragging"); });
  root.addEventListener("drop", (event) => {
    root.classList.remove("dragging");
    if (!carries(event)) return;
    event.preventDefault();
    addFiles([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    if (event.target.closest?.("textarea, input")) return;
    const { files: list } = event.clipboardData;
    if (list.length > 0) addFiles([...list]);
    else pasted(event.clipboardData.getData("text/plain"));
  });
}

function pasted(text) {
  if (text.trim()) addFiles([new File([text], "pasted.json", { type: "application/json" })]);
}

listen();
