// Names for what Django's own widgets leave without one: those of two lists, of dates with times, and of select2.
const text = (element) => element?.textContent.replace(/\s+/g, " ").replace(/:\s*$/, "").trim() ?? "";

// What a reader of the page takes for its name: the label of the row, or the heading of the column.
function around(element) {
  const cell = element.closest("td");
  if (cell) return text(cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]);
  const row = element.closest(".form-row, .flex-container, fieldset");
  return text(row?.querySelector("label, legend"));
}

function give(element, name) {
  if (element && name && element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
}

function name() {
  const search = document.querySelector("#searchbar"); // labelled by a picture, which a help text outweighs
  if (search) give(search, search.labels[0]?.querySelector("img")?.alt);
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const called = text(select?.labels?.[0]) || around(box);
    give(box, called);
    give(box.querySelector(".select2-selection__rendered"), called);
  }
  for (const field of document.querySelectorAll("#content form :is(input, select, textarea):not([type=hidden])")) {
    if (field.labels?.length || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby")) continue;
    give(field, [around(field), field.title || text(field.previousElementSibling) || field.placeholder].filter(Boolean).join(", "));
  }
}

name();
new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
