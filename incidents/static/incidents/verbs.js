// Verbs that stay on the page are sent on their own, one after the other; what is typed and not saved stays typed.
import { mark } from "./evidence.js";
import { gettext } from "./gettext.js";
import { say } from "./toast.js";
import { isTyped, settle } from "./unsaved.js";

let last = Promise.resolve(true);
let waiting = 0;

export const isBusy = () => waiting > 0;
export const whenDone = () => last;

export function send(form, verb, more = {}) {
  waiting++;
  last = last.then(() => post(form, verb, more)).finally(() => waiting--);
  return last;
}

async function post(form, verb, more) {
  const body = new FormData();
  const own = { verb, seen: "{}", seen_version: form.elements.seen_version.value, ...more };
  own.csrfmiddlewaretoken = form.elements.csrfmiddlewaretoken.value;
  for (const [name, value] of Object.entries(own)) body.set(name, value);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  } catch {
    say(gettext("The server did not answer. Nothing was done."), { error: true });
    return false;
  }
  const fields = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-fields]");
  const told = [...(fields?.querySelectorAll("[data-told]") ?? [])];
  if (answer.ok && fields) take(form, fields);
  const words = told.length ? told.flatMap((each) => [...each.childNodes, " "]) : gettext("It did not work; load the page again.");
  say(words, { error: !answer.ok });
  return answer.ok;
}

// What the fields hold now. Inputs in which somebody has typed are left as they are.
function take(form, fields) {
  for (const name of ["seen_version", "seen"]) {
    form.elements[name].value = fields.querySelector(`[name=${name}]`).value;
  }
  for (const row of form.querySelectorAll(".row")) {
    const now = fields.querySelector(`#${row.id}`);
    if (!isTyped(form, row)) fill(form, row, now);
    const chosen = row.classList.contains("chosen");
    row.className = now.className;
    row.classList.toggle("chosen", chosen);
    row.querySelector(".row-head").replaceWith(now.querySelector(".row-head"));
    row.querySelector(".said")?.remove();
    const said = now.querySelector(".said");
    if (said) row.querySelector(".row-body").append(said);
    mark(row.dataset.row, row.classList.contains("person") ? "sure" : row.classList.contains("low") ? "low" : "");
  }
}

function fill(form, row, now) {
  const table = row.querySelector("[data-table]");
  const held = (place) => [...place.querySelectorAll("input, select, textarea")].map((i) => `${i.name}=${i.value}`).join("&");
  if (table) {
    const theirs = now.querySelector("[data-table]");
    theirs.querySelector(".entry[data-blank]")?.remove();
    if (held(table) === held(theirs)) return;
    table.replaceWith(theirs);
    document.dispatchEvent(new CustomEvent("desk:row", { detail: row }));
  }
  const names = [];
  for (const input of now.querySelectorAll(".inputs [name]")) {
    const ours = form.elements[input.name];
    names.push(input.name);
    if (!ours || ours.value === input.value) continue;
    ours.value = input.value;
    ours.dispatchEvent(new Event("input", { bubbles: true }));
    ours.dispatchEvent(new Event("change", { bubbles: true }));
  }
  settle(form, table ? [...row.querySelectorAll("[name]")].map((i) => i.name) : names);
}
