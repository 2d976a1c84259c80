// A list of incidents by keyboard: from row to row, open, filter, start.
import { bind } from "./keys.js";

const rows = [...document.querySelectorAll("tr[data-row]")];
const link = (row) => row.querySelector("th a");

function step(by) {
  const at = rows.indexOf(document.activeElement.closest("tr[data-row]"));
  const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (!row) return false;
  link(row).focus();
}

bind("j", "Next incident", () => step(1));
bind("k", "Previous incident", () => step(-1));
bind("/", "Search", () => document.querySelector("input[name=q]").focus());
bind("n", "Start with the first", () => document.querySelector("[data-start]")?.click());
