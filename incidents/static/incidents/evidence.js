// The articles' texts and the words that values stand on, lit by the CSS Custom Highlight API: spans may overlap,
// and the text stays one node. The server counts characters as Python does; JavaScript counts UTF-16 units.
export const canLight = Boolean(globalThis.CSS?.highlights && globalThis.Highlight);

const KINDS = ["what", "when", "where", "who", "hurt", "with"];
const texts = [];

export function readTexts() {
  for (const story of document.querySelectorAll("[data-article]")) {
    const element = story.querySelector("[data-text]");
    element.textContent = element.textContent; // marks are for those who cannot light words
    const node = element.firstChild ?? element.appendChild(document.createTextNode(""));
    const text = new Text(Number(story.dataset.article), element, node);
    text.take(JSON.parse(story.querySelector("script[type='application/json']").textContent));
    texts.push(text);
  }
  light();
}

class Text {
  constructor(article, element, node) {
    Object.assign(this, { article, element, node, spans: [] });
    const string = node.data;
    this.units = /[\ud800-\udfff]/.test(string) ? units(string) : null;
  }

  take(spans) {
    this.spans = spans.map(([start, end, row, standing]) => ({
      row,
      standing,
      start: this.units ? this.units[start] : start,
      end: this.units ? this.units[end] : end,
    }));
    this.spans.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  range({ start, end }) {
    const range = new StaticRange({
      startContainer: this.node,
      startOffset: Math.min(start, this.node.length),
      endContainer: this.node,
      endOffset: Math.min(end, this.node.length),
    });
    return range;
  }

  // In characters, as the server counts them.
  characters(offset) {
    return this.units ? this.units.indexOf(offset) : offset;
  }
}

function units(string) {
  const found = [];
  let at = 0;
  for (const character of string) {
    found.push(at);
    at += character.length;
  }
  return [...found, at];
}

// Each kind of field has its colour; dashes are the reader's, a line a person's, waves what the reader doubts.
function light() {
  const names = new Map();
  const add = (name, range) => names.set(name, (names.get(name) ?? new Highlight()).add(range));
  for (const text of texts) {
    for (const span of text.spans) {
      const range = text.range(span);
      const kind = kindOf(span.row);
      if (KINDS.includes(kind)) add(`kind-${kind}`, range);
      add(span.standing === "sure" ? "sure" : span.standing === "low" ? "low" : "read", range);
    }
  }
  for (const name of [...KINDS.map((kind) => `kind-${kind}`), "sure", "low", "read"]) {
    if (names.has(name)) CSS.highlights.set(name, names.get(name));
    else CSS.highlights.delete(name);
  }
}

const kindOf = (row) => document.getElementById(`row-${row}`)?.closest(".section").classList[1];

// What the fields say of themselves after a verb; words chosen for a value that is not saved yet are lit as well.
export function mark(row, standing) {
  for (const text of texts) for (const span of text.spans) if (span.row === row) span.standing = standing;
  light();
}

export function addWords(row, article, start, end, standing = "sure") {
  const text = texts.find((each) => each.article === article);
  text.spans.push({ row, standing, start: text.units?.[start] ?? start, end: text.units?.[end] ?? end });
  light();
}

export function spansOf(rows) {
  return texts.flatMap((text) =>
    text.spans.filter((span) => rows.includes(span.row)).map((span) => ({ text, ...span })),
  );
}

export function show(name, spans, priority = 1) {
  const highlight = new Highlight(...spans.map(({ text, start, end }) => text.range({ start, end })));
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
}

export function rectOf({ text, start, end }) {
  const range = document.createRange();
  range.setStart(text.node, start);
  range.setEnd(text.node, Math.min(end, text.node.length));
  return range.getBoundingClientRect();
}

export const textOf = (node) => texts.find((text) => text.node === node || text.element === node);

// The rows whose words stand at this place of a text, those of the shortest words first.
export function rowsAt(text, start, end = start + 1) {
  const here = text.spans.filter((span) => span.start < end && start < span.end);
  here.sort((a, b) => a.end - a.start - (b.end - b.start));
  return [...new Set(here.map((span) => span.row))];
}

export function placeAt(x, y) {
  if (document.caretPositionFromPoint) {
    const at = document.caretPositionFromPoint(x, y);
    return at && { node: at.offsetNode, offset: at.offset };
  }
  const at = document.caretRangeFromPoint?.(x, y);
  return at && { node: at.startContainer, offset: at.startOffset };
}

// What is selected in one of the texts: its article, and start and end in characters.
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const text = textOf(range.startContainer);
  if (!text || textOf(range.endContainer) !== text) return null;
  const string = text.node.data;
  let start = range.startContainer === text.node ? range.startOffset : 0;
  let end = range.endContainer === text.node ? range.endOffset : string.length;
  while (start < end && /\s/.test(string[start])) start++;
  while (start < end && /\s/.test(string[end - 1])) end--;
  if (start === end) return null;
  return { article: text.article, start: text.characters(start), end: text.characters(end), quote: string.slice(start, end) };
}
