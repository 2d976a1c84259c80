// Times are told in UTC; a look at one (or a reader's title) gives it in the zone of whoever looks.
const WHOLE = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" };

function tell(root) {
  for (const time of root.querySelectorAll('time[datetime*="T"]:not([title])')) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    time.title = `${at.toLocaleString(document.documentElement.lang, WHOLE)} (${zone})`;
  }
}

tell(document);
document.addEventListener("htmx:load", (event) => tell(event.detail.elt));
