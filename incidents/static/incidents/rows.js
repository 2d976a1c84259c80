// "Add a row" for the tables of the form.
export function addRows(form) {
  for (const table of form.querySelectorAll("[data-table]")) {
    const button = table.querySelector("[data-add]");
    if (form.querySelector("fieldset.all:disabled")) continue;
    button.hidden = false;
    table.querySelector(".entry[data-blank]").remove(); // the blank line is for those without JavaScript
    button.addEventListener("click", () => {
      const total = table.querySelector("[name$='-TOTAL_FORMS']");
      const number = Number(total.value);
      const holder = document.createElement("template");
      holder.innerHTML = table.querySelector("template").innerHTML.replaceAll("__prefix__", number);
      const entry = holder.content.querySelector(".entry");
      entry.setAttribute("aria-label", `${entry.getAttribute("aria-label")} ${number + 1}`);
      table.querySelector("template").before(entry);
      total.value = number + 1;
      entry.querySelector("select, input").focus();
    });
  }
}
