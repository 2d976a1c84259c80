// Files with many articles, chosen or dropped anywhere on the page: each goes by itself, one after the other, with a
// bar. What the form says of them holds for all that are sent while it says so.
import { gettext } from "./gettext.js";
import { offerZones } from "./zones.js";

const list = document.querySelector("[data-uploads]");
const form = document.querySelector("form[data-upload]");
const input = form?.elements.file;
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const SETTINGS = ["source", "language", "order", "zone"];
const WAIT = 429;
let last = Promise.resolve(); // the end of what is on its way
let underWay = 0;

function element(name, properties = {}, ...inner) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inner);
  return made;
}

function settings() {
  const told = {};
  for (const name of SETTINGS) if (form?.elements[name].value) told[name] = form.elements[name].value;
  if (form?.elements.paused.checked) told.paused = "true";
  return told;
}

function size(bytes) {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  const format = { style: "unit", unit, maximumFractionDigits: bytes < 1e7 ? 1 : 0 };
  return (bytes / (bytes < 1e6 ? 1e3 : 1e6)).toLocaleString(document.documentElement.lang, format);
}

// A file's line in the list: its name, a bar, and what became of it.
function row(file) {
  const bar = element("progress", { max: 1, value: 0, ariaLabel: file.name });
  const far = element("span", { className: "quiet", textContent: gettext("waits") });
  const told = element("span", { role: "status" });
  const acts = element("span", { className: "acts" });
  list.append(element("li", {}, element("bdi", { textContent: file.name }), bar, far, told, acts));
  return {
    at(loaded, total) {
      bar.value = total ? loaded / total : 0;
      const done = loaded < total ? size(loaded) : gettext("stored in a moment");
      far.textContent = loaded < total ? gettext("{done} of {all}", { done, all: size(total) }) : done;
    },
    say(words, { wrong = false } = {}) {
      bar.hidden = far.hidden = true;
      told.className = wrong ? "error" : "";
      told.replaceChildren(...words);
    },
    again() {
      told.replaceChildren();
      bar.hidden = far.hidden = false;
      far.textContent = gettext("waits");
    },
    offer(words, act) {
      const button = element("button", { type: "button", className: "plain", textContent: words });
      button.addEventListener("click", () => {
        acts.replaceChildren();
        act();
      });
      acts.replaceChildren(button);
    },
    offerNothing: () => acts.replaceChildren(),
  };
}

const link = (batch) =>
  element("a", {
    href: list.dataset.page.replace("/0/", `/${batch.id}/`),
    textContent: gettext("batch {n}", { n: batch.id }),
  });

function post(file, told, { onProgress, onStart }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ filename: file.name, ...told });
    request.open("POST", `${list.dataset.uploads}?${query}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded, total));
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => resolve(null));
    request.addEventListener("abort", () => resolve(undefined));
    onStart(() => request.abort());
    request.send(file);
  });
}

function answer(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

async function send(file, told, line, before) {
  const again = (more = {}) => () => {
    line.again();
    queue(file, { ...told, ...more }, line);
  };
  let isLeftOut = false;
  line.offer(gettext("Cancel"), () => {
    isLeftOut = true;
    line.say([gettext("Cancelled: nothing of it was kept.")]);
  });
  await before;
  const start = (abort) => line.offer(gettext("Cancel"), abort);
  const request = isLeftOut ? undefined : await post(file, told, { onProgress: line.at, onStart: start });
  line.offerNothing();
  if (request === undefined) {
    line.say([gettext("Cancelled: nothing of it was kept.")]);
    line.offer(gettext("Try again"), again());
  } else if (request === null) {
    line.say([gettext("The connection broke, or the file cannot be read any more.")], { wrong: true });
    line.offer(gettext("Try again"), again());
  } else if (request.status === 202) {
    const batch = answer(request);
    line.say([gettext("Uploaded:"), " ", link(batch)]);
    document.body.dispatchEvent(new Event("uploaded"));
    return batch;
  } else if (request.status === 200) {
    const batch = answer(request);
    const day = batch.created_at.slice(0, 16).replace("T", " ");
    const words = gettext("The very same file was uploaded before ({day} UTC):", { day });
    line.say([words, " ", link(batch), ". ", gettext("Nothing was stored.")]);
    line.offer(gettext("Upload it all the same"), again({ again: "true" }));
  } else if (request.status === WAIT) {
    const seconds = Number(request.getResponseHeader("Retry-After")) || 10;
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    return send(file, told, line);
  } else {
    const { title, detail } = answer(request);
    line.say([detail ?? title ?? gettext("Refused ({status}).", { status: request.status })], { wrong: true });
    line.offer(gettext("Try again"), again());
  }
  return null;
}

function queue(file, told, line) {
  underWay += 1;
  last = send(file, told, line, last).finally(() => (underWay -= 1));
  return last;
}

async function upload(files) {
  const told = settings();
  const sent = files.map((file) => queue(file, told, row(file)));
  if (!sent.length) return;
  const batches = await Promise.all(sent);
  // who waits for one file wants to see what becomes of it
  if (batches.length === 1 && batches[0] && !underWay) location.assign(link(batches[0]).href);
}

// A folder looks like a file, and cannot be read as one.
function dropped({ items, files }) {
  const entries = [...items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry?.());
  return [...files].filter((file, n) => {
    if (!entries[n]?.isDirectory) return true;
    row(file).say([gettext("A folder: drop the files that are in it.")], { wrong: true });
    return false;
  });
}

const brings = (event) => event.dataTransfer?.types.includes("Files") && event.target.type !== "file";

if (list) {
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  for (const end of ["dragleave", "drop", "dragend"]) {
    document.addEventListener(end, ({ type, relatedTarget }) => {
      if (type !== "dragleave" || !relatedTarget) document.body.classList.remove("dropping");
    });
  }
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    upload(dropped(event.dataTransfer));
    list.scrollIntoView({ block: "nearest" });
  });
  addEventListener("beforeunload", (event) => {
    if (underWay) event.preventDefault();
  });
}
if (form) {
  offerZones(form);
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // the server says what is missing
    event.preventDefault();
    upload([...input.files]);
    input.value = "";
  });
}
