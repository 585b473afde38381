// The form of a source: lists that grow, signs that count down, findings while one types, and words that stay.
"use strict";

const vel = at("vel");
const MARKS = [
  ["Vet", "**", "**", "vette woorden"],
  ["Kop", "\n## ", "\n", "Een kop"],
  ["Lijst", "\n- ", "\n", "eerste punt"],
  ["Tabel", "\n| kolom | kolom |\n| --- | --- |\n| ", " |  |\n", "woord"],
];
const KEEP = 14 * 24 * 3600 * 1000; // milliseconds that words stay that nobody came back for
let dirty = false;
let sending = false;
let added = 0;

// --- lists ---------------------------------------------------------------------------------------------------

function buttons(within) {
  for (const one of within.querySelectorAll("[hidden].deelknoppen, [hidden].erbij, [hidden].kalender")) one.hidden = false;
}

function more(list) {
  added += 1;
  const made = list.querySelector(":scope > template").content.cloneNode(true);
  for (const one of made.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby", "data-meldingen", "data-over", "data-kalender", "list"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replace("/NIEUW", `/n${added}`));
    }
  }
  buttons(made);
  const part = made.querySelector(".deel");
  list.querySelector(":scope > .delen").append(part);
  ready(part);
  part.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function act(button) {
  const part = button.closest(".deel");
  const what = button.dataset.doe;
  if (what === "erbij") more(button.closest(".reeks"));
  if (what === "op" && part.previousElementSibling) part.previousElementSibling.before(part);
  if (what === "neer" && part.nextElementSibling) part.nextElementSibling.after(part);
  if (what === "op" || what === "neer") button.focus();
  if (what === "weg") {
    const list = part.closest(".reeks");
    part.remove();
    list.querySelector(":scope > .erbij").focus();
  }
  changed();
}

// --- a text with marks ----------------------------------------------------------------------------------------

function put(area, before, after, otherwise) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const lead = before.startsWith("\n") && (start === 0 || value[start - 1] === "\n") ? before.slice(1) : before;
  const words = value.slice(start, end) || otherwise;
  area.focus();
  area.setRangeText(lead + words + after, start, end, "end");
  area.setSelectionRange(start + lead.length, start + lead.length + words.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function pointing(area) {
  const dialog = at("wijzer");
  const { selectionStart: start, selectionEnd: end } = area;
  at("wijzer-zoek").value = "";
  sieve(at("wijzer-keuze"), "");
  dialog.returnValue = "";
  dialog.showModal();
  dialog.onclose = () => {
    const chosen = at("wijzer-keuze").selectedOptions[0];
    area.focus();
    area.setSelectionRange(start, end);
    if (dialog.returnValue === "zet" && chosen) put(area, "[", `](${chosen.value})`, chosen.textContent.replace(/ \([^)]*\)$/, ""));
  };
}

function sieve(select, words) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(words).split(/\s+/);
  let first = null;
  for (const one of select.options) {
    one.hidden = Boolean(one.value) && !wanted.every((word) => plain(one.textContent).includes(word));
    if (!one.hidden && one.value && !first) first = one;
  }
  return first;
}

// What comes from Word or a web page becomes Markdown; where that fails its words are pasted as they are.
async function paste(event) {
  const html = event.clipboardData.getData("text/html");
  if (!html) return;
  event.preventDefault();
  const [area, plain] = [event.target, event.clipboardData.getData("text/plain")];
  const answer = await bureau.send("/bron/plakken", { html }).catch(() => null);
  const words = (answer && answer.ok && (await answer.json()).tekst) || plain;
  area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function ready(within) {
  for (const area of within.querySelectorAll("textarea[data-prose]")) {
    area.addEventListener("paste", paste);
    const bar = area.parentElement.querySelector(".balkje");
    const made = MARKS.map(([word, ...how]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: word });
      button.addEventListener("click", () => put(area, ...how));
      return button;
    });
    const link = Object.assign(document.createElement("button"), { type: "button", textContent: "Verwijzing" });
    link.addEventListener("click", () => pointing(area));
    bar.replaceChildren(...made, link);
    bar.hidden = false;
  }
  for (const select of within.querySelectorAll("select[data-zoek]")) {
    if (select.options.length < 13) continue;
    const box = Object.assign(document.createElement("input"), { type: "text", className: "zoekje", placeholder: "Zoek op titel" });
    box.setAttribute("aria-label", "Zoek in de lijst hieronder");
    box.addEventListener("input", (event) => {
      event.stopPropagation();
      const first = sieve(select, box.value);
      if (first && box.value) select.value = first.value;
      changed();
    });
    select.before(box);
  }
  for (const calendar of within.querySelectorAll("[data-kalender]")) {
    calendar.addEventListener("input", (event) => {
      event.stopPropagation();
      if (!calendar.value) return;
      const spoken = new Intl.DateTimeFormat("nl", { dateStyle: "long", timeZone: "UTC" });
      at(calendar.dataset.kalender).value = spoken.format(new Date(`${calendar.value}T00:00Z`));
      changed();
    });
  }
}

