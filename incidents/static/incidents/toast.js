// What has just happened, said in the bar of the verbs: in view, in nobody's way, and read aloud.
const place = () => document.querySelector("[data-toasts]");

export function say(words, { error = false } = {}) {
  const said = document.createElement("p");
  said.className = error ? "toast wrong" : "toast";
  said.append(...(typeof words === "string" ? [words] : words));
  place().replaceChildren(said);
}

// Django's messages stand above the page; here they come to where one looks, which also has them read aloud.
export function takeMessages() {
  const list = document.querySelector("ul.messagelist");
  if (list && place()) requestAnimationFrame(() => place().replaceChildren(list));
}
