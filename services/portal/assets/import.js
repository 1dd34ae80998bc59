// How far a spreadsheet is: the page is fetched again and its progress swapped in; without this the page reloads itself.
const EVERY = 1000;

async function look() {
  const answer = await fetch(location.href);
  if (answer.redirected || !answer.ok) {
    location.replace(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("far");
  if (!fresh) {
    location.reload();
    return;
  }
  document.getElementById("far").replaceChildren(...fresh.childNodes);
  setTimeout(again, EVERY);
}

// A lost connection is no reason to stop looking.
function again() {
  look().catch(() => setTimeout(again, EVERY * 5));
}

setTimeout(again, EVERY);
