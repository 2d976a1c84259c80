// The review page. It works without any of this; with it, words and fields know each other and hands stay on the keys.
import { canLight } from "./evidence.js";
import { ground, setFrom } from "./fromwords.js";
import { gettext } from "./gettext.js";
import { spread } from "./grid.js";
import { bind, help, useSingleKeys } from "./keys.js";
import { pick } from "./picker.js";
import { enter, readByKeys } from "./reading.js";
import { ask } from "./reasons.js";
import { addRows } from "./rows.js";
import { areSeveral, makeTabs, turn } from "./tabs.js";
import { say, takeMessages } from "./toast.js";
import { explain } from "./understood.js";
import { isChanged, isTyped, warn } from "./unsaved.js";
import { isBusy, send, whenDone } from "./verbs.js";
import { where } from "./where.js";
import { chosen, goTo, link, rows } from "./words.js";
import { offerZones } from "./zones.js";

const form = document.querySelector("form[data-desk]");
const verb = (name) => form.querySelector(`[data-verb="${name}"]`);
const has = (name) => () => Boolean(verb(name));

makeTabs(document.querySelector("[data-tabs]"));
addRows(form);
link();
readByKeys();
pick();
explain();
spread();
offerZones(form);
where(form);
warn(form);
takeMessages();

function step(by) {
  const all = rows();
  const at = all.indexOf(chosen());
  goTo(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function stepSection(by) {
  const firsts = [...form.querySelectorAll(".section")].map((section) => section.querySelector(".row"));
  const at = firsts.findIndex((row) => row.closest(".section").contains(chosen()));
  goTo(firsts[at < 0 ? (by > 0 ? 0 : firsts.length - 1) : Math.min(Math.max(at + by, 0), firsts.length - 1)]);
}

// Verbs that stay on the page go without the form, unless something typed must be saved first.
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-confirm], [data-choose]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest(".row");
  if (row && isTyped(form, row)) return say(gettext("Save what you typed, or take it back, first."), { error: true });
  send(form, button.value);
});

// Whoever changes something says why, and a decision waits for what is on its way to the server.
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  const reason = form.elements.reason;
  if (button && "look" in button.dataset) return; // it saves nothing
  if (button && "skip" in button.dataset) {
    if (!isChanged(form)) return;
    event.preventDefault();
    return say(gettext("Save what you typed, or take it back, first."), { error: true });
  }
  const asks = ["reject", "reopen"].includes(button?.value) || isChanged(form);
  if (!reason || (reason.value.trim() && !isBusy()) || (!asks && !isBusy())) return;
  event.preventDefault();
  whenDone()
    .then(() => reason.value.trim() || !asks || ask().then((why) => (reason.value = why)))
    .then((answered) => (answered ? form.requestSubmit(button) : (form.elements.then.value = "")));
});

// From here on, and then from the top.
function stepTo(kind) {
  const all = rows();
  const at = all.indexOf(chosen()) + 1;
  const next = [...all.slice(at), ...all.slice(0, at)].find((row) => row.classList.contains(kind));
  if (next) goTo(next);
}

function acceptField() {
  const row = chosen();
  row?.querySelector("[data-confirm]")?.click();
  step(1);
}

function pickStatement(number) {
  chosen()?.querySelectorAll("[data-choose]")[number - 1]?.click();
}

function save(then = "") {
  form.elements.then.value = then;
  form.requestSubmit(verb("save"));
}

const onRow = () => Boolean(chosen());
const inTexts = () => canLight && Boolean(document.querySelector("[data-text]"));
const mayEdit = has("save");

bind("j", gettext("Next field"), () => step(1));
bind("k", gettext("Previous field"), () => step(-1));
bind("J", gettext("Next section"), () => stepSection(1));
bind("K", gettext("Previous section"), () => stepSection(-1));
bind(".", gettext("Next field that nobody has confirmed"), () => stepTo("reader"));
bind(",", gettext("Next field in doubt"), () => stepTo("low"));
bind("a", gettext("Accept the field, and go to the next"), acceptField, { when: () => mayEdit() && onRow() });
bind("A", gettext("Accept all fields"), () => verb("confirm").click(), { when: mayEdit });
for (let n = 1; n <= 9; n++) {
  const when = () => mayEdit() && (chosen()?.querySelectorAll("[data-choose]").length ?? 0) >= n;
  bind(String(n), gettext("Let this statement count"), () => pickStatement(n), { when });
}
bind("Enter", gettext("Type into the field"), () => {
  const row = chosen();
  if (document.activeElement !== row) return false;
  const input = [...row.querySelectorAll("input:not([type=hidden]), select, textarea")].find((i) => i.offsetParent);
  (input ?? row.querySelector("[data-add]"))?.focus();
  input?.select?.();
}, { when: onRow });
bind("Escape", gettext("Leave the input"), () => (document.activeElement.closest(".row") ?? chosen())?.focus(), { typing: true });
bind("w", gettext("Into the text, to the field's words"), enter, { when: inTexts });
bind("e", gettext("Selected words are evidence of the field"), () => void ground(form), { when: () => mayEdit() && inTexts() });
bind("v", gettext("Set the field from the selected words"), () => void setFrom(form), { when: () => mayEdit() && inTexts() });
bind("[", gettext("Previous source"), () => turn(-1), { when: areSeveral });
bind("]", gettext("Next source"), () => turn(1), { when: areSeveral });
for (const key of ["s", "Ctrl+s"]) {
  bind(key, gettext("Save"), () => save(), { typing: key !== "s", when: mayEdit });
}
bind("Ctrl+Shift+s", gettext("Save, and open the next draft"), () => save("next"), { typing: true, when: mayEdit });
bind("p", gettext("Publish, and open the next draft"), () => verb("publish").click(), { when: has("publish") });
bind("t", gettext("Take into review"), () => verb("accept").click(), { when: has("accept") });
for (const key of ["x", "r"]) {
  bind(key, gettext("Reject"), () => verb("reject").click(), { when: has("reject") });
}
for (const key of ["S", "n"]) {
  bind(key, gettext("Skip: the next draft"), () => (document.querySelector("[data-skip]") ?? document.querySelector("[data-next]")).click());
}
help(document.getElementById("keys"), document.querySelector("[data-help]"));

document.querySelector("[data-switch] input[name=on]").addEventListener("change", async ({ target }) => {
  useSingleKeys(target.checked);
  const body = new FormData(target.form);
  await fetch(target.form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
});

document.querySelector(".stale, .refused")?.focus();
