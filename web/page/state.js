// What every part of the page shares: the files, questions about them, and what is said when something goes wrong.

import { h, fill, at, announce } from "./dom.js";
import { tell } from "./engine.js";

const REPORT = "https://github.com/semxform/semxform/issues/new/choose";

/** The backups, which of them is looked at, and what the page knows without one. */
export const state = { files: [], current: undefined, facts: undefined };

/** Numbers of questions: an answer that is not to the last question of its place is dropped. */
const asked = {};

/** The server as chosen. */
export function server() {
  const other = at("target").value === "other";
  return {
    target: other ? at("other-text").value.trim() || null : at("target").value || null,
    db: [...at("dbs").querySelectorAll("input:checked")].map((input) => input.value),
    show_secrets: at("secrets").checked,
  };
}

/** Asks about a file. Only the last question of a place is answered. */
export async function ask(place, file, question) {
  const slot = `${file.id}/${place}`;
  const number = asked[slot] = (asked[slot] ?? 0) + 1;
  const { answer } = await tell("ask", { file: file.id, slot, question: { name: file.name, ...question } });
  return number === asked[slot] && state.files.includes(file) ? answer : null;
}

/** Shows what went wrong at a place, and goes on. */
export function trouble(box, error) {
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
export function refusal(box, { message, help }) {
  fill(box, h("div", { class: "alert error" }, h("p", {}, message), help && h("p", { class: "soft" }, help)));
  box.hidden = false;
}

/** How much work of a place is under way. */
const busy = new Map();

/** Runs work of a place, and shows there what goes wrong. */
export async function guarded(box, work, failed) {
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

export function reveal(box, title) {
  box.hidden = false;
  at(title)?.focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
}

/** The page of a code. */
export async function explain(code) {
  const { answer } = await tell("ask", { question: { ask: "code", text: code } });
  const dialog = at("page");
  fill(dialog, h("div", { class: "row" }, h("h2", { id: "page-title", tabindex: "-1" }, `${answer.code}: ${answer.title}`),
    h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")), facts_of(answer));
  dialog.showModal();
  at("page-title").focus();
}

export function facts_of(code) {
  const rows = [["What", code.what], ["Why", code.why], ["Versions", code.versions], ["Repair", code.repair]];
  return h("dl", { class: "facts" }, rows.map(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]),
    h("dt", {}, "Example"), h("dd", {}, h("pre", { tabindex: "0" }, code.example)),
    code.command && [h("dt", {}, "Command line"), h("dd", {}, h("code", {}, code.command))]);
}
