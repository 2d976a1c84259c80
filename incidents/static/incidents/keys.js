// One registry of keys. A key does nothing while somebody types, unless it says so.
const bindings = new Map();

// `action` may return false: then the key means what it always means.
export function bind(key, label, action, { typing = false } = {}) {
  bindings.set(key, { label, action, typing });
}

export function help(dialog, button) {
  bind("?", "These keys", () => dialog.showModal());
  const list = dialog.querySelector("dl");
  for (const [key, { label }] of bindings) {
    const term = document.createElement("dt");
    const means = document.createElement("dd");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    means.textContent = label;
    list.append(term, means);
  }
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}

const isTyping = (element) => element.matches("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const control = event.ctrlKey || event.metaKey;
  const binding = bindings.get(control ? `Ctrl+${event.key.toLowerCase()}` : event.key);
  if (!binding || (isTyping(event.target) && !binding.typing)) return;
  if (event.key === "Enter" && event.target.matches("a, button")) return;
  if (binding.action() !== false) event.preventDefault();
});
