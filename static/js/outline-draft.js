// Keep what is typed in a form on the writer's own machine until it is saved: a closed tab or an ended session loses
// nothing. The version it was typed on is kept with it, so that it overwrites nobody's later text.
const key = (name) => `kladd:${name}`;
for (const done of document.querySelectorAll("[data-draft-done]")) localStorage.removeItem(key(done.dataset.draftDone));
for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = key(form.dataset.draft);
  const { text, version } = form.elements;
  const found = form.querySelector("[data-draft-found]");
  const saved = { text: text.value, version: version.value };
  const draft = JSON.parse(localStorage.getItem(name) || "null");
  const isAnswer = Boolean(form.querySelector(".error-summary"));
  if (draft && draft.text === text.value) localStorage.removeItem(name);
  else if (draft && !isAnswer) {
    text.value = draft.text;
    version.value = draft.version;
    found.hidden = false;
  }
  text.addEventListener("input", () => {
    localStorage.setItem(name, JSON.stringify({ text: text.value, version: version.value }));
  });
  form.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(name);
    text.value = saved.text;
    version.value = saved.version;
    found.hidden = true;
    text.focus();
  });
}