// --- while one types -------------------------------------------------------------------------------------------

function count(field) {
  const place = document.querySelector(`[data-over="${CSS.escape(field.name)}"]`);
  if (!place) return;
  const left = field.dataset.most - [...field.value.trim()].length;
  place.textContent = left < 0 ? `${-left} te veel` : `nog ${left}`;
  place.classList.toggle("teveel", left < 0);
  place.classList.toggle("krap", left >= 0 && left < 10);
}

function entries() {
  return [...new FormData(vel)].filter(([name]) => name !== "bewijs");
}

let waiting = 0;
let asked = 0;

function changed() {
  if (!dirty) at("onbewaard").textContent = "Nog niet bewaard";
  dirty = true;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    keep();
    check();
  }, 350);
}

async function check() {
  const mine = (asked += 1);
  const answer = await bureau.send("/bron/nakijken", entries()).catch(() => null);
  if (!answer || mine !== asked) return;
  if (answer.ok) tell(await answer.json());
  else at("onbewaard").textContent = await answer.text();
}

// What stands under the cursor is not called wrong while it is written, unless it was already.
function tell({ velden, mis }) {
  for (const place of vel.querySelectorAll("[data-meldingen]")) {
    const found = velden[place.dataset.meldingen] || [];
    const field = at(place.dataset.meldingen);
    if (field && field === document.activeElement && !field.value && !place.childElementCount) continue;
    const told = found.map((one) => Object.assign(document.createElement("li"), { className: one.ernst, textContent: `${one.wat} ${one.doen}` }));
    place.replaceChildren(...told);
    if (field && "value" in field) told.length ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");
  }
  at("onbewaard").textContent = mis || "Nog niet bewaard";
}

// --- words that were not saved -----------------------------------------------------------------------------------

const store = () => (vel.dataset.onthoud === "browser" ? localStorage : sessionStorage);
const place = () => `woorden:${vel.dataset.bron}`;

function keep() {
  try {
    store().setItem(place(), JSON.stringify({ toen: Date.now(), woorden: entries() }));
  } catch {
    // a browser that keeps nothing: the page asks before it closes
  }
}

function forget() {
  for (const one of [localStorage, sessionStorage]) one.removeItem(place());
}

function offer() {
  let kept = null;
  try {
    kept = JSON.parse(store().getItem(place()));
  } catch {
    forget();
  }
  if (vel.dataset.bewaard || !kept || "teruggezet" in vel.dataset) {
    if (vel.dataset.bewaard) forget();
    return;
  }
  at("herstel").hidden = false;
  at("herstel-toen").textContent = `, van ${new Date(kept.toen).toLocaleString("nl", { dateStyle: "long", timeStyle: "short" })}`;
  at("herstel-terug").addEventListener("click", () => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "/bron/opnieuw", hidden: true });
    for (const [name, value] of [...kept.woorden, ["bewijs", vel.elements.bewijs.value]]) {
      form.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(form);
    form.submit();
  });
  at("herstel-weg").addEventListener("click", () => {
    forget();
    at("herstel").hidden = true;
    at("bewaar").focus();
  });
}

// The way from a finding elsewhere (#regel-7) to the field that it is about.
function found() {
  const line = /^#regel-(\d+)$/.exec(location.hash);
  const one = line && document.querySelector(`li[data-regel="${line[1]}"]`);
  const field = one && one.closest(".deel, .vraag");
  const place = field && field.querySelector("input:not([type=hidden]), select, textarea");
  if (place) place.focus();
  else if (one) one.scrollIntoView({ block: "center" });
}

if (vel) {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("woorden:") && Date.now() - JSON.parse(localStorage.getItem(name)).toen > KEEP) localStorage.removeItem(name);
  }
  buttons(vel);
  ready(vel);
  offer();
  found();
  if ("teruggezet" in vel.dataset) changed();
  vel.addEventListener("input", (event) => {
    if (event.target.dataset.most) count(event.target);
    changed();
  });
  vel.addEventListener("focusout", () => dirty && changed());
  vel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-doe]");
    if (button) act(button);
  });
  vel.addEventListener("submit", () => {
    keep();
    sending = true;
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      vel.requestSubmit();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !sending) event.preventDefault();
  });
  at("wijzer-zoek").addEventListener("input", () => {
    const first = sieve(at("wijzer-keuze"), at("wijzer-zoek").value);
    if (first) at("wijzer-keuze").value = first.value;
  });
}

// --- the page that is made of it ----------------------------------------------------------------------------------

const mee = at("mee");
if (mee) {
  let version = null;
  document.addEventListener("bureau", ({ detail }) => {
    if (version === detail.versie || getComputedStyle(mee.parentElement).display === "none") return;
    const again = version !== null;
    version = detail.versie;
    if (again) {
      const { scrollX, scrollY } = mee.contentWindow;
      mee.addEventListener("load", () => mee.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }), { once: true });
      mee.contentWindow.location.reload();
    } else mee.src = mee.dataset.doel;
  });
}
