// A list of incidents by keyboard: from row to row, tick, open, filter, start. It works without any of this.
import { filters } from "./filters.js";
import { gettext } from "./gettext.js";
import { bind, help } from "./keys.js";
import { many } from "./many.js";
import { pick } from "./picker.js";

const rows = [...document.querySelectorAll("tr[data-row]")];
const here = () => document.activeElement.closest("tr[data-row]");
const link = (row) => row.querySelector("th a");

function step(by) {
  const at = rows.indexOf(here());
  const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (!row) return false;
  link(row).focus();
  row.scrollIntoView({ block: "nearest" });
}

pick();
filters(document.querySelector("form[data-filters]"));
bind("j", gettext("Next incident"), () => step(1));
bind("k", gettext("Previous incident"), () => step(-1));
bind("/", gettext("Search"), () => document.querySelector("input[name=q]").focus());
if (document.querySelector("[data-start]")) {
  bind("n", gettext("Start with the first"), () => document.querySelector("[data-start]").click());
}
const form = document.querySelector("form[data-many]");
if (form) {
  const { tick, tickAll, preview } = many(form);
  bind("x", gettext("Choose this one, or not"), () => (here() ? tick(here()) : false));
  bind("X", gettext("Choose all on the page, or none"), tickAll);
  bind("v", gettext("Preview what would change"), preview);
}
help(document.getElementById("keys"), document.querySelector("[data-help]"));
