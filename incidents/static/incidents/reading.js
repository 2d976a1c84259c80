// The text by keyboard: arrows go from word to word and from sentence to sentence, with Shift they choose more.
import { canLight, rowsAt, spansOf, textOf } from "./evidence.js";
import { chosen, goToNextOf, reveal } from "./words.js";

let at = { start: 0, end: 0 };

export function enter() {
  const key = chosen()?.dataset.row;
  const span = key && spansOf([key]).find(({ text }) => !text.element.closest("[hidden]"));
  const element = span?.text.element ?? document.querySelector("[data-article]:not([hidden]) [data-text]");
  if (!element) return false;
  element.focus({ preventScroll: true });
  const text = textOf(element);
  select(text, span ?? next(text, 0, "word") ?? { start: 0, end: 0 });
}

export function readByKeys() {
  if (!canLight || !Intl.Segmenter) return;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.tabIndex = 0;
    element.addEventListener("keydown", move);
  }
}

function move(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const text = textOf(event.currentTarget);
  if (event.key === "Enter") {
    event.preventDefault();
    const { start, end } = current(text);
    return void goToNextOf(rowsAt(text, start, end));
  }
  const grain = { ArrowLeft: "word", ArrowRight: "word", ArrowUp: "sentence", ArrowDown: "sentence" }[event.key];
  if (!grain) return;
  event.preventDefault();
  const forth = event.key === "ArrowDown" || event.key === (rtl(event.currentTarget) ? "ArrowLeft" : "ArrowRight");
  const here = current(text);
  if (event.shiftKey) {
    const end = forth ? next(text, here.end, grain)?.end : before(text, here.end, grain, here.start)?.end;
    if (end) select(text, { start: here.start, end });
    return;
  }
  const found = forth ? next(text, here.end, grain) : before(text, here.start, grain);
  if (found) select(text, found);
}

const rtl = (element) => getComputedStyle(element).direction === "rtl";

// What is selected, were it by mouse; else where one was.
function current(text) {
  const selection = getSelection();
  if (selection.rangeCount && !selection.isCollapsed && textOf(selection.anchorNode) === text) {
    const range = selection.getRangeAt(0);
    return { start: range.startOffset, end: range.endOffset };
  }
  return at;
}

function select(text, { start, end }) {
  at = { start, end };
  getSelection().setBaseAndExtent(text.node, start, text.node, end);
  const range = getSelection().getRangeAt(0);
  reveal(range.getBoundingClientRect());
}

function segments(text, grain) {
  text.cuts ??= {};
  text.cuts[grain] ??= [...new Intl.Segmenter(text.element.lang || "en", { granularity: grain }).segment(text.node.data)]
    .filter((s) => (grain === "word" ? s.isWordLike : s.segment.trim()))
    .map((s) => ({ start: s.index, end: s.index + s.segment.trimEnd().length }));
  return text.cuts[grain];
}

const next = (text, from, grain) => segments(text, grain).find((s) => s.end > from && s.start >= from - 1);
const before = (text, to, grain, notBefore = 0) =>
  segments(text, grain).findLast((s) => s.end < to && s.end > notBefore);
