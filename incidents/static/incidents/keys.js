// One registry of keys. A key does nothing while somebody types, in an open dialog, or while a method of input
// composes; single letters and digits do nothing for those who have switched them off.
import { gettext } from "./gettext.js";

const bindings = []; // of several for one key, the last one that does something here counts
let singleKeys = document.querySelector('meta[name="single-keys"]')?.content !== "off";

export const useSingleKeys = (on) => (singleKeys = on);

// `action` may return false: then the key means what it always means. `when` says whether it does anything here.
export function bind(key, label, action, { typing = false, when = () => true } = {}) {
  bindings.push({ key, label, action, typing, when });
}

export function help(dialog, button) {
  const open = () => {
    list(dialog.querySelector("dl"));
    dialog.showModal();
  };
  bind("?", gettext("These keys"), open);
  button.hidden = false;
  button.addEventListener("click", open);
}

// Those that do something here and now; several keys of one meaning stand together.
function list(place) {
  const valid = bindings.filter((b) => meant(b.key) === b && (singleKeys || !isSingle(b.key)));
  const byLabel = Map.groupBy ? Map.groupBy(valid, (b) => b.label) : grouped(valid);
  place.replaceChildren();
  for (const [label, same] of byLabel) {
    const term = document.createElement("dt");
    const means = document.createElement("dd");
    for (const { key } of same) term.append(Object.assign(document.createElement("kbd"), { textContent: key, dir: "ltr" }), " ");
    means.textContent = label;
    place.append(term, means);
  }
}

function grouped(found) {
  const groups = new Map();
  for (const each of found) groups.set(each.label, [...(groups.get(each.label) ?? []), each]);
  return groups;
}

const meant = (key) => bindings.findLast((b) => b.key === key && b.when());
const isSingle = (key) => key.length === 1;
const isTyping = (element) => element.isContentEditable || element.matches?.("input, select, textarea");

// On a keyboard of another script the place of the key counts: Ctrl+S stays where it is.
function named(event) {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const isForeign = letter && event.key.length === 1 && event.key.charCodeAt(0) > 127;
  const key = isForeign ? (event.shiftKey ? letter : letter.toLowerCase()) : event.key;
  if (!event.ctrlKey && !event.metaKey) return key;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${key.toLowerCase()}`;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing || event.keyCode === 229) return;
  if (document.querySelector("dialog[open]")) return;
  const binding = meant(named(event));
  if (!binding) return;
  if (isTyping(event.target) && !binding.typing) return;
  if (isSingle(binding.key) && !singleKeys) return;
  if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return;
  if (binding.action(event) !== false) event.preventDefault();
});
