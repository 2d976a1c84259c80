// All that a source says, in one click; one statement taken back is not all any more.
for (const source of document.querySelectorAll("[data-source]")) {
  const whole = source.querySelector("[data-whole]");
  const parts = [...source.querySelectorAll('input[name="statement"]')];
  if (whole.checked) for (const part of parts) part.checked = true;
  whole.addEventListener("change", () => {
    for (const part of parts) part.checked = whole.checked;
  });
  source.addEventListener("change", ({ target }) => {
    if (target !== whole) whole.checked = parts.length > 0 && parts.every((part) => part.checked);
  });
}
document.querySelector(".refused")?.focus();
