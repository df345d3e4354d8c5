// What was typed in a group's sheet on this device and never came across: shown, to be copied or sent to the organiser,
// when the sheet it was typed in is closed or is another group's. «sheet.js» keeps it and sends what can be sent.
const unsent = document.querySelector("[data-unsent]");
if (unsent) {
  const form = document.querySelector("[data-sheet]");
  const one = document.querySelector("[data-unsent-one]").content;

  // The writer's own lines: the rest of a field stands in the sheet already.
  const own = ({ base, text }) => {
    const had = new Set(base.split("\n"));
    return text.split("\n").filter((line) => line.trim() && !had.has(line));
  };
  const words = (fields) => fields.map((field) => [field.label, ...own(field)]).filter((lines) => lines.length > 1)
    .map((lines) => lines.join("\n")).join("\n\n");

  const show = ({ said, fields, key, onward, forget }) => {
    const text = words(fields);
    if (!text && !onward) return;
    const card = one.cloneNode(true).firstElementChild;
    const find = (name) => card.querySelector(`[data-${name}]`);
    find("what").textContent = said;
    find("text").textContent = text;
    for (const name of ["text", "copy", "mail", "forget"]) find(name).hidden = !text;
    find("copy").addEventListener("click", async (event) => {
      try {
        await navigator.clipboard.writeText(text);
        event.target.textContent = event.target.dataset.saidCopied;
      } catch { getSelection().selectAllChildren(find("text")); }
    });
    find("mail").href = `mailto:${unsent.dataset.host}?subject=${encodeURIComponent(unsent.dataset.subject)}&body=${encodeURIComponent(text)}`;
    find("onward").hidden = !onward;
    if (onward) find("onward").href = onward;
    find("forget").addEventListener("click", () => { localStorage.removeItem(key); forget?.(); card.remove(); });
    unsent.append(card);
  };
  document.addEventListener("unsent", (event) => show(event.detail));

  const { kept, group } = form.dataset;
  const isClosed = form.querySelector("textarea[readonly]") !== null;
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(kept))) {
      const left = JSON.parse(localStorage.getItem(key));
      const isHere = key === kept + group;
      const said = isHere ? unsent.dataset.saidClosed : unsent.dataset.saidElsewhere.replace("{group}", left.group);
      if (!isHere || isClosed) show({ said, fields: Object.values(left.fields), key });
    }
  } catch { /* A browser that keeps nothing has nothing to show. */ }
}
