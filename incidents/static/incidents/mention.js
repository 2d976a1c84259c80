// After "@", the names of colleagues: arrows choose, Enter or Tab takes, Escape closes.
import { gettext } from "./gettext.js";
import { bind } from "./keys.js";

const names = () => [...(document.getElementById("mentionable")?.options ?? [])].map((option) => option.value);
let box, list, at, options;

function close() {
  list?.remove();
  box?.removeAttribute("aria-activedescendant");
  box?.setAttribute("aria-expanded", "false");
  list = null;
}

function open(textarea, start, typed) {
  close();
  [box, at] = [textarea, start];
  const found = names().filter((name) => name.toLowerCase().startsWith(typed.toLowerCase())).slice(0, 8);
  if (!found.length || found.join() === typed) return;
  list = Object.assign(document.createElement("ul"), { id: "mentions", className: "mentions" });
  list.setAttribute("role", "listbox");
  options = found.map((name, n) => {
    const option = Object.assign(document.createElement("li"), { id: `mention-${n}`, textContent: name, dir: "auto" });
    option.setAttribute("role", "option");
    option.addEventListener("pointerdown", (event) => (event.preventDefault(), take(name)));
    list.append(option);
    return option;
  });
  textarea.after(list);
  textarea.setAttribute("aria-controls", list.id);
  textarea.setAttribute("aria-expanded", "true");
  choose(0);
}

function choose(n) {
  list.dataset.at = (n + options.length) % options.length;
  options.forEach((option, k) => option.setAttribute("aria-selected", String(k === Number(list.dataset.at))));
  box.setAttribute("aria-activedescendant", options[list.dataset.at].id);
}

function take(name) {
  box.setRangeText(`${name} `, at, box.selectionStart, "end");
  close();
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-mention]")) return;
  target.setAttribute("role", "combobox");
  target.setAttribute("aria-autocomplete", "list");
  const before = target.value.slice(0, target.selectionStart);
  const found = /(?:^|[^\w@.+-])@([\w.+-]*)$/.exec(before);
  if (found) open(target, before.length - found[1].length, found[1]);
  else close();
});

// Before the registry of keys hears of it: Escape closes the list and does not leave the input.
document.addEventListener(
  "keydown",
  (event) => {
    if (!list || event.target !== box || event.isComposing) return;
    const now = Number(list.dataset.at);
    const deeds = {
      ArrowDown: () => choose(now + 1),
      ArrowUp: () => choose(now - 1),
      Enter: () => take(options[now].textContent),
      Tab: () => take(options[now].textContent),
      Escape: close,
    };
    if (!deeds[event.key]) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    deeds[event.key]();
  },
  { capture: true },
);
document.addEventListener("focusout", ({ target }) => target === box && close());

bind("m", gettext("Comment"), () => {
  const text = document.getElementById("comment-text");
  text.scrollIntoView({ block: "center" });
  text.focus();
});
