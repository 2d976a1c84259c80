// Words and the fields that stand on them: choosing one lights the other.
const pane = () => document.querySelector(".stories");
const marks = () => [...document.querySelectorAll("mark[data-rows]")];
const standsFor = (mark) => mark.dataset.rows.split(" ");

export const rows = () => [...document.querySelectorAll(".row")];
export const chosen = () => document.querySelector(".row.chosen");

export function choose(keys, { flash = false } = {}) {
  for (const row of rows()) row.classList.toggle("chosen", keys.includes(row.dataset.row));
  const lit = marks().filter((mark) => {
    const is = standsFor(mark).some((key) => keys.includes(key));
    mark.classList.toggle("chosen", is);
    return is;
  });
  if (!lit.length) return;
  reveal(lit[0]);
  if (flash) lit.forEach(flashed);
}

// Scrolls the articles' pane only: the field that somebody works on stays where it is.
function reveal(mark) {
  const box = pane().getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  if (at.top >= box.top + 40 && at.bottom <= box.bottom - 10) return;
  pane().scrollTo({ top: pane().scrollTop + at.top - box.top - box.height / 3 });
}

function flashed(element) {
  element.classList.remove("flash");
  void element.offsetWidth; // begin the animation anew
  element.classList.add("flash");
}

export function link() {
  for (const row of rows()) row.tabIndex = -1;
  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest(".row");
    if (row) choose([row.dataset.row]);
  });
  document.addEventListener("click", (event) => {
    const show = event.target.closest("[data-show]");
    const mark = event.target.closest("mark[data-rows]");
    if (show) {
      event.preventDefault();
      choose([show.dataset.show], { flash: true });
    } else if (mark) {
      event.preventDefault();
      const keys = standsFor(mark);
      // words that serve several fields: each click goes to the next of them
      const next = keys[(keys.indexOf(chosen()?.dataset.row) + 1) % keys.length];
      const row = document.getElementById(`row-${next}`);
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
      choose([next], { flash: true });
      flashed(row);
    }
  });
}
