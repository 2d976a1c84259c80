// Strings of the scripts, translated where a catalogue of them is loaded; {names} are filled in.
export function gettext(text, names = {}) {
  const translated = globalThis.gettext ? globalThis.gettext(text) : text;
  return translated.replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
}
