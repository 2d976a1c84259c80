// The names of time zones, which every browser knows: they come when they are wanted.
export function offerZones(form) {
  const list = document.getElementById("zones");
  form.addEventListener("focusin", ({ target }) => {
    if (target.getAttribute("list") !== "zones" || list.children.length) return;
    const names = Intl.supportedValuesOf?.("timeZone") ?? [];
    list.append(...names.map((value) => Object.assign(document.createElement("option"), { value })));
  });
}
