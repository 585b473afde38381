// The list finds while one types, and is as the site is: without this it is a form that is sent.
"use strict";

const zoek = at("zoek");
let waiting = 0;
let asked = 0;
let round = Number(document.body.dataset.ronde); // what this page was made of

async function fresh(address, keep) {
  const mine = (asked += 1);
  const answer = await fetch(address).catch(() => null);
  if (!answer || !answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const within = at("uitkomst").contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  at("uitkomst").replaceWith(page.getElementById("uitkomst"));
  if (within) [...at("uitkomst").querySelectorAll("a")].find((one) => one.getAttribute("href") === within)?.focus();
  if (!keep) history.replaceState(null, "", address);
}

function address() {
  const wanted = new URLSearchParams([...new FormData(zoek)].filter(([, value]) => value));
  return `/bronnen${wanted.size ? `?${wanted}` : ""}`;
}

zoek.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => fresh(address()), 120);
});
zoek.addEventListener("submit", (event) => {
  event.preventDefault();
  fresh(address());
});
document.addEventListener("bureau", ({ detail }) => {
  if (round !== detail.ronde) fresh(location.pathname + location.search, true);
  round = detail.ronde;
});
