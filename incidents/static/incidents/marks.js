// Words lit as <mark> elements, where the browser cannot light them without.
const marks = () => [...document.querySelectorAll("mark[data-rows]")];
const standsFor = (mark) => mark.dataset.rows.split(" ");

export function light(rows) {
  const lit = marks().filter((mark) => {
    const is = standsFor(mark).some((row) => rows.includes(row));
    mark.classList.toggle("chosen", is);
    return is;
  });
  return lit[0]?.getBoundingClientRect();
}

export function rowsAt(event) {
  const mark = event.target.closest("mark[data-rows]");
  return mark ? standsFor(mark) : [];
}
