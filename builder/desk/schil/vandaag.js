// What asks for attention is told anew when something was found out.
"use strict";

let told = Number(document.body.dataset.ronde); // what this page was made of
document.addEventListener("bureau", async ({ detail }) => {
  const news = told !== detail.ronde;
  told = detail.ronde;
  if (!news) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer || !answer.ok) return;
  const within = at("post").contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  at("post").replaceWith(page.getElementById("post"));
  if (within) [...at("post").querySelectorAll("a")].find((one) => one.getAttribute("href") === within)?.focus();
});
