// What is typed and not saved: said beside the buttons and on the field, and asked about before it is lost.
import { gettext } from "./gettext.js";

const OURS = new Set(["seen", "seen_version", "csrfmiddlewaretoken", "reason", "verb"]);
let before = new Map();

const typed = (form) => {
  const found = new Map();
  for (const [name, value] of new FormData(form)) if (!OURS.has(name)) found.set(name, value);
  return found;
};

function changed(form) {
  const now = typed(form);
  return [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
}

export const isChanged = (form) => "unsaved" in form.dataset || changed(form).length > 0;

// What stands in these rows is what the server holds.
export function settle(form, names) {
  const now = typed(form);
  if (!names) before = now;
  else for (const name of names) if (now.has(name)) before.set(name, now.get(name));
  note(form);
}

export const isTyped = (form, row) => changedRows(form).has(row);

function changedRows(form) {
  const found = new Set();
  for (const name of changed(form)) {
    const input = form.elements[name];
    const row = (input instanceof RadioNodeList ? input[0] : input)?.closest(".row");
    if (row) found.add(row);
  }
  return found;
}

export function note(form) {
  const rows = changedRows(form);
  for (const row of form.querySelectorAll(".row")) row.classList.toggle("typed", rows.has(row));
  const output = form.querySelector("[data-dirty]");
  if (!output) return;
  const labels = [...rows].map((row) => row.querySelector("h3").textContent);
  output.hidden = !labels.length;
  output.textContent = labels.length ? gettext("Not saved: {fields}", { fields: labels.join(", ") }) : "";
}

export function warn(form) {
  before = typed(form);
  let sent = false;
  form.addEventListener("input", () => note(form));
  form.addEventListener("change", () => note(form));
  form.addEventListener("submit", (event) => queueMicrotask(() => (sent = !event.defaultPrevented)));
  addEventListener("pageshow", () => (sent = false));
  addEventListener("beforeunload", (event) => {
    if (!sent && isChanged(form)) event.preventDefault();
  });
}
