// A map of Natural Earth's land and borders, from our own server and without tiles. `mount` draws it into an element
// that templates/admin/map.html has made, and returns what may be done with it, or null where there can be none.
//
//   const map = await mount(element, { points: geojson, at: [42.4, 33.8], onPick: ({ latitude, longitude }) => … });
//
// `points` is a FeatureCollection of points; their properties: name, and url, which is opened when it is chosen.
// With `data-around` the catalogue's places and bases in view are named. With `onPick` a click sets the point, and so does Enter, at the cross that the arrow keys move.
import { gettext } from "./gettext.js";

let library = null;

export async function mount(element, { points = EMPTY, at = null, onPick = null, zoom = 6 } = {}) {
  const { script, worker, style, land, borders, countries } = element.dataset;
  if (!script || !hasWebGL()) return refuse(element);
  library ??= load(script, worker, style);
  const { Map, Marker, NavigationControl, ScaleControl } = await library;
  const canvas = element.querySelector("[data-canvas]");
  const colours = coloursOf(canvas);
  const map = new Map({
    container: canvas,
    attributionControl: false,
    center: at ?? middleOf(points) ?? [40, 30],
    zoom: at || points.features.length ? zoom : 1.5,
    maxZoom: 12,
    dragRotate: false,
    pitchWithRotate: false,
    keyboard: true,
    locale: {
      "Map.Title": gettext("Map"),
      "NavigationControl.ZoomIn": gettext("Zoom in"),
      "NavigationControl.ZoomOut": gettext("Zoom out"),
    },
    style: {
      version: 8,
      sources: {
        land: { type: "geojson", data: land },
        borders: { type: "geojson", data: borders },
        countries: { type: "geojson", data: countries },
        around: { type: "geojson", data: EMPTY },
        points: { type: "geojson", data: points },
      },
      layers: layers(colours),
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl(), "bottom-left");
  if (!at && points.features.length > 1) map.fitBounds(boundsOf(points), { padding: 40, maxZoom: 8, animate: false });
  map.getCanvas().setAttribute("aria-label", element.dataset.label);
  map.getCanvas().setAttribute("aria-describedby", element.dataset.help);
  follow(map, canvas);
  if (element.dataset.around) lookAround(map, element.dataset.around);
  openOnChoice(map);
  const pin = at ? new Marker({ color: colours.pin }).setLngLat(at).addTo(map) : null;
  const handle = { map, pin, setPoint, setPoints: (geojson) => map.getSource("points")?.setData(geojson) };
  element.classList.toggle("picks", Boolean(onPick));
  if (onPick) {
    map.on("click", ({ lngLat }) => pick(lngLat));
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      pick(map.getCenter());
    });
  }
  return handle;

  function pick({ lng, lat }) {
    const digits = figures(map.getZoom());
    const [longitude, latitude] = [wrapped(lng), lat].map((degrees) => Number(degrees.toFixed(digits)));
    setPoint([longitude, latitude], { fly: false });
    onPick({ latitude, longitude, text: `${latitude.toFixed(digits)}, ${longitude.toFixed(digits)}` });
  }

  function setPoint(lngLat, { fly = true } = {}) {
    if (!lngLat) {
      handle.pin?.remove();
      handle.pin = null;
      return;
    }
    handle.pin ??= new Marker({ color: colours.pin }).setLngLat(lngLat).addTo(map);
    handle.pin.setLngLat(lngLat);
    if (fly) map.jumpTo({ center: lngLat, zoom: Math.max(map.getZoom(), zoom) });
  }
}

const EMPTY = { type: "FeatureCollection", features: [] };

async function load(script, worker, style) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
  const styled = new Promise((done) => (sheet.onload = sheet.onerror = done));
  document.head.append(sheet);
  const maplibre = await import(script);
  maplibre.setWorkerUrl(new URL(worker, location.href).href);
  await styled;
  return maplibre;
}

function hasWebGL() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2"));
}

function refuse(element) {
  element.classList.add("none");
  element.querySelector("[data-none]").hidden = false;
  return null;
}

// An imprecise click is an imprecise point: no more figures than a pixel on the screen is worth.
const figures = (zoom) => Math.min(5, Math.max(1, Math.ceil(Math.log10((512 * 2 ** zoom) / 360))));
const wrapped = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

