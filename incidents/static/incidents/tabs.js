// The articles of an incident as tabs. Without this they stand one below the other, and the tabs are links to them.
let tabs = [];

export function makeTabs(list) {
  if (!list) return;
  tabs = [...list.querySelectorAll("a")];
  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = panelOf(tab);
    tab.id = `tab-${panel.dataset.article}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      select(tab);
    });
  }
  list.addEventListener("keydown", (event) => {
    const back = getComputedStyle(list).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const forth = back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const to = { [back]: () => turn(-1), [forth]: () => turn(1), Home: () => select(tabs[0]), End: () => select(tabs.at(-1)) }[event.key];
    if (!to) return;
    event.preventDefault();
    to();
    current().focus();
  });
  select(tabs[0]);
}

const panelOf = (tab) => document.getElementById(decodeURIComponent(tab.hash.slice(1)));
const current = () => tabs.find((tab) => tab.ariaSelected === "true");

function select(chosen) {
  for (const tab of tabs) {
    tab.ariaSelected = String(tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    panelOf(tab).hidden = tab !== chosen;
  }
}

export const areSeveral = () => tabs.length > 1;
export const turn = (by) => select(tabs[(tabs.indexOf(current()) + by + tabs.length) % tabs.length]);

export function bringForward(article) {
  const tab = tabs.find((each) => Number(panelOf(each).dataset.article) === article);
  if (tab && tab !== current()) select(tab);
}
