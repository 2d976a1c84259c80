// Beside an input, what the server makes of its words; the same functions read them when the form is sent.
const waiting = new WeakMap();

// Listens to the whole page, so that rows which come later need nothing.
export function explain() {
  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.understood) later(target, () => understand(target));
    const line = target.closest?.("[data-ledger]");
    if (line) later(line, () => account(line));
    if (target.matches?.("select[name$=_precision]")) chosen(target);
  });
}

function later(element, ask) {
  const before = waiting.get(element);
  clearTimeout(before?.timer);
  before?.asked?.abort();
  if (element.dataset.understood) unfollow(element);
  const asked = new AbortController();
  waiting.set(element, { asked, timer: setTimeout(ask, 120) });
}

async function answer(element, what, parameters) {
  const form = element.closest("form");
  const url = form.dataset.understoodUrl.replace("what", what);
  const { signal } = waiting.get(element).asked;
  try {
    const response = await fetch(`${url}?${new URLSearchParams(parameters)}`, { signal });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // overtaken by the next letter, or no connection: the form is still read when it is sent
  }
}

async function understand(input) {
  const found = await answer(input, input.dataset.understood, { q: input.value, on: input.dataset.on ?? "" });
  if (!found) return;
  input.dataset.state = found.state;
  if (found.state === "wrong") input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  const output = document.getElementById(`${input.id}_says`);
  if (output) output.textContent = found.says;
  if (found.precision) follow(input, found.precision);
  input.dispatchEvent(new CustomEvent("understood", { bubbles: true, detail: found }));
}

// How exact it is written says how exact it is: the select beside it follows, until somebody chooses otherwise.
const precisionOf = (input) => input.closest(".inputs")?.querySelector("select[name$=_precision]");

function follow(input, precision) {
  const select = precisionOf(input);
  if (!select || select.dataset.chosen) return;
  select.value = precision;
  select.dataset.follows = input.id;
}

function chosen(select) {
  delete select.dataset.follows;
  select.dataset.chosen = "yes";
}

function unfollow(input) {
  const select = precisionOf(input);
  if (!select?.dataset.follows) return;
  for (const option of select.options) option.selected = option.defaultSelected;
  delete select.dataset.follows;
}

async function account(line) {
  const cells = [...line.querySelectorAll("td.count input")];
  const counts = Object.fromEntries(cells.map((cell) => [cell.name.split("-").at(-1), cell.value]));
  const found = await answer(line, "ledger", counts);
  if (!found) return;
  const output = line.querySelector(".account output");
  output.dataset.state = found.state;
  output.textContent = found.says;
}
