// What a security key or the browser refuses is said on the page; allauth's own script only tells the console.
const SAID = {
  SecurityError: "keyNeedsName",
  InvalidStateError: "keyIsThere",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-key-errors]");
  if (!place) return;
  const name = event.detail.exception?.name;
  place.textContent = place.dataset[SAID[name] ?? "keyRefused"];
  place.hidden = false;
});
