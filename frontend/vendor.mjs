// Copies what browsers load from node_modules/ into static/vendor/, and makes the map's land, borders and names of
// Natural Earth's countries (1:50 million).
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature, mesh } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const from = (...path) => join(here, "node_modules", ...path);
const to = (name) => join(here, "..", "static", "vendor", name);
mkdirSync(to(""), { recursive: true });

for (const name of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"]) {
  copyFileSync(from("maplibre-gl", "dist", name), to(name));
}
copyFileSync(from("maplibre-gl", "LICENSE.txt"), to("maplibre-gl.LICENSE.txt"));

const world = JSON.parse(readFileSync(from("world-atlas", "countries-50m.json")));
const countries = feature(world, world.objects.countries).features.map(unbroken);
const round = (_key, value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value);
const write = (name, geojson) => writeFileSync(to(name), JSON.stringify(geojson, round));

const land = feature(world, world.objects.land);
write("land.json", { ...land, features: land.features.map(unbroken) });
write("borders.json", mesh(world, world.objects.countries, (a, b) => a !== b));
write("countries.json", {
  type: "FeatureCollection",
  features: countries.map((country) => ({
    type: "Feature",
    properties: { name: country.properties.name, rank: Math.round(Math.log2(1e4 / (area(country) + 1e-4))) },
    geometry: { type: "Point", coordinates: onGlobe(middle(largest(country))) },
  })),
});

// Where a line passes the 180th meridian it goes on beyond 180 degrees: back at -180 it would be drawn across the world.
function unbroken(whole) {
  const lines = (part) => (typeof part[0][0] === "number" ? goOn(part) : part.map(lines));
  return whole.geometry ? { ...whole, geometry: { ...whole.geometry, coordinates: lines(whole.geometry.coordinates) } } : whole;
}

function goOn(line) {
  let turns = 0;
  return line.map(([x, y], i) => {
    const step = i ? x - line[i - 1][0] : 0;
    if (Math.abs(step) > 180) turns -= Math.sign(step);
    return [x + 360 * turns, y];
  });
}

function onGlobe([x, y]) {
  return [x > 180 ? x - 360 : x < -180 ? x + 360 : x, y];
}

function rings({ geometry }) {
  if (!geometry) return [];
  return geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((polygon) => polygon[0]);
}

function size(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += (ring[j][0] - ring[i][0]) * (ring[j][1] + ring[i][1]);
  }
  return Math.abs(sum / 2);
}

function area(country) {
  return rings(country).reduce((sum, ring) => sum + size(ring), 0);
}

function largest(country) {
  return rings(country).sort((a, b) => size(b) - size(a))[0];
}

// The point within the outline that is farthest from it, to a quarter of a degree or a twentieth of its width: one
// name for each country, and not in the sea beside a bent one.
function middle(ring) {
  const [xs, ys] = [0, 1].map((axis) => ring.map((point) => point[axis]));
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const step = Math.max((east - west) / 20, (north - south) / 20, 0.01);
  let best = [(west + east) / 2, (south + north) / 2];
  let farthest = -1;
  for (let x = west + step / 2; x < east; x += step) {
    for (let y = south + step / 2; y < north; y += step) {
      const away = inside(x, y, ring) ? Math.min(...ring.map(([a, b]) => Math.hypot(a - x, b - y))) : -1;
      if (away > farthest) [farthest, best] = [away, [x, y]];
    }
  }
  return best;
}

function inside(x, y, ring) {
  let is = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) is = !is;
  }
  return is;
}
