// Keeps what is being written on this device until it is sent; without this file nothing else changes.
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const store = {
  read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept && Date.now() - kept.at < KEPT_FOR ? kept : null;
    } catch { return null; }
  },
  write(key, values) {
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), values })); return true; } catch { return false; }
  },
  remove(key) { try { localStorage.removeItem(key); } catch { /* a browser that keeps nothing */ } },
};

const sent = document.querySelector("[data-draft-sent]");
if (sent) store.remove(sent.dataset.draftSent);

const form = document.querySelector("form[data-draft]");
if (form) {
  const key = form.dataset.draft;
  const status = form.querySelector("[data-draft-status]");
  const remove = form.querySelector("[data-draft-delete]");
  const skipped = new Set(["csrfmiddlewaretoken", "website", "steg"]);
  let waiting = 0;

  const show = (at) => {
    const clock = new Date(at).toLocaleTimeString("nb-NO", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
    status.textContent = `${form.dataset.draftSaved} ${clock}.`;
    remove.hidden = false;
  };
  const keep = () => {
    clearTimeout(waiting);
    const values = {};
    for (const [name, value] of new FormData(form)) if (!skipped.has(name)) values[name] = value;
    if (store.write(key, values)) show(Date.now());
  };

  const kept = store.read(key);
  if (kept && "draftFresh" in form.dataset) {
    for (const [name, value] of Object.entries(kept.values)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
    show(kept.at);
    addEventListener("load", () => document.body.dispatchEvent(new Event("draft-restored")));
  }
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 400); });
  addEventListener("pagehide", () => { if (waiting) keep(); });
  form.addEventListener("submit", () => { if (waiting) keep(); });
  remove.addEventListener("click", () => {
    clearTimeout(waiting);
    waiting = 0;
    store.remove(key);
    form.reset();
    status.textContent = "";
    remove.hidden = true;
    form.querySelector("textarea, input:not([type=hidden])").focus();
  });
}
