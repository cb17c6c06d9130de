// Rule packs: the shipped ones with their parameters, and one of the operator's own.

import { h, fill, at } from "./dom.js";
import { tell } from "./engine.js";

const EXAMPLE = `semxform: 1
id: mine
rules:
  - id: name
    select: $.meta
    set: {name: Another name}
`;

/** The panel of rule packs: how to fill it, what is chosen, and how to choose. */
export function packs() {
  const text = at("own-text");
  text.value = EXAMPLE;
  text.addEventListener("input", look);
  at("own").addEventListener("toggle", look);
  let later;

  /** Says what is wrong with the own pack, a moment after the last key. */
  function look() {
    clearTimeout(later);
    later = setTimeout(async () => {
      if (!at("own").open) return;
      const { answer } = await tell("ask", { question: { ask: "pack", packs: [{ name: "own.yaml", text: text.value }] } });
      fill(at("own-state"), answer.pack
        ? [h("p", { class: "soft" }, `No mistakes: ${answer.pack.rules.length} rules`), parameters(answer.pack)]
        : h("ul", { class: "mistakes" }, answer.file.groups.flatMap((group) => group.findings.map((mistake) => h("li", {},
          h("button", { type: "button", class: "link", onclick: () => go(mistake) }, `Line ${mistake.line}, column ${mistake.column}`),
          `: ${mistake.message}`, mistake.details.map(([, words]) => ` (${words})`))))));
    }, 250);
  }

  /** Puts the cursor where a mistake is. */
  function go({ line, column }) {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] ?? "").length - column + 1);
  }

  function parameters(pack) {
    return pack.params.map(({ name, about, value }) => {
      const id = `param-${pack.id}-${name}`;
      return h("div", {}, h("label", { for: id }, about ? `${name}: ${about}` : name),
        h("input", { type: "text", id, "data-param": name, value: value ?? "", autocomplete: "off" }));
    });
  }

  function shipped(pack) {
    const inner = h("div", { class: "inner", hidden: true }, pack.about && h("p", { class: "soft" }, pack.about), parameters(pack),
      pack.rules.filter((rule) => rule.optional).map((rule) => h("label", { class: "check" },
        h("input", { type: "checkbox", "data-with": `${pack.id}/${rule.id}` }), h("span", {}, rule.why ?? rule.id, " ", h("code", { class: "soft" }, rule.id)))));
    const box = h("input", { type: "checkbox", value: pack.name, onchange: () => { inner.hidden = !box.checked; } });
    return h("div", { class: "pack" }, h("label", { class: "check" }, box, h("span", {}, pack.title, " ", h("code", { class: "soft" }, pack.id))), inner);
  }

  const boxes = () => [...at("packs").querySelectorAll("input[value^='builtin:']")];

  return {
    fill: (list) => fill(at("packs"), list.map(shipped)),

    /** Chooses one shipped pack and no other. */
    choose(name) {
      for (const box of boxes()) {
        box.checked = box.value === `builtin:${name}`;
        box.dispatchEvent(new Event("change"));
      }
      at("own").open = false;
    },

    /** The packs, parameters and optional rules that are chosen. */
    chosen() {
      const chosen = boxes().filter((box) => box.checked);
      const areas = chosen.map((box) => box.closest(".pack"));
      if (at("own").open) areas.push(at("own-state"));
      const inputs = areas.flatMap((area) => [...area.querySelectorAll("[data-param]")]);
      const filled = inputs.filter((input) => input.value !== input.defaultValue || input.value !== "");
      return {
        packs: [...chosen.map((box) => ({ name: box.value })), ...(at("own").open ? [{ name: "own.yaml", text: text.value }] : [])],
        params: Object.fromEntries(filled.map((input) => [input.dataset.param, input.value])),
        with: areas.flatMap((area) => [...area.querySelectorAll("[data-with]:checked")].map((input) => input.dataset.with)),
      };
    },
  };
}
