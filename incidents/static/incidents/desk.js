// The review page. It works without any of this; with it, words and fields know each other and hands stay on the keys.
import { bind, help } from "./keys.js";
import { addRows } from "./rows.js";
import { spread } from "./grid.js";
import { pick } from "./picker.js";
import { explain } from "./understood.js";
import { warn } from "./unsaved.js";
import { choose, chosen, link, rows } from "./words.js";

const form = document.querySelector("form[data-desk]");
const verb = (name) => form.querySelector(`[data-verb="${name}"]`);
const press = (name) => () => verb(name)?.click();

link();
addRows(form);
pick();
explain();
spread();
warn(form);

function step(by) {
  const all = rows();
  const at = all.indexOf(chosen());
  const row = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  choose([row.dataset.row]);
}

bind("j", "Next field", () => step(1));
bind("k", "Previous field", () => step(-1));
bind("Enter", "Type into the field", () => {
  const row = chosen();
  if (document.activeElement !== row) return false;
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});
bind("Escape", "Leave the input", () => document.activeElement.closest(".row")?.focus(), { typing: true });
if (verb("accept")) bind("a", "Accept for review", press("accept"));
if (verb("save")) {
  bind("s", "Save", press("save"));
  bind("Ctrl+s", "Save", press("save"), { typing: true });
}
if (verb("publish")) bind("p", "Publish", press("publish"));
if (verb("reject")) {
  bind("r", "Reject", () => {
    const reason = form.elements.reason;
    if (reason.value.trim()) verb("reject").click();
    else reason.focus();
  });
}
bind("n", "Next draft", () => document.querySelector("[data-next]").click());
help(document.getElementById("keys"), document.querySelector("[data-help]"));

document.querySelector(".stale, .refused")?.focus();
