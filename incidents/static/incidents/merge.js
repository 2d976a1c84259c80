// Both changed a field: what is chosen is shown in its input, and typing there means that it is edited.
const inputOf = (conflict) => conflict.dataset.input && document.getElementById(conflict.dataset.input);

document.addEventListener("change", ({ target }) => {
  const conflict = target.closest?.(".conflict");
  if (!conflict || target.type !== "radio") return;
  const input = inputOf(conflict);
  if (!input) return;
  if (target.value === "edit") return input.focus();
  input.value = target.dataset.fill;
});

document.addEventListener("input", ({ target, isTrusted }) => {
  if (!isTrusted || !target.id) return;
  const conflict = document.querySelector(`.conflict[data-input="${CSS.escape(target.id)}"]`);
  const edit = conflict?.querySelector("[value=edit]");
  if (edit) edit.checked = true;
});
