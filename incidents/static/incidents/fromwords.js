// Values from words: "e" makes selected words evidence of the chosen field, "v" sets the field from them.
import { addWords, selected } from "./evidence.js";
import { gettext } from "./gettext.js";
import { addRow, lastEntry } from "./rows.js";
import { say } from "./toast.js";
import { note } from "./unsaved.js";
import { send } from "./verbs.js";
import { chosen, goTo } from "./words.js";

function asked() {
  const row = chosen();
  const words = selected();
  if (!words) say(gettext("Select words in the article first."), { error: true });
  else if (!row) say(gettext("Choose a field first."), { error: true });
  else return { row, words };
  return {};
}

export async function ground(form) {
  const { row, words } = asked();
  if (!words) return;
  const { article, start, end } = words;
  if (await send(form, `ground:${row.dataset.row}`, { article, start, end })) {
    addWords(row.dataset.row, article, start, end);
    goTo(row);
  }
}

export async function setFrom(form) {
  const { row, words } = asked();
  if (!words) return;
  const { article, start, end } = words;
  const asks = new URLSearchParams({ row: row.dataset.row, article, start, end });
  const answer = await fetch(`${form.dataset.fromWordsUrl}?${asks}`);
  const found = await answer.json().catch(() => ({ error: gettext("The server did not answer. Nothing was done.") }));
  if (found.error) return say(found.error, { error: true });
  const table = row.querySelector("[data-table]");
  const entry = table && (lastEntry(table) ?? addRow(table));
  for (const [name, value] of Object.entries(found.inputs)) {
    const input = entry ? entry.querySelector(`[name$="-${name}"]`) : form.elements[name];
    if (input) set(input, value);
  }
  remember(form, row, entry, words);
  addWords(row.dataset.row, article, start, end);
  note(form);
  goTo(row, { flash: true });
  if (entry) entry.querySelector("select, input").focus();
  say(gettext("Set from “{quote}”. Not saved yet.", { quote: words.quote.slice(0, 80) }));
}

function set(input, value) {
  if (input.type === "checkbox") input.checked = value === "True";
  else input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// The words go with the form; a reason that nobody has typed is that the article says so.
function remember(form, row, entry, { article, start, end }) {
  const all = JSON.parse(form.elements.words.value || "[]");
  const number = entry?.querySelector("[name]").name.split("-")[1];
  const about = number === undefined ? row.dataset.row : `${row.dataset.row}.${number}`;
  const kept = all.filter(([key]) => key !== about);
  form.elements.words.value = JSON.stringify([...kept, [about, article, start, end]]);
  if (!form.elements.reason.value.trim()) {
    form.elements.reason.value = document.querySelector("#reasons option:nth-child(2)")?.value ?? "";
  }
}
