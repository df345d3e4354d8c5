// Drag programme items into order; the buttons «up» and «down» do the same without this file.
const list = document.querySelector("[data-order-url]");
if (list) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const stored = [...list.querySelectorAll("[data-item]")];
  let dragged = null;
  for (const item of list.querySelectorAll("[data-item]")) item.draggable = true;
  list.addEventListener("dragstart", (event) => { dragged = event.target.closest("[data-item]"); });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-item]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", async () => {
    const body = new URLSearchParams();
    for (const item of list.querySelectorAll("[data-item]")) body.append("post", item.dataset.item);
    try {
      await fetch(list.dataset.orderUrl, { method: "POST", body, headers: { "X-CSRFToken": token } });
      window.location.reload();
    } catch {
      list.append(...stored);
      document.querySelector("[data-order-state]").textContent = list.dataset.saidOffline;
    }
  });
}
