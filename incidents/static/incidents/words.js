// Words and the fields that stand on them: choosing one lights the other.
import * as evidence from "./evidence.js";
import * as marks from "./marks.js";
import { bringForward } from "./tabs.js";

const pane = () => document.querySelector("[data-stories]");

export const rows = () => [...document.querySelectorAll(".row")];
export const chosen = () => document.querySelector(".row.chosen");

export function choose(keys, { flash = false } = {}) {
  for (const row of rows()) row.classList.toggle("chosen", keys.includes(row.dataset.row));
  if (!evidence.canLight) return reveal(marks.light(keys));
  const spans = evidence.spansOf(keys);
  evidence.show("chosen", spans, 9);
  if (!spans.length) return;
  const inView = spans.find(({ text }) => !text.element.closest("[hidden]")) ?? spans[0];
  bringForward(inView.text.article);
  reveal(evidence.rectOf(inView));
  if (flash) flashed(spans);
}

// The row, with the focus on it, and its words.
export function goTo(row, options) {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  choose([row.dataset.row], options);
}

// Scrolls the articles' pane only: the field that somebody works on stays where it is.
export function reveal(at) {
  if (!at) return;
  const box = pane().getBoundingClientRect();
  if (at.top >= box.top + 40 && at.bottom <= box.bottom - 10) return;
  pane().scrollTo({ top: pane().scrollTop + at.top - box.top - box.height / 3 });
}

let flashing;
function flashed(spans) {
  evidence.show("flash", spans, 10);
  clearTimeout(flashing);
  flashing = setTimeout(() => CSS.highlights.delete("flash"), 600);
}

// Words that serve several fields: each time the next of them.
export function goToNextOf(keys) {
  if (!keys.length) return false;
  const next = keys[(keys.indexOf(chosen()?.dataset.row) + 1) % keys.length];
  goTo(document.getElementById(`row-${next}`), { flash: true });
  return true;
}

export function link() {
  if (evidence.canLight) evidence.readTexts();
  for (const row of rows()) row.tabIndex = -1;
  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest(".row");
    if (row && row !== chosen()) choose([row.dataset.row]);
  });
  document.addEventListener("click", (event) => {
    const show = event.target.closest("[data-show]");
    if (show) {
      event.preventDefault();
      goTo(document.getElementById(`row-${show.dataset.show}`), { flash: true });
      return;
    }
    if (!event.target.closest("[data-text]") || !getSelection().isCollapsed) return;
    const keys = evidence.canLight ? clicked(event) : marks.rowsAt(event);
    if (goToNextOf(keys)) event.preventDefault();
  });
}

function clicked({ clientX, clientY }) {
  const place = evidence.placeAt(clientX, clientY);
  const text = place && evidence.textOf(place.node);
  return text ? evidence.rowsAt(text, place.offset) : [];
}
