// The map of the review page: it is loaded when somebody opens it, shows the point, base and place, and sets the point.
import { mount } from "./map.js";

const OPEN = "tracker:map-open";

export function where(form) {
  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches?.("[data-where]")) return;
    remember(target.open);
    if (target.open) void show(form, target);
  }, true);
  document.addEventListener("desk:row", () => restore(form));
  restore(form);
}

function restore(form) {
  const box = document.querySelector("[data-where]:not([data-shown])");
  if (!box || !remembered()) return;
  if (box.open) void show(form, box);
  else box.open = true; // and its toggle shows it
}

async function show(form, box) {
  if ("shown" in box.dataset) return;
  box.dataset.shown = "";
  const points = JSON.parse(box.querySelector("script[type='application/json']").textContent);
  const input = form.elements.point;
  const mayPick = input && !input.matches(":disabled");
  const map = await mount(box.querySelector("[data-map]"), {
    points,
    at: read(input?.value ?? ""),
    onPick: mayPick ? ({ text }) => type(input, text) : null,
  });
  if (!map) return;
  document.addEventListener("understood", ({ target, detail }) => {
    if (target !== form.elements.point) return;
    if (detail.state === "empty") map.setPoint(null);
    if (!detail.latitude) return;
    const to = [Number(detail.longitude), Number(detail.latitude)];
    if (String(map.pin?.getLngLat().toArray()) !== String(to)) map.setPoint(to);
  });
  document.addEventListener("picked", ({ target, detail }) => {
    const kind = target.dataset.lookup;
    const at = read(detail.point);
    if (!at || target.closest("[data-table]")) return;
    const name = target.value.replace(/ \([^()]*\)$/, "");
    points.features = points.features.filter(({ properties }) => properties.kind !== kind);
    points.features.push({ type: "Feature", properties: { kind, name }, geometry: { type: "Point", coordinates: at } });
    map.setPoints(points);
    map.map.jumpTo({ center: at });
  });
}

function type(input, text) {
  input.value = text;
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
}

// Only plain degrees, as the server writes them; what is typed otherwise it reads for us.
function read(text) {
  const found = /^(-?\d+(?:\.\d+)?), (-?\d+(?:\.\d+)?)$/.exec(text);
  return found && [Number(found[2]), Number(found[1])];
}

function remember(open) {
  try {
    localStorage.setItem(OPEN, open ? "yes" : "no");
  } catch {
    // a browser that keeps nothing: then the map is closed the next time
  }
}

function remembered() {
  try {
    return localStorage.getItem(OPEN) === "yes";
  } catch {
    return false;
  }
}
