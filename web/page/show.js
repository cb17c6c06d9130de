// What answers look like: findings with their lines, losses, differences, lists of things to do.

import { h, fill, add, grouped, plural } from "./dom.js";
import { tell } from "./engine.js";

/** A list of which the worker keeps the rest: each item as `show` draws it, and a button for more. */
export function listed(list, show, { tag = "div", cls = "items", word = "entry" } = {}) {
  const box = h(tag, { class: cls }, list.items.map(show));
  if (!list.more) return box;
  let shown = list.items.length;
  const rest = () => `Show more (${plural(list.total - shown, `more ${word}`)})`;
  const button = h("button", { type: "button", class: "quiet", onclick: async () => {
    const items = await tell("more", { more: list.more, from: shown });
    const first = items.length > 0 ? box.children.length : -1;
    add(box, items.map(show));
    shown += items.length;
    button.textContent = rest();
    if (shown >= list.total || items.length === 0) button.remove();
    if (first >= 0 && !button.isConnected) { box.children[first].tabIndex = -1; box.children[first].focus(); }
  } }, rest());
  return [box, button];
}

/** The lines around a finding. */
function lines(window) {
  const line = ({ number, before, mark, after }) =>
    [h("span", { class: "number" }, `${number} `), before, mark && h("mark", {}, mark), after, "\n"];
  return h("pre", { tabindex: "0", role: "group", "aria-label": "Lines of the file" }, window.map(line));
}

const LABELS = { server: "Server says", consequence: "Consequence", help: "Command line", database: "Database" };

/** One finding. `repair` is called with what its button stands for. */
function finding(found, severity, repair) {
  const where = [
    found.entity && h("code", {}, found.entity), found.entity && found.line && " · ",
    found.line && `line ${found.line}, column ${found.column}`,
  ];
  const database = found.db.length > 0 ? [["database", found.db.join(", ")]] : [];
  const details = [...found.details, ...database].map(([label, text]) => {
    const isCommand = label === "help" && text.startsWith("semxform ");
    const name = label === "help" && !isCommand ? "What to do" : LABELS[label] ?? label;
    return [h("dt", {}, name), h("dd", {}, label === "server" || isCommand ? h("code", {}, text) : text)];
  });
  const words = found.repair && (found.repair.pack ? `Apply the pack ${found.repair.pack}` : "Repair the file");
  return h("article", {
    class: `finding ${severity}`, "data-line": found.line, "data-column": found.column, "data-entity": found.entity,
  },
  h("p", {}, found.message, found.was_there_before && h("span", { class: "soft" }, " (was there before)")),
  where.some(Boolean) && h("p", { class: "where" }, where),
  found.window.length > 0 && lines(found.window),
  details.length > 0 && h("dl", {}, details),
  found.repair && repair && h("div", {}, h("button", { type: "button", class: "quiet", onclick: () => repair(found.repair) }, words)));
}

/** Findings by code; errors and warnings open. */
export function findings(file, { repair, explain }) {
  return file.groups.map((group) => {
    const button = h("button", { type: "button", class: "link", onclick: () => explain(group.code) }, `What ${group.code} means`);
    return h("details", { class: "group", open: group.severity !== "info", "data-code": group.code, "data-severity": group.severity },
      h("summary", {},
        h("span", { class: `severity ${group.severity}` }, group.severity === "info" ? "note" : group.severity),
        h("h3", {}, group.title), h("span", { class: "soft" }, group.code, group.findings.total > 1 && ` · ${grouped(group.findings.total)}`)),
      h("div", { class: "stack" }, listed(group.findings, (found) => finding(found, group.severity, repair), { word: "finding" }),
        h("p", {}, button)));
  });
}

/** Losses with a box each; `accept` is called with the rules whose losses are accepted. */
export function losses(list, accept) {
  const box = h("div", { class: "stack" });
  const chosen = () => [...box.querySelectorAll("input:checked")].map((input) => input.value);
  fill(box, list.map((loss) => h("div", { class: `loss ${loss.accepted ? "accepted" : ""}` },
    accept
      ? h("label", { class: "check" },
        h("input", { type: "checkbox", value: loss.rule, checked: loss.accepted, onchange: () => accept(chosen()) }),
        h("span", {}, "Accept: ", loss.text))
      : h("p", {}, loss.text),
    h("p", { class: "soft" }, plural(loss.places.total, "place"), " · ", h("code", {}, loss.rule)),
    listed(loss.places, place, { tag: "ul", cls: "", word: "place" }))));
  return box;
}

function place({ entity, value }) {
  return h("li", {}, h("code", {}, entity), value !== null && value !== undefined && [": ", h("code", {}, value)]);
}

/** Notes of rules. */
export function notes(list) {
  return list.map((note) => h("div", { class: "note" }, h("p", {}, note.text, " ", h("code", { class: "soft" }, note.rule)),
    note.places.total > 0 && h("details", {}, h("summary", { class: "soft" }, plural(note.places.total, "place")), listed(note.places, place, { tag: "ul", cls: "", word: "place" }))));
}

/** The opened difference, an entity a box. */
export function opened(list) {
  const line = (text) => h("span", { class: { "+": "add", "-": "del" }[text[0]] ?? (text.startsWith("  …") ? "gap" : "") }, text || " ");
  const unit = ({ title, lines: all }, at) => h("details", { class: "unit", open: at < 4 }, h("summary", {}, title),
    listed(all, line, { tag: "pre", cls: "diff", word: "line" }));
  return h("div", { class: "stack" }, listed(list, unit, { cls: "stack", word: "entity" }));
}

/** The difference by entity, with the rule behind each change. */
export function byEntity(list) {
  return listed(list, (line) => `${line}\n`, { tag: "pre", word: "line" });
}

/** What must be entered again after the restore. */
export function checklist(secrets) {
  const entry = (text) => h("li", {}, h("label", { class: "check" }, h("input", { type: "checkbox" }), h("span", {}, text)));
  return listed(secrets, entry, { tag: "ul", cls: "todo", word: "secret" });
}

/** A list of plain sentences. */
export function sentences(list) {
  return listed(list, (text) => h("li", {}, text), { tag: "ul", cls: "plain", word: "entry" });
}

/** What is left to do after the restore. */
export function showAfter(box, answer) {
  const { secrets, never_held: never } = answer;
  box.hidden = secrets.total + never.total === 0;
  fill(box, h("h2", { id: `${box.id}-title` }, "After the restore"),
    secrets.total > 0 && [h("p", {}, "Enter again, because secrets are never in a backup:"), checklist(secrets)],
    never.total > 0 && h("details", {}, h("summary", {}, `Never in this backup: ${plural(never.total, "thing")}`), sentences(never)));
}
