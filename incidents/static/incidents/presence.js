// Who else has this open, and whether somebody has saved. Silent while the page is hidden; says goodbye when left.
const line = document.querySelector("[data-presence]");
const form = document.querySelector("form[data-desk]");
let timer;

function body(more = {}) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("version", form.elements.seen_version.value);
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  return data;
}

// A live region that is written anew is read anew: only what differs is written.
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

async function beat() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const answer = await fetch(line.dataset.presence, { method: "POST", body: body() });
    if (answer.ok) show(await answer.json());
  } catch {
    // the server is away for a moment: the next beat tries again
  }
  timer = setTimeout(beat, Number(line.dataset.every) * 1000);
}

function show({ here, saved }) {
  say(line.querySelector("[data-here]"), here);
  say(line.querySelector("[data-saved]"), saved);
  line.querySelector("[data-look]").hidden = !saved;
}

if (line && form) {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : beat()));
  addEventListener("pagehide", () => navigator.sendBeacon(line.dataset.presence, body({ leave: 1 })));
  addEventListener("pageshow", ({ persisted }) => persisted && beat());
  if (line.dataset.every) timer = setTimeout(beat, 1000);
}
