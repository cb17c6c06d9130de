// What the page does: takes files, asks what the server would do, and shows it.

import { h, fill, at, announce, plain } from "./dom.js";
import { startWorker, tell } from "./engine.js";
import * as show from "./show.js";
import { applyRules, last, migrate, own, repair, repairBy, start, way } from "./result.js";
import { ask, explain, facts_of, guarded, refusal, reveal, server, state, trouble } from "./state.js";

// Files

let named = 0;

async function addFiles(list) {
  const added = [];
  for (const blob of list) {
    const file = { id: ++named, name: blob.name, blob, verdict: null };
    state.files.push(file);
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
  state.files.splice(state.files.indexOf(file), 1);
  tell("drop", { file: file.id });
  if (state.files.length === 0) {
    listFiles();
    state.current = undefined;
    at("work").hidden = true;
    at("start").hidden = false;
    at("choose").focus();
    return;
  }
  if (file === state.current) select(state.files[0]);
  else listFiles();
}

function select(file) {
  state.current = file;
  for (const id of ["said", "result", "findings", "after", "repair"]) at(id).hidden = true;
  listFiles();
  if (file.answer) showCheck(file);
  else showVerdict("waiting", `Reading ${plain(file.name)} …`);
}

function listFiles() {
  const focused = document.activeElement?.dataset?.file;
  fill(at("file-list"), state.files.map((file) => h("li", {},
    h("button", { type: "button", class: "file", "data-file": String(file.id), "aria-current": file === state.current ? "true" : null, onclick: () => { select(file); if (file.loaded && !file.answer) check(file); } },
      h("span", { class: `dot ${file.tone ?? ""}`, "aria-hidden": "true" }), h("span", {}, plain(file.name)),
      h("span", { class: "soft" }, file.verdict ?? "waiting …")),
    h("button", { type: "button", class: "drop-file", "aria-label": `Take ${plain(file.name)} off the list`, onclick: () => remove(file) }, "×"))));
  if (focused) at("file-list").querySelector(`[data-file="${focused}"]`)?.focus();
  totals();
}

async function totals() {
  const outcomes = state.files.map((file) => file.answer?.counted).filter(Boolean);
  at("totals").hidden = state.files.length < 2 || outcomes.length < state.files.length;
  if (at("totals").hidden) return;
  const { answer } = await tell("ask", { question: { ask: "totals", outcomes } });
  at("totals").textContent = answer.text;
}

// What the server would do

/** Bytes from which on trying the suggestions is noticed. */
const LARGE = 30_000;

async function check(file) {
  await guarded(at("verdict"), async () => {
    // Of a large file the verdict comes first, and the suggestions once they have been tried.
    for (const quick of file.blob.size > LARGE ? [true, false] : [false]) {
      const answer = await ask("check", file, { ask: "check", quick, ...server() });
      if (!answer) return;
      file.answer = answer;
      file.tone = answer.error ? "error" : answer.tone;
      file.verdict = answer.error ? answer.error.message : answer.short;
      listFiles();
      if (file === state.current) showCheck(file);
    }
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
  if (state.current) await check(state.current);
  for (const file of state.files.filter((file) => file !== state.current && file.loaded)) await check(file);
}

function showVerdict(tone, text, ...more) {
  at("verdict").className = `verdict ${tone}`;
  const sign = { good: "✓", warning: "!", error: "✕" }[tone] ?? "…";
  fill(at("verdict"), h("p", { class: "of soft" }, plain(state.current?.name ?? "")), h("span", { class: "sign", "aria-hidden": "true" }, sign),
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
  showVerdict(answer.tone, answer.verdict, answer.remarks.map((remark) => h("p", {}, remark)));
  showServer(answer);
  at("findings").hidden = answer.file.groups.length === 0;
  fill(at("findings"), h("h2", { id: "findings-title" }, `Findings in ${plain(file.name)}`), show.findings(answer.file, { repair: answer.is_backup && repairBy, explain }));
  at("repair").hidden = !answer.is_backup;
  at("way-repair").textContent = `Repair for ${answer.target}`;
  at("repair-go").textContent = `Repair for ${answer.target}`;
  at("repair-words").textContent = `The version stays. What ${answer.target} refuses is repaired; what it would lose has a name.`;
  show.showAfter(at("after"), answer);
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
  if (!text.trim() || !state.current) return at("log").focus();
  const box = at("said");
  await guarded(box, async () => {
    const file = state.current;
    const { target } = server();
    const answer = await ask("explain", file, { ask: "explain", text, target, show_secrets: at("secrets").checked });
    if (!answer || file !== state.current) return;
    if (answer.error) return refusal(box, answer.error);
    fill(box, h("h2", { id: "said-title", tabindex: "-1" }, "What the server said"),
      show.findings(answer.file, { repair: repairBy, explain }),
      answer.messages.map((message) => h("div", { class: "note" }, message)),
      answer.codes.map((code) => h("details", { class: "group", open: true }, h("summary", {}, h("h3", {}, `${code.code}: ${code.title}`)), facts_of(code))));
    reveal(box, "said-title");
  });
}

// The page itself

function versions(select, first) {
  fill(select, first, state.facts.lines.map(({ line, versions }) => h("optgroup", { label: line }, versions.map((version) => h("option", { value: version }, version)))));
}

const ready = startWorker().then((told) => {
  state.facts = told;
  at("tool").textContent = state.facts.tool;
  versions(at("target"), [h("option", { value: "" }, "Detected"), h("option", { value: "other" }, "Another version …")]);
  versions(at("to"), null);
  at("to").value = state.facts.newest;
  fill(at("dbs"), state.facts.dbs.map((db) => h("label", { class: "check" }, h("input", { type: "checkbox", value: db, onchange: recheck }), h("span", {}, db))));
  own.fill(state.facts.packs);
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
    const shown = last.run?.file === state.current && !at("result").hidden && last.run;
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
