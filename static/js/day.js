// Says that the page has stood still since a clock time when it could not be asked for news, and takes it back when it
// can again. «_day.html» asks every few seconds by htmx; here is only what became of it.
const stale = document.querySelector("[data-stale]");
if (stale) {
  let fresh = new Date();
  // As the rest of the page writes it, wherever the reader is.
  const oslo = new Intl.DateTimeFormat("nb", { timeZone: "Europe/Oslo", hour: "2-digit", minute: "2-digit" });
  const clock = (moment) => oslo.format(moment).replace(":", ".");
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) fresh = new Date();
    stale.textContent = event.detail.successful ? "" : stale.dataset.stale.replace("{clock}", clock(fresh));
    stale.hidden = event.detail.successful;
  });
}
