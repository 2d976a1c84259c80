// "Same event?": from one candidate to the next, and what is said of them, without leaving the page.
import { gettext } from "./gettext.js";
import { bind } from "./keys.js";

const panel = () => document.getElementById("same-event");
const inPanel = () => Boolean(document.activeElement?.closest("#same-event"));
const items = () => [...panel().querySelectorAll("[data-candidate]")];
const chosen = () => document.activeElement?.closest("[data-candidate]") ?? items()[0];
const press = (what) => () => chosen()?.querySelector(what)?.click();
const has = (what) => () => inPanel() && Boolean(chosen()?.querySelector(what));

function step(by) {
  const all = items();
  const at = all.indexOf(document.activeElement.closest("[data-candidate]"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

bind("d", gettext("To what it may be once more"), () => {
  panel().scrollIntoView({ block: "start" });
  panel().focus();
});
for (const key of ["j", "ArrowDown"]) bind(key, gettext("Next of these"), () => step(1), { when: inPanel });
for (const key of ["k", "ArrowUp"]) bind(key, gettext("Previous of these"), () => step(-1), { when: inPanel });
bind("c", gettext("Compare"), press("[data-compare]"), { when: has("[data-compare]") });
bind("=", gettext("Merge, as its button says"), press("[value=merge]"), { when: has("[value=merge]") });
for (const key of ["!", "N"]) bind(key, gettext("Not the same"), press("[value=apart]"), { when: has("[value=apart]") });

// What changes neither of the two is sent without the page: nothing that was typed elsewhere is lost.
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!form.closest("#same-event") || !submitter || !("stay" in submitter.dataset)) return;
  event.preventDefault();
  const body = new FormData(form, submitter);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "1" } });
  if (!answer.ok) return form.requestSubmit(); // the whole page says what is wrong
  show(panel(), await answer.text());
  panel().focus();
});

function show(place, html) {
  place.outerHTML = html;
}

let waiting;
document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-find]");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => find(form), 250);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-find]")) return;
  event.preventDefault();
  find(event.target);
});

async function find(form) {
  const typed = form.elements.q.value.trim();
  const answer = await fetch(`${form.action}?part&q=${encodeURIComponent(typed)}`);
  if (!answer.ok || form.elements.q.value.trim() !== typed) return;
  panel().querySelector("[data-found]").innerHTML = await answer.text();
}
