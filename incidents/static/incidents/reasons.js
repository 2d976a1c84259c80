// Why? A short list of reasons, chosen by digit, or one's own words. Resolves to "" where nobody answers.
export function ask() {
  const dialog = document.getElementById("why");
  const form = dialog.querySelector("form");
  const buttons = [...dialog.querySelectorAll("li button")];
  const own = form.elements.own;
  own.value = "";
  dialog.returnValue = "";
  const byDigit = (event) => {
    if (event.target === own || event.ctrlKey || event.altKey || event.metaKey) return;
    const button = buttons[Number(event.key) - 1];
    if (button) {
      event.preventDefault();
      button.click();
    }
  };
  const ownWords = (event) => {
    if (event.submitter?.closest("li") || "cancel" in (event.submitter?.dataset ?? {})) return;
    event.preventDefault();
    if (own.value.trim()) dialog.close(own.value.trim());
    else own.focus();
  };
  dialog.addEventListener("keydown", byDigit);
  form.addEventListener("submit", ownWords);
  dialog.showModal();
  buttons[0].focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        dialog.removeEventListener("keydown", byDigit);
        form.removeEventListener("submit", ownWords);
        resolve(dialog.returnValue);
      },
      { once: true },
    );
  });
}
