// Two incidents side by side: from one field that differs to the next, and whose value it shall be.
import { gettext } from "./gettext.js";
import * as keys from "./keys.js";

const { bind, help } = keys;
const form = document.querySelector("[data-compare-form]");
const differing = () => [...form.querySelectorAll("[data-differs]")].filter((line) => line.offsetParent);
const button = (value) => form.querySelector(`button[value="${value}"]`);
const choices = () => form.querySelectorAll('input[type="radio"]');

keys.useSingleKeys?.("singleKeys" in form.dataset);
for (const line of form.querySelectorAll("[data-line]")) line.tabIndex = -1;
lightTaken();
form.addEventListener("change", lightTaken);

function lightTaken() {
  for (const input of choices()) input.closest("td")?.classList.toggle("is-taken", input.checked);
}

function step(by) {
  const all = differing();
  const at = all.indexOf(document.activeElement.closest("[data-differs]"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

function take(whose) {
  const input = document.activeElement.closest("[data-differs]")?.querySelector(`input[value="${whose}"]`);
  if (!input) return false;
  input.checked = true;
  lightTaken();
}

// What is empty takes nothing away: there the other side's value stays.
function takeAll(whose) {
  for (const line of differing()) {
    const sides = [...line.querySelectorAll("td")];
    const has = (input) => input.closest("td").querySelector(".lines");
    const inputs = sides.flatMap((side) => [...side.querySelectorAll('input[type="radio"]')]);
    const asked = inputs.find((input) => input.value === whose);
    const chosen = asked && !has(asked) ? inputs.find(has) ?? asked : asked;
    if (chosen) chosen.checked = true;
  }
  lightTaken();
}

for (const link of form.querySelectorAll("[data-all]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    takeAll(link.dataset.all);
  });
}

const onLine = () => Boolean(document.activeElement.closest("[data-differs]")?.querySelector("input"));
const hasChoice = () => choices().length > 0;
bind("j", gettext("Next field that differs"), () => step(1));
bind("k", gettext("Previous field that differs"), () => step(-1));
bind("m", gettext("Mine, in this field"), () => take("mine"), { when: onLine });
bind("t", gettext("Theirs, in this field"), () => take("theirs"), { when: onLine });
bind("b", gettext("The rows of both"), () => take("both"), { when: onLine });
bind("M", gettext("All of mine"), () => takeAll("mine"), { when: hasChoice });
bind("T", gettext("All of theirs"), () => takeAll("theirs"), { when: hasChoice });
if (button("merge")) {
  bind("x", gettext("Let the other one stay"), () => form.querySelector("[data-turn]").click());
  bind("=", gettext("Merge, as chosen"), () => button("merge").click());
}
if (button("apart")) for (const key of ["!", "N"]) bind(key, gettext("Not the same"), () => button("apart").click());
bind("Backspace", gettext("Back to the draft"), () => document.querySelector("[data-back]").click());
help(document.getElementById("keys"), document.querySelector("[data-help]"));
document.querySelector(".refused")?.focus();