function middleOf({ features }) {
  return features[0]?.geometry.coordinates;
}

function boundsOf({ features }) {
  const [xs, ys] = [0, 1].map((axis) => features.map(({ geometry }) => geometry.coordinates[axis]));
  return [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
}

// The colours are the style sheet's, which knows light from dark; the library wants them as values.
function coloursOf(element) {
  const style = getComputedStyle(element);
  const root = getComputedStyle(document.documentElement);
  return {
    sea: style.backgroundColor,
    land: style.fill,
    line: style.stroke,
    text: style.color,
    point: style.outlineColor,
    pin: style.columnRuleColor || root.color,
  };
}

function layers({ sea, land, line, text, point }) {
  const size = ["interpolate", ["linear"], ["zoom"], 1, 9, 6, 14];
  return [
    { id: "sea", type: "background", paint: { "background-color": sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": land } },
    { id: "borders", type: "line", source: "borders", paint: { "line-color": line, "line-dasharray": [3, 2] } },
    {
      id: "countries",
      type: "symbol",
      source: "countries",
      layout: { "text-field": ["get", "name"], "text-size": size, "symbol-sort-key": ["get", "rank"], "text-max-width": 7 },
      paint: { "text-color": text, "text-halo-color": land, "text-halo-width": 1.5, "text-opacity": 0.75 },
    },
    {
      id: "around",
      type: "circle",
      source: "around",
      paint: {
        "circle-radius": ["match", ["get", "kind"], "base", 4, 2.5],
        "circle-color": ["match", ["get", "kind"], "base", point, line],
      },
    },
    {
      id: "around-names",
      type: "symbol",
      source: "around",
      layout: { "text-field": ["get", "name"], "text-size": 11, "text-anchor": "top", "text-offset": [0, 0.4], "text-max-width": 8 },
      paint: { "text-color": text, "text-halo-color": land, "text-halo-width": 1.5 },
    },
    {
      id: "points",
      type: "circle",
      source: "points",
      paint: {
        "circle-radius": ["coalesce", ["get", "radius"], 6],
        "circle-color": point,
        "circle-opacity": ["case", ["boolean", ["get", "rough"], false], 0.15, 0.75],
        "circle-stroke-color": ["case", ["boolean", ["get", "rough"], false], point, land],
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "names",
      type: "symbol",
      source: "points",
      layout: { "text-field": ["get", "name"], "text-size": 12, "text-anchor": "top", "text-offset": [0, 0.7] },
      paint: { "text-color": text, "text-halo-color": land, "text-halo-width": 2 },
    },
  ];
}

const PAINTED = {
  sea: ["background-color:sea"],
  land: ["fill-color:land"],
  borders: ["line-color:line"],
  countries: ["text-color:text", "text-halo-color:land"],
  points: ["circle-color:point"],
  "around-names": ["text-color:text", "text-halo-color:land"],
  names: ["text-color:text", "text-halo-color:land"],
};

function follow(map, element) {
  const paint = () => {
    const colours = coloursOf(element);
    for (const [layer, properties] of Object.entries(PAINTED)) {
      for (const each of properties) {
        const [property, colour] = each.split(":");
        map.setPaintProperty(layer, property, colours[colour]);
      }
    }
  };
  const again = () => map.isStyleLoaded() && paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

// The names of what lies in view, from our own catalogue.
function lookAround(map, url) {
  let asked = null;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const bounds = map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((each) => each.toFixed(4));
    try {
      const answer = await fetch(`${url}?box=${box}`, { signal: asked.signal });
      if (answer.ok) map.getSource("around")?.setData(await answer.json());
    } catch {
      // overtaken by the next move
    }
  };
  map.on("load", look);
  map.on("moveend", look);
}

function openOnChoice(map) {
  map.on("click", "points", ({ features: [{ properties }] }) => properties.url && location.assign(properties.url));
  for (const [type, cursor] of [["mouseenter", "pointer"], ["mouseleave", ""]]) {
    map.on(type, "points", ({ features }) => {
      map.getCanvas().style.cursor = !features || features[0].properties.url ? cursor : "";
    });
  }
}
