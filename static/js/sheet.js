// A group's sheet: saved while typing, followed, and kept in this browser while the net is away. The server merges what
// several write: each save brings the text it began from.
const sheet = document.querySelector("[data-sheet]");
if (sheet && !sheet.querySelector("textarea[readonly]")) {
  const address = sheet.dataset.sheet;
  const token = sheet.querySelector("[name=csrfmiddlewaretoken]").value;
  const state = sheet.querySelector("[data-state]");
  // The page is of one group: whoever is moved while it is open writes neither there nor in the new one.
  const { group } = sheet.dataset;
  const kept = sheet.dataset.kept + group;
  let isMoved = false;
  let version = sheet.dataset.version;
  const fields = [...sheet.querySelectorAll("[data-note]")].map((box) => ({
    box, key: box.dataset.note, label: box.querySelector("label").textContent, area: box.querySelector("textarea:not([hidden])"),
    base: box.querySelector("[data-base]").value, timer: 0, aging: 0, sending: false,
    changed: box.querySelector("[data-changed]"), error: box.querySelector("[data-error]"),
  }));

  const isDirty = (field) => field.area.value !== field.base;
  let orphans = {};
  const remember = () => {
    const mine = Object.fromEntries(fields.filter(isDirty).map((f) => [f.key, { base: f.base, text: f.area.value, label: f.label }]));
    const left = { ...orphans, ...mine };
    const all = JSON.stringify({ group: sheet.dataset.name, fields: left });
    try {
      if (Object.keys(left).length) localStorage.setItem(kept, all); else localStorage.removeItem(kept);
    } catch { /* A browser that keeps nothing still saves while the net is there. */ }
  };
  let fading = 0;
  const say = (name) => {
    clearTimeout(fading);
    state.textContent = name ? sheet.dataset[`said${name}`] : "";
    if (name === "Saved") fading = setTimeout(() => say(""), 4000);
  };
  const tell = (detail) => document.dispatchEvent(new CustomEvent("unsent", { detail: { key: kept, ...detail } }));

  // «Nå nettopp» is true for a minute, also on a page where nothing more happens.
  const sayWho = (field, found) => {
    field.changed.textContent = found.changed;
    clearTimeout(field.aging);
    field.aging = setTimeout(() => { if (field.changed.textContent === found.changed) field.changed.textContent = found.later; }, 60000);
  };

  const leave = ({ error, moved }) => {
    if (isMoved) return;
    isMoved = true;
    remember();
    say("");
    tell({ said: error, onward: moved, fields: fields.map((f) => ({ base: f.base, text: f.area.value, label: f.label })) });
    for (const field of fields) field.area.readOnly = true;
    window.scrollTo(0, 0);
  };

  // The text as it is merged, with the caret where it was in the words before and after it.
  const put = (field, text) => {
    const { area } = field;
    if (area.value !== text) {
      const { value, selectionStart: start, selectionEnd: end } = area;
      let same = 0;
      while (same < start && value[same] === text[same]) same += 1;
      const shift = same < start ? text.length - value.length : 0;
      area.value = text;
      if (document.activeElement === area) area.setSelectionRange(Math.max(0, start + shift), Math.max(0, end + shift));
    }
    field.base = text;
  };

  // What is no answer of the sheet's own, such as the page for signing in, would be the same the next time: it is said,
  // and nothing more is sent. The text stays here. What the server could not do just now is tried again.
  let halted = false;
  const read = async (response) => {
    if ((response.headers.get("Content-Type") || "").startsWith("application/json")) return response.json();
    if (response.status >= 500) throw new Error("later");
    halted = true;
    clearInterval(following);
    say(response.status === 429 ? "Often" : "Closed");
    return null;
  };

  const send = async (field) => {
    if (halted || isMoved || field.sending || !isDirty(field)) return;
    field.sending = true;
    const sent = field.area.value;
    say("Saving");
    try {
      const response = await fetch(address, {
        method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" },
        body: new URLSearchParams({ gruppe: group, field: field.key, base: field.base, text: sent }),
      });
      const found = await read(response);
      if (!found) return;
      if (found.moved) { leave(found); return; }
      field.error.hidden = response.ok;
      field.error.textContent = found.error || "";
      if (response.ok) {
        // Typed on while it was under way: what was sent is where the next save begins.
        if (field.area.value === sent) put(field, found.text); else field.base = sent;
        if (found.both) field.changed.textContent = sheet.dataset.saidBoth; else sayWho(field, found);
        say(found.both ? "Both" : "Saved");
      } else { say(""); }
    } catch { say("Offline"); } finally {
      field.sending = false;
      remember();
    }
    if (isDirty(field) && field.error.hidden) later(field, 4000);
  };
  const later = (field, wait = 1200) => { clearTimeout(field.timer); field.timer = setTimeout(() => send(field), wait); };

  const follow = async () => {
    if (isMoved) return;
    try {
      const response = await fetch(`${address}?v=${version}&gruppe=${group}`, { headers: { Accept: "application/json" } });
      if (response.status === 204) return;
      const found = await read(response);
      if (!found) return;
      if (found.moved) { leave(found); return; }
      let isBehind = false;
      const asked = Object.entries(found.asked);
      document.querySelector("[data-asked]").hidden = asked.length === fields.length
        && asked.every(([key, label]) => fields.some((one) => one.key === key && one.label === label));
      for (const field of fields) {
        const theirs = found.fields[field.key];
        if (theirs && (isDirty(field) || field.sending)) isBehind = isBehind || theirs.text !== field.base;
        if (!theirs || isDirty(field) || field.sending) continue;
        // That both stand there is said until something new is.
        if (theirs.text !== field.base || field.changed.textContent !== sheet.dataset.saidBoth) sayWho(field, theirs);
        put(field, theirs.text);
      }
      // What stands under words of one's own is asked for until it can be shown.
      if (!isBehind) version = found.version;
    } catch { /* The next round asks again. */ }
  };

  const following = setInterval(follow, 3000);

  for (const field of fields) {
    // What was wrong is looked at anew at the next save; where all is taken out again, there is none.
    field.area.addEventListener("input", () => { field.error.hidden = true; remember(); later(field); });
    field.area.addEventListener("blur", () => send(field));
  }
  // Once nothing more is sent from here, the form goes as without this file: the page that comes says what is wrong.
  sheet.addEventListener("submit", (event) => { if (!halted) { event.preventDefault(); fields.forEach(send); } });
  window.addEventListener("online", () => fields.forEach(send));
  window.addEventListener("offline", () => say("Offline"));

  // What was typed here and never came across, from before the page was closed.
  try {
    const before = JSON.parse(localStorage.getItem(kept) || "{}").fields || {};
    orphans = Object.fromEntries(Object.entries(before).filter(([key]) => !fields.some((one) => one.key === key)));
    for (const [key, left] of Object.entries(before)) {
      const field = fields.find((one) => one.key === key);
      if (field) { field.base = left.base; field.area.value = left.text; send(field); }
    }
    tell({ said: document.querySelector("[data-unsent]").dataset.saidGone, fields: Object.values(orphans), forget: () => { orphans = {}; remember(); } });
  } catch { localStorage.removeItem(kept); }
}
