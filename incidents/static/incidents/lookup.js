// Suggestions from the catalogues while somebody types. What counts in the end is the key in the parentheses.
export function suggest(form) {
  let waiting;
  form.addEventListener("input", ({ target }) => {
    const kind = target.dataset?.lookup;
    if (!kind) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => fill(target, form.dataset.lookupUrl.replace("kind", kind)), 150);
  });
}

async function fill(input, url) {
  const typed = input.value.trim();
  if (typed.length < 2 || typed.endsWith(")")) return;
  const answer = await fetch(`${url}?q=${encodeURIComponent(typed)}`);
  if (!answer.ok || input.value.trim() !== typed) return;
  const { options } = await answer.json();
  let list = document.getElementById(`${input.id}-list`);
  if (!list) {
    list = Object.assign(document.createElement("datalist"), { id: `${input.id}-list` });
    input.after(list);
    input.setAttribute("list", list.id);
  }
  list.replaceChildren(...options.map((value) => Object.assign(document.createElement("option"), { value })));
}
