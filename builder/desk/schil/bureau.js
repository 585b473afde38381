// What every page of the desk does: it follows what is built, and tells how that stands.
"use strict";

const at = (id) => document.getElementById(id);
document.documentElement.classList.add("js");

const bureau = {
  now: null, // what the server told last
  stream: null,

  // What writes carries the proof that a page of this desk asks for it.
  send(address, values) {
    const proof = document.querySelector('meta[name="bewijs"]').content;
    return fetch(address, { method: "POST", headers: { "x-spijs-bewijs": proof }, body: new URLSearchParams(values) });
  },

  stand(told) {
    const late = !told.actueel && !told.bezig;
    const words = told.bezig ? { "pagina's": "Pagina's maken", bladen: "Bladen maken", publiceren: "Publiceren" }[told.bezig] : late ? "Niet bij" : `Bij, ${told.om}`;
    at("stand").dataset.staat = told.bezig ? "bezig" : late ? "fout" : "bij";
    if (at("stand-woord").textContent !== words) at("stand-woord").textContent = words;
    at("stand-tal").textContent = told.bezig && told.van ? `${told.klaar} van ${told.van}` : "";
    at("naam").textContent = told.naam || "Bureau";
  },

  // A stream takes one of the few lines that a browser has to a server: a tab that nobody looks at gives it back.
  follow() {
    if (document.hidden) {
      if (bureau.stream) bureau.stream.close();
      bureau.stream = null;
    } else if (!bureau.stream) {
      bureau.stream = new EventSource("/gebeurtenissen");
      bureau.stream.onmessage = (event) => {
        bureau.now = JSON.parse(event.data);
        bureau.stand(bureau.now);
        document.dispatchEvent(new CustomEvent("bureau", { detail: bureau.now }));
      };
      bureau.stream.onerror = () => {
        at("stand").dataset.staat = "fout";
        at("stand-woord").textContent = "Het bureau is gesloten";
        at("stand-tal").textContent = "";
        document.dispatchEvent(new CustomEvent("bureau-weg"));
      };
    }
  },
};
document.addEventListener("visibilitychange", bureau.follow);
document.addEventListener("DOMContentLoaded", bureau.follow);
