// Ask before what was typed is lost.
export function warn(form) {
  const now = () => new URLSearchParams(new FormData(form)).toString();
  const before = now();
  let sent = false;
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => (sent = false));
  addEventListener("beforeunload", (event) => {
    if (!sent && ("unsaved" in form.dataset || now() !== before)) event.preventDefault();
  });
}
