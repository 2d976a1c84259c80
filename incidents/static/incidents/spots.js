// The map of a page of what is known: drawn once it comes into view.
import { mount } from "./map.js";

const box = document.querySelector("[data-map]");
const points = document.getElementById("points");

if (box && points) {
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    seen.disconnect();
    void mount(box, { points: JSON.parse(points.textContent) });
  });
  seen.observe(box);
}
