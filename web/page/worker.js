// The worker: keeps the files, runs the module, and gives the page as much of an answer as it shows. A module that stopped is replaced
// by a new one, so that the page goes on.

const QUESTION = 0, FILE = 1, ANSWER = 2, RESULT = 3, FAULT = 4;
/** How many items of a list the page gets at once. */
const AT_ONCE = { findings: 20, places: 10, units: 12, lines: 120, texts: 300, secrets: 60 };

let compiled, running;
const files = new Map();
/** What an answer holds besides what is on the page, by the place that shows it. */
const kept = new Map();

const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder().decode(bytes);

/** The bytes of a text in base64. */
function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

async function unpack(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  // Compiled while it is unpacked.
  compiled = await WebAssembly.compileStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }));
  running = start();
}

function start() {
  const { exports } = new WebAssembly.Instance(compiled, {});
  exports.start();
  return exports;
}

function read(slot) {
  return new Uint8Array(running.memory.buffer, running.place(slot), running.size(slot)).slice();
}

function fill(slot, bytes) {
  const place = running.reserve(slot, bytes.length);
  new Uint8Array(running.memory.buffer).set(bytes, place);
}

/** Asks the module. Throws a fault if it stops. */
function ask(question, bytes) {
  running ??= start();
  try {
    fill(QUESTION, encode(JSON.stringify(question)));
    fill(FILE, bytes);
    running.answer();
    return { answer: JSON.parse(decode(read(ANSWER))), result: read(RESULT) };
  } catch (error) {
    throw Object.assign(new Error(), { fault: words(error) });
  }
}

/** What stopped the module, in words. */
function words(error) {
  let told = "";
  try { told = decode(read(FAULT)); } catch { /* the module says nothing any more */ }
  running = undefined;
  if (error instanceof RangeError && /stack|recursion/i.test(error.message)) {
    return { deep: true, text: "The file is nested more deeply than a browser can follow." };
  }
  return { text: told || `the module stopped: ${error.message}` };
}

/** The beginning of a list; the rest is kept for `more`. */
function part(slot, list, size) {
  if (list.length <= size) return { items: list, total: list.length };
  const lists = kept.get(slot).lists;
  lists.push({ list, size });
  return { items: list.slice(0, size), total: list.length, more: { slot, list: lists.length - 1 } };
}

function more({ slot, list: at }, from) {
  const found = kept.get(slot)?.lists[at];
  return found ? found.list.slice(from, from + found.size) : [];
}

/** Losses, notes and the like by what is said of them. */
function bySentence(slot, entries, text) {
  const groups = new Map();
  for (const entry of entries) {
    const key = JSON.stringify([entry.rule, text(entry)]);
    if (!groups.has(key)) groups.set(key, { rule: entry.rule, text: text(entry), accepted: entry.accepted, places: [] });
    if (entry.entity) groups.get(key).places.push({ entity: entry.entity, value: entry.value });
  }
  return [...groups.values()].map((group) => ({ ...group, places: part(slot, group.places, AT_ONCE.places) }));
}

/** The opened diff by entity: `@@ entity @@`, then its lines. */
function units(slot, text) {
  const found = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("@@ ")) found.push({ title: line.slice(3, -3), lines: [] });
    else if (found.length > 0 && line !== "") found.at(-1).lines.push(line);
  }
  const shown = found.map((unit) => ({ title: unit.title, lines: part(slot, unit.lines, AT_ONCE.lines) }));
  return part(slot, shown, AT_ONCE.units);
}

/** As much of an answer as the page shows at first. */
function shorten(slot, answer) {
  if (answer.file) {
    answer.file.groups = answer.file.groups.map((group) => ({ ...group, findings: part(slot, group.findings, AT_ONCE.findings) }));
    answer.losses = bySentence(slot, answer.file.losses ?? [], (loss) => loss.what);
    delete answer.file.losses;
  }
  if (answer.notes) answer.notes = bySentence(slot, answer.notes, (note) => note.text);
  if (answer.opened !== undefined) answer.opened = units(slot, answer.opened);
  if (answer.by_entity !== undefined) answer.by_entity = part(slot, answer.by_entity.split("\n").filter(Boolean), AT_ONCE.texts);
  for (const list of ["secrets", "never_held"]) {
    if (answer[list]) answer[list] = part(slot, answer[list], AT_ONCE.secrets);
  }
  return answer;
}

const tasks = {
  async start({ module }) {
    await unpack(module);
    return ask({ ask: "facts" }, new Uint8Array()).answer;
  },
  /** A browser compiles a function when it is first called: done with an example, the operator's file does not wait for it. */
  warm({ example }) {
    if (files.size === 0) ask({ ask: "check", name: "example.json" }, encode(example));
  },
  async put({ file, blob }) {
    files.set(file, new Uint8Array(await blob.arrayBuffer()));
    return { size: files.get(file).length };
  },
  drop({ file }) {
    files.delete(file);
    for (const slot of kept.keys()) if (slot.startsWith(`${file}/`)) kept.delete(slot);
  },
  ask({ file, question, slot }) {
    const { answer, result } = ask(question, files.get(file) ?? new Uint8Array());
    if (slot === undefined) return { answer, blob: new Blob([result]) };
    const { receipt, receipt_markdown: markdown, ...rest } = answer;
    kept.set(slot, { lists: [], result, receipt, markdown });
    return { answer: shorten(slot, rest) };
  },
  more({ more: list, from }) {
    return more(list, from);
  },
  blob({ slot, what }) {
    return new Blob([kept.get(slot)?.[what] ?? ""]);
  },
};

self.onmessage = async ({ data: { id, task, ...rest } }) => {
  try {
    self.postMessage({ id, value: await tasks[task](rest) });
  } catch (error) {
    self.postMessage({ id, fault: error.fault ?? { text: error.message } });
  }
};
