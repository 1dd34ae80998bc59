// Filters apply as they are chosen: the same page is fetched and its live parts swapped in. Without this the button does it.
const form = document.getElementById("search");
const told = document.getElementById("told");
let newest = null;

const live = (page) => [...page.querySelectorAll("[data-live]")];

function addressOfForm() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== "" && !(name === "within" && !form.elements.near.value.trim())) asked.append(name, value);
  }
  const query = asked.toString();
  const page = form.dataset.page ?? form.action; // the page that is swapped, where its form leads to another
  return query ? `${page}?${query}` : page;
}

// What a person has opened, where they are and how far a list is scrolled stays as it was.
function swap(from) {
  const focused = document.activeElement?.id;
  const opened = new Map([...document.querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
  const scrolled = [...document.querySelectorAll(".sp-group[id]")].map((each) => [each.id, each.querySelector(".sp-choices")?.scrollTop]);
  for (const part of live(document)) {
    const fresh = from.querySelector(`[data-live="${part.dataset.live}"]`);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  for (const [id, open] of opened) document.getElementById(id)?.toggleAttribute("open", open);
  for (const [id, top] of scrolled) {
    const list = document.getElementById(id)?.querySelector(".sp-choices");
    if (list && top) list.scrollTop = top;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.title = from.title;
}

function say(words) {
  told.textContent = words;
}

async function show(address) {
  newest?.abort();
  const asking = (newest = new AbortController());
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => say(told.dataset.wait), 400);
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.getElementById("results")) throw new Error("not a page of results");
    swap(page);
    history.pushState({ swapped: true }, "", address);
    say(document.getElementById("count").textContent);
    document.dispatchEvent(new Event("results"));
  } catch (error) {
    if (error.name !== "AbortError") window.location.assign(address);
  } finally {
    clearTimeout(slow);
    if (newest === asking) results.removeAttribute("aria-busy");
  }
}

if (form && told) {
  document.documentElement.classList.add("sp-live");
  history.replaceState({ swapped: true }, "");
  document.addEventListener("change", (event) => {
    if (event.target.form === form && event.target.closest("#filters") && !document.querySelector(".govuk-error-summary")) show(addressOfForm());
  });
  window.addEventListener("popstate", (event) => {
    if (event.state?.swapped) window.location.reload();
  });
}
