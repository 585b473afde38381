// How far publishing is, and what came of it as soon as it is done.
"use strict";

document.addEventListener("bureau", ({ detail }) => {
  if (at("pers").dataset.bezig !== "1") return;
  const bar = at("voortgang");
  if (detail.bezig === "publiceren" && detail.van) {
    bar.max = detail.van;
    bar.value = detail.klaar;
    at("pers").dataset.begonnen = "1";
  } else if (detail.bezig !== "publiceren") {
    clearTimeout(bar.asking);
    bar.asking = setTimeout(() => location.reload(), at("pers").dataset.begonnen ? 50 : 1500);
  }
});
