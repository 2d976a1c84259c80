// Tables of figures by the keys of a spreadsheet. Tab goes from cell to cell as everywhere.
export function spread() {
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("table[data-grid] :is(td, th)");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.defaultPrevented || !event.target.matches("input[type=text]")) return;
    const go = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!go || (go[1] && !atTheEdge(event.target, go[1]))) return;
    event.preventDefault(); // Enter would send the form
    const target = go[0] ? below(cell, go[0]) : beside(event.target, go[1]);
    target?.focus();
    target?.select?.();
  });
  document.addEventListener("input", ({ target }) => mirror(target));
  document.addEventListener("desk:row", wake);
  wake();
}

// The row of the incident as a whole shows two inputs that stand above; with a script they are typed into here too.
function wake() {
  for (const copy of document.querySelectorAll("[data-mirrors]")) copy.readOnly = !!copy.closest("fieldset:disabled");
}

function mirror(input) {
  const twin = input.dataset?.mirrors
    ? document.getElementById(input.dataset.mirrors)
    : document.querySelector(`[data-mirrors="${input.id}"]`);
  if (!twin || twin.value === input.value) return;
  twin.value = input.value;
  twin.dispatchEvent(new Event("input", { bubbles: true }));
}

function atTheEdge(input, by) {
  const { selectionStart, selectionEnd, value } = input;
  if (selectionStart === 0 && selectionEnd === value.length) return true;
  return selectionStart === selectionEnd && selectionStart === (by < 0 ? 0 : value.length);
}

const shown = (row) => row.tagName === "TR" && !row.hidden;
const input = (cell) => cell?.querySelector("input[type=text]");

function below(cell, by) {
  const rows = [...cell.closest("tbody").children].filter(shown);
  let row = cell.parentElement;
  while ((row = rows[rows.indexOf(row) + by])) {
    const found = input(row.cells[cell.cellIndex]);
    if (found) return found;
  }
  return null;
}

function beside(from, by) {
  const all = [...from.closest("tr").querySelectorAll("input[type=text]")];
  return all[all.indexOf(from) + by] ?? null;
}
