// `u`: what the message offers to take back; without one, one's own last step on this page's incident.
import { gettext } from "./gettext.js";
import { bind } from "./keys.js";

bind("u", gettext("Undo"), () => {
  const offered = document.querySelector("[data-undo]:not([data-undo=again])") ?? document.querySelector("[data-undo-last]");
  if (!offered) return false;
  offered.click();
});
