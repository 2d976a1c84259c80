// The map of a list: a point opens what happened there; what is in view becomes a filter of the list.
import { mount } from "./map.js";

const box = document.querySelector("[data-map]");
const points = document.getElementById("points");
const button = document.querySelector("[data-in-view]");

if (box && points) void show();

async function show() {
  const shown = await mount(box, { points: JSON.parse(points.textContent) });
  if (!shown) return;
  button.hidden = false;
  button.addEventListener("click", () => location.assign(within(shown.map.getBounds())));
}

function within(bounds) {
  const [west, east] = bounds.getEast() - bounds.getWest() >= 360 ? [-180, 180] : [bounds.getWest(), bounds.getEast()].map(wrapped);
  const [south, north] = [bounds.getSouth(), bounds.getNorth()].map((each) => Math.min(90, Math.max(-90, each)));
  const address = new URL(location);
  address.searchParams.set("bbox", [west, south, east, north].map((each) => each.toFixed(3)).join(","));
  address.searchParams.delete("page");
  return address;
}

const wrapped = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;
