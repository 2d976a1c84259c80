// Why? A short list of reasons, chosen by digit, or one's own words. Resolves to "" where nobody answers.
let finish = () => {};

export function ask() {
  finish("");
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
  const asking = new AbortController();
  const answer = new Promise((resolve) => {
    finish = (reason) => {
      asking.abort();
      resolve(reason);
    };
  });
  // The news of a closing comes late: where the dialog is open again, it is that of the asking before.
  const closed = () => dialog.open || finish(dialog.returnValue);
  for (const [name, does] of [["keydown", byDigit], ["close", closed]]) {
    dialog.addEventListener(name, does, { signal: asking.signal });
  }
  form.addEventListener("submit", ownWords, { signal: asking.signal });
  dialog.showModal();
  buttons[0].focus();
  return answer;
}
