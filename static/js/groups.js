// Drag a person to another group; the list behind «Move» does the same without this file.
const grid = document.querySelector("[data-groups-url]");
if (grid) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  let dragged = null;
  for (const person of grid.querySelectorAll("[data-person]")) person.draggable = true;
  grid.addEventListener("dragstart", (event) => { dragged = event.target.closest("[data-person]"); });
  grid.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-group]");
    for (const card of grid.querySelectorAll(".is-over")) card.classList.remove("is-over");
    if (!dragged || !over) return;
    event.preventDefault();
    over.classList.add("is-over");
  });
  grid.addEventListener("drop", async (event) => {
    event.preventDefault();
    const over = event.target.closest("[data-group]");
    if (!dragged || !over || over.contains(dragged)) return;
    const body = new URLSearchParams({ person: dragged.dataset.person, gruppe: over.dataset.group });
    // The page that follows says what was done: it is not to be read here.
    try {
      await fetch(grid.dataset.groupsUrl, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" });
      window.location.reload();
    } catch {
      document.querySelector("[data-groups-state]").textContent = grid.dataset.saidOffline;
    }
  });
}
