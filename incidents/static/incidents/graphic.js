// Graphic words are shown or blurred without leaving the page: what was typed there stays. `g` does the same.
import { gettext } from "./gettext.js";
import { bind } from "./keys.js";

const form = () => document.querySelector("[data-graphic-choice]");
const button = () => form().querySelector("button:not([hidden])");

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-graphic-choice]")) return;
  event.preventDefault();
  const show = event.submitter.value === "1";
  const had = document.activeElement === event.submitter;
  const body = new FormData(event.target, event.submitter);
  const answer = await fetch(event.target.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) return location.reload();
  for (const words of document.querySelectorAll("[data-graphic]")) {
    words.inert = !show;
    words.toggleAttribute("data-veiled", !show);
  }
  for (const each of form().querySelectorAll("button")) each.hidden = (each.value === "1") === show;
  form().querySelector("[data-if-veiled]").hidden = show;
  if (had) button().focus();
});

bind("g", gettext("Show or blur graphic words"), () => button().click(), { when: () => Boolean(form()) });
