// A file that restores: repaired, migrated, or with rule packs applied; its losses, differences and downloads.

import { h, fill, at, announce, plural, save } from "./dom.js";
import { tell } from "./engine.js";
import { packs } from "./packs.js";
import * as show from "./show.js";
import { ask, explain, guarded, refusal, reveal, server, state } from "./state.js";

/** The rule packs that are offered. */
export const own = packs();

/** The last run: what was asked, so that accepting a loss and a report ask for the same. */
export const last = { run: undefined };

export function repairBy({ pack }) {
  if (pack) own.choose(pack);
  way(pack ? "rules" : "repair");
  return pack ? applyRules() : repair();
}

export function way(value) {
  document.querySelector(`input[name=way][value=${value}]`).checked = true;
  for (const panel of document.querySelectorAll("[data-way]")) panel.hidden = panel.dataset.way !== value;
}

export const repair = () => start({ ask: "migrate", ...server(), target: server().target ?? state.current.answer.target });
export const migrate = () => start({ ask: "migrate", ...server(), target: at("to").value });
export const applyRules = () => start({ ask: "rules", ...server(), ...own.chosen() });

export async function start(question, accept = []) {
  const file = state.current, box = at("result");
  const run = last.run = { file, question: { ...question, accept } };
  await guarded(box, async () => {
    const answer = await ask("result", file, run.question);
    if (!answer || file !== state.current) return;
    if (answer.error) {
      refusal(box, answer.error);
      return box.scrollIntoView({ block: "nearest" });
    }
    showResult(box, answer);
    reveal(box, "result-title");
  });
}

function showResult(box, answer) {
  const { run } = last;
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
    show.showAfter(after, answer);
    box.append(after);
  }
  announce(`${answer.title}: ${answer.verdict}`);
}

function downloads(answer) {
  const { file, question } = last.run;
  const slot = `${file.id}/result`;
  const kept = async (what, name) => save(await tell("blob", { slot, what }), name);
  const base = answer.name.replace(/\.json$/i, "");
  const report = h("select", { id: "report-format", "aria-label": "Format of the report" },
    state.facts.reports.map(({ name, about }) => h("option", { value: name, title: about }, name)));
  report.value = "html";
  const saveReport = async () => {
    const { blob } = await tell("ask", { file: file.id, question: { name: file.name, ...question, report: report.value } });
    save(blob, `${base}.report.${{ html: "html", markdown: "md", junit: "xml", jsonl: "jsonl", github: "txt", sarif: "sarif" }[report.value] ?? "json"}`);
  };
  return h("div", { class: "actions" },
    h("button", { type: "button", class: "primary", id: "save", disabled: !answer.approved, onclick: () => kept("result", answer.name) }, "Download the result"),
    h("button", { type: "button", id: "save-receipt", onclick: () => kept("receipt", `${base}.receipt.json`) }, "Receipt"),
    question.ask === "migrate" && h("button", { type: "button", id: "save-markdown", onclick: () => kept("markdown", `${base}.receipt.md`) }, "Receipt to read"),
    h("div", { class: "pair" }, h("button", { type: "button", id: "save-report", onclick: () => guarded(at("alerts"), saveReport) }, "Report as"), report));
}

function differences(answer) {
  const box = h("div", { class: "stack", id: "difference" });
  const draw = (form) => fill(box, form === "opened" ? show.opened(answer.opened) : show.byEntity(answer.by_entity));
  const choice = (form, text) => h("label", {}, h("input", { type: "radio", name: "form", value: form, checked: form === "opened", onchange: () => draw(form) }), h("span", {}, text));
  draw("opened");
  return [h("div", { class: "row" }, h("h3", {}, "What changes"),
    h("fieldset", { class: "ways" }, h("legend", { class: "hidden" }, "Form of the difference"), choice("opened", "Lines"), choice("entity", "By entity and rule"))), box];
}
