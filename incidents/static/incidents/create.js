// A dialog in which the entry that a picker lacks is made. What was typed there is kept until it is created or cancelled.
let dialog = null;

export async function create(url, input, done) {
  const form = input.closest("form");
  const asked = { name: input.value.trim() };
  for (const name of ["country", "point"]) asked[name] = form.elements[name]?.value ?? "";
  const answer = await fetch(`${url}?${new URLSearchParams(asked)}`);
  if (!answer.ok) return;
  dialog ??= document.body.appendChild(Object.assign(document.createElement("dialog"), { className: "new" }));
  fill(await answer.text());
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue) done(dialog.returnValue);
    input.focus();
  };
  dialog.showModal();
  const first = dialog.querySelector("[name=name]");
  (first.value ? dialog.querySelector("select") : first).focus();
}

function fill(html) {
  dialog.innerHTML = html;
  dialog.setAttribute("aria-labelledby", "new-title");
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close(""));
  dialog.querySelector("form").addEventListener("submit", send);
}

async function send(event) {
  event.preventDefault();
  const { action } = event.target;
  const answer = await fetch(action, { method: "POST", body: new FormData(event.target) });
  if (answer.status === 201) return dialog.close((await answer.json()).label);
  fill(await answer.text());
  dialog.querySelector("[aria-invalid=true]")?.focus();
}
