// A combobox over the catalogues of actors, bases and places (ARIA 1.2, list autocompletion). Without it the input
// takes a name or key as it stands. What counts in the end is the key in the parentheses.
import { create } from "./create.js";

let open = null; // the one combobox whose list is shown
let number = 0;

export function pick() {
  document.addEventListener("focusin", ({ target }) => target.matches?.("[data-lookup]") && prepare(target));
  document.addEventListener("input", ({ target }) => target.dataset?.lookup && later(prepare(target)));
  document.addEventListener("keydown", key, true); // before the keys of the page and of tables
  document.addEventListener("pointerdown", pointed);
  document.addEventListener("focusout", ({ target }) => open?.input === target && close(open));
  addEventListener("resize", () => open && place(open));
  document.addEventListener("scroll", () => open && place(open), true);
}

const boxes = new WeakMap();

function prepare(input) {
  if (boxes.has(input)) return boxes.get(input);
  const list = document.createElement("ul");
  list.id = `options-${++number}`;
  list.className = "options";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? input.dataset.lookup);
  document.body.append(list); // not within a table or pane that would cut it off
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-haspopup": "listbox",
  })) input.setAttribute(name, value);
  const box = { input, list, active: null, timer: 0, asked: null };
  boxes.set(input, box);
  return box;
}

function later(box) {
  clearTimeout(box.timer);
  box.asked?.abort();
  const words = box.input.value.trim();
  if (words.length < 2) return close(box);
  box.timer = setTimeout(() => fill(box, words), 120);
}

async function fill(box, words) {
  box.asked = new AbortController();
  const form = box.input.closest("form");
  const near = form.elements.point?.value ?? "";
  const url = `${form.dataset.lookupUrl.replace("kind", box.input.dataset.lookup)}?${new URLSearchParams({ q: words, near })}`;
  try {
    const answer = await fetch(url, { signal: box.asked.signal });
    if (!answer.ok) return;
    box.list.innerHTML = await answer.text();
  } catch {
    return; // overtaken by the next letter
  }
  if (document.activeElement !== box.input) return;
  options(box).forEach((option, n) => (option.id = `${box.list.id}-${n}`));
  show(box);
  activate(box, options(box)[0]);
}

const options = (box) => [...box.list.querySelectorAll("[role=option]")];

function show(box) {
  if (open && open !== box) close(open);
  open = box;
  box.list.hidden = !box.list.children.length;
  box.input.setAttribute("aria-expanded", String(!box.list.hidden));
  place(box);
}

function close(box) {
  clearTimeout(box.timer);
  box.asked?.abort();
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
  box.active = null;
  if (open === box) open = null;
}

// Below the input where there is room, above it where there is more.
function place(box) {
  const at = box.input.getBoundingClientRect();
  const below = innerHeight - at.bottom;
  const above = below < 260 && at.top > below;
  const width = Math.min(Math.max(at.width, 340), innerWidth - 16);
  box.list.style.inlineSize = `${width}px`;
  box.list.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  box.list.style.maxBlockSize = `${Math.max(120, (above ? at.top : below) - 12)}px`;
  box.list.style.top = above ? "auto" : `${at.bottom + 2}px`;
  box.list.style.bottom = above ? `${innerHeight - at.top + 2}px` : "auto";
}

function activate(box, option) {
  box.active?.setAttribute("aria-selected", "false");
  box.active = option;
  if (!option) return box.input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  box.input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function key(event) {
  const input = event.target;
  if (!input.dataset?.lookup || event.isComposing || event.ctrlKey || event.metaKey) return;
  const box = prepare(input);
  const all = options(box);
  const at = all.indexOf(box.active);
  if (open !== box) {
    if (event.key !== "ArrowDown" || !event.altKey) return; // a plain arrow may mean the next line of a table
    take(event);
    return void fill(box, input.value.trim().replace(/ \([^()]*\)$/, ""));
  }
  if (event.key === "ArrowDown") activate(box, all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") activate(box, all[(at - 1 + all.length) % all.length]);
  else if (event.key === "Enter" && box.active) choose(box, box.active);
  else if (event.key === "Tab" && box.active?.dataset.value && input.value.trim()) return choose(box, box.active);
  else if (event.key === "Escape") close(box);
  else return;
  take(event);
}

function take(event) {
  event.preventDefault();
  event.stopPropagation();
}

function pointed(event) {
  if (!open) return;
  const option = event.target.closest?.("[role=option]");
  if (!open.list.contains(event.target)) return;
  event.preventDefault(); // the input keeps the focus
  if (option) choose(open, option);
}

function choose(box, option) {
  const { value, new: url } = option.dataset;
  close(box);
  if (url) create(url, box.input, (label) => set(box.input, label));
  else set(box.input, value, option.dataset.point);
}

function set(input, value, point = "") {
  input.value = value;
  for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  close(prepare(input)); // what was chosen is not looked up again
  input.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { point } }));
}
