// Filters with several values, by keyboard: arrows go from value to value, a letter to the next that begins with it,
// Escape closes. Without it they are checkboxes that open and close, and Tab goes from one to the next.
let typed = "";
let since = 0;

export function filters(form) {
  if (!form) return;
  for (const box of form.querySelectorAll("[data-several]")) {
    box.addEventListener("toggle", () => box.open && enter(box));
    box.addEventListener("keydown", (event) => key(event, box));
    box.addEventListener("change", ({ target }) => target.checked && untick(target));
  }
  form.addEventListener("formdata", ({ formData }) => shorten(formData));
  document.addEventListener("pointerdown", ({ target }) => {
    if (target.closest(".options")) return;
    for (const box of form.querySelectorAll("[data-several][open]")) if (!box.contains(target)) box.open = false;
  });
}

// The address has what is asked for, and not all that is not.
function shorten(formData) {
  const given = [...formData].filter(([, value]) => value.trim());
  for (const name of [...formData.keys()]) formData.delete(name);
  for (const [name, value] of given) formData.append(name, value);
}

const enter = (box) => box.querySelector("input")?.focus();

// A value is wanted or excluded, and not both.
function untick(input) {
  for (const other of input.closest("li")?.querySelectorAll("input") ?? []) if (other !== input) other.checked = false;
}

function key(event, box) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && box.open) {
    box.open = false;
    box.querySelector("summary").focus();
    return event.preventDefault();
  }
  if (event.target.matches("summary") && event.key === "ArrowDown") {
    event.preventDefault();
    if (box.open) enter(box);
    box.open = true; // and its toggle enters it
  }
  if (event.target.type !== "checkbox") return;
  const column = event.target.parentElement.className;
  const all = [...box.querySelectorAll(`.${column} input`)];
  const at = all.indexOf(event.target);
  const to = place(event, all, at, box);
  if (!to) return;
  to.focus();
  event.preventDefault();
}

function place({ key, target }, all, at, box) {
  if (key === "ArrowDown") return all[Math.min(at + 1, all.length - 1)];
  if (key === "ArrowUp") return all[Math.max(at - 1, 0)];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    return [...target.closest("li").querySelectorAll("input")].find((other) => other !== target);
  }
  if (key.length !== 1 || key === " ") return null;
  const now = Date.now();
  typed = (now - since > 800 ? "" : typed) + key.toLowerCase();
  since = now;
  const names = [...box.querySelectorAll(".is")].map((label) => label.textContent.trim().toLowerCase());
  const from = typed.length === 1 ? at + 1 : at;
  const order = names.map((_, n) => (from + n) % names.length);
  return all[order.find((n) => names[n].startsWith(typed))] ?? target;
}
