// A button that copies the link of a search; without this the link itself is there to be kept.
function offer() {
  for (const button of document.querySelectorAll("[data-keep-copy]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-keep-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.closest("[data-keep]").querySelector("[data-keep-link]").href);
  document.getElementById("told").textContent = button.dataset.said;
  button.textContent = button.dataset.said;
});

offer();
document.addEventListener("results", offer);
