// "Add a row" for the tables of the form.
let touched;

export function addRows(form) {
  if (form.querySelector("fieldset.all:disabled")) return;
  for (const table of form.querySelectorAll("[data-table]")) prepare(table);
  document.addEventListener("desk:row", ({ detail }) => {
    const table = detail.querySelector("[data-table]");
    if (table) prepare(table);
  });
  form.addEventListener("focusin", ({ target }) => (touched = target.closest(".entry") ?? touched));
}

function prepare(table) {
  const button = table.querySelector("[data-add]");
  button.hidden = false;
  table.querySelector(".entry[data-blank]")?.remove(); // the blank line is for those without JavaScript
  button.addEventListener("click", () => addRow(table).querySelector("select, input").focus());
}

export function addRow(table) {
  const total = table.querySelector("[name$='-TOTAL_FORMS']");
  const number = Number(total.value);
  const holder = document.createElement("template");
  holder.innerHTML = table.querySelector("template").innerHTML.replaceAll("__prefix__", number);
  const entry = holder.content.querySelector(".entry");
  entry.setAttribute("aria-label", `${entry.getAttribute("aria-label")} ${table.querySelectorAll(".entry").length + 1}`);
  table.querySelector("template").before(entry);
  total.value = number + 1;
  return entry;
}

// The row of the table in which somebody was last.
export const lastEntry = (table) => (touched?.isConnected && table.contains(touched) ? touched : null);
