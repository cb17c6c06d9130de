// The way to the worker. It is made of the text in the page, so that the page works from disk.

const waiting = new Map();
let worker, next = 0;

/** Starts the worker and its module; gives what the page has to know first. */
export function startWorker() {
  const source = new Blob([document.getElementById("worker").textContent], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(source));
  worker.onmessage = ({ data: { id, value, fault } }) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (fault) reject?.(Object.assign(new Error(fault.text), { fault }));
    else resolve?.(value);
  };
  worker.onerror = (event) => {
    const fault = { text: event.message || "the worker stopped" };
    for (const { reject } of waiting.values()) reject(Object.assign(new Error(fault.text), { fault }));
    waiting.clear();
  };
  return tell("start", { module: document.getElementById("module").textContent });
}

/** Gives the worker a task. */
export function tell(task, rest = {}) {
  return new Promise((resolve, reject) => {
    const id = ++next;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, task, ...rest });
  });
}
