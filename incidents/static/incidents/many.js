// Choosing rows of a list: one by one, a range with Shift, the page, or all that the list has.
export function many(form) {
  const boxes = [...form.querySelectorAll("input[name=chosen]")];
  const all = form.querySelector("[data-all]");
  const page = form.querySelector("[data-all-here]");
  const bar = form.querySelector(".many");
  const number = form.querySelector("[data-n]");
  let last = null;

  function show() {
    const n = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").classList.toggle("ticked", box.checked || all.checked);
    number.textContent = n;
    page.checked = n === boxes.length;
    page.indeterminate = n > 0 && n < boxes.length;
    form.querySelector("[data-preview]").disabled = n === 0 && !all.checked;
  }

  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(at, last), Math.max(at, last)];
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = at;
  });
  form.addEventListener("change", (event) => {
    if (event.target === page) for (const box of boxes) box.checked = page.checked;
    show();
  });
  page.hidden = false;
  show();
  window.addEventListener("pageshow", show); // a browser that comes back keeps what was ticked

  return {
    tick(row) {
      row.querySelector("input[name=chosen]").click();
    },
    tickAll() {
      page.click();
    },
    preview() {
      form.querySelector("select[name=verb]").focus();
      bar.scrollIntoView({ block: "nearest" });
    },
  };
}
