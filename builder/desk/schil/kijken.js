// The page of the desk: shows the proof in a frame, follows what is built, and tells what asks for attention.
"use strict";

const PROOF = "/voorbeeld/";
const WIDE = 1280; // pixels of a page on an ordinary screen
const FRONT = "intranet/index.html";
const SORTS = { fout: "Fout", waarschuwing: "Let op", hint: "Goed om te weten" };
const frame = at("venster");

let now = null; // what the server told last
let lists = { bevindingen: [], onzichtbaar: [], veranderd: [], merken: {}, meer: 0, verborgen: 0 };
let target = decodeURIComponent(location.hash.slice(1)) || FRONT; // what is looked at
let form = ""; // of a sheet: the picture when empty, else the PDF that was chosen
let about = null; // what is known of the target
let seen = ""; // the mark of the bytes that are shown
let leaving = 0; // how often something else was asked for that the frame does not show yet

// --- small helps -------------------------------------------------------------------------------------------

function element(name, text, css) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (css) made.className = css;
  return made;
}

function say(id, ...parts) {
  const place = at(id);
  place.hidden = parts.length === 0;
  place.replaceChildren(...parts);
}

async function asked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

const address = (to) => PROOF + to.split("/").map(encodeURIComponent).join("/");

function targetOf(url) {
  const path = new URL(url, location.href);
  return path.origin === location.origin && path.pathname.startsWith(PROOF)
    ? decodeURIComponent(path.pathname.slice(PROOF.length))
    : null;
}

function link(to, text) {
  const made = element("a", text);
  made.href = `#${to}`;
  made.addEventListener("click", (event) => {
    event.preventDefault();
    show(to);
  });
  return made;
}

// The way from what is seen to where it was written.
function way(source, line, text) {
  if (!/^content\/.*\.(yml|yaml|md)$/.test(source)) return document.createTextNode(text || source);
  const made = element("a", text || source);
  made.href = `/bron?${new URLSearchParams({ bron: source })}${line ? `#regel-${line}` : ""}`;
  return made;
}

// --- the page that is looked at ----------------------------------------------------------------------------------

async function show(to) {
  target = to;
  form = "";
  seen = "";
  leaving += 1;
  await look().finally(() => (leaving -= 1));
}

async function look() {
  const wanted = target;
  const found = await asked(`/over?doel=${encodeURIComponent(wanted)}`).catch(() => null);
  if (wanted !== target || !found) return;
  about = found;
  tell();
  if (now && now.leeg) return;
  const sheet = about.blad;
  const picture = sheet && !form && sheet.beeld;
  const url = address(picture || form || target);
  const head = await fetch(url, { method: "HEAD", cache: "no-store" });
  const mark = url + (head.headers.get("etag") || head.status);
  if (wanted !== target || mark === seen) return;
  const again = seen.startsWith(url) && inside() && inside().location.pathname === url; // and not still on its way there
  seen = mark;
  at("plaat").hidden = !picture;
  frame.hidden = Boolean(picture);
  if (picture) {
    at("beeld").src = `${url}?v=${encodeURIComponent(mark.slice(-16))}`;
    at("beeld").alt = `${about.titel}: de eerste bladzijde`;
  } else if (again && !sheet) {
    reload();
  } else {
    frame.contentWindow.location.replace(url);
  }
}

// The words change under the eyes of who reads: the page stays where it was.
function reload() {
  const { scrollX, scrollY } = frame.contentWindow;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }), {
    once: true,
  });
  frame.contentWindow.location.reload();
}

function inside() {
  try {
    const page = frame.contentDocument;
    return page && page.location.href.startsWith(location.origin + PROOF) ? page : null;
  } catch {
    return null; // the browser's own viewer
  }
}

frame.addEventListener("load", () => {
  fit();
  const page = inside();
  if (!page) return;
  page.addEventListener("click", (event) => followed(event));
  marked();
  tell();
  const to = targetOf(page.location.href);
  if (to && to !== target && !leaving && !(about && about.blad)) {
    target = to;
    form = "";
    seen = "";
    asked(`/over?doel=${encodeURIComponent(to)}`).then((found) => {
      if (to !== target) return;
      about = found;
      tell();
    }, () => {});
    fetch(address(to), { method: "HEAD", cache: "no-store" }).then((head) => {
      if (to === target) seen = address(to) + (head.headers.get("etag") || head.status);
    });
  }
});

// A sheet opens in the desk with all its forms; what lies elsewhere opens in a window of its own.
function followed(event) {
  const link = event.target.closest && event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const to = targetOf(link.href);
  if (to && to.endsWith(".pdf")) {
    event.preventDefault();
    show(to);
  } else if (/^https?:/.test(link.href) && new URL(link.href).origin !== location.origin) {
    event.preventDefault();
    window.open(link.href, "_blank", "noopener,noreferrer");
  }
}

// A page for a desk is shown whole where there is no room for it: smaller, and not as on a tablet.
function fit() {
  const room = at("lijst").clientWidth;
  const wide = at("lijst").dataset.breedte === "scherm" && inside() && room >= 600 && room < WIDE;
  const scale = wide ? room / WIDE : 1;
  Object.assign(frame.style, wide
    ? { flex: "none", width: `${WIDE}px`, height: `${at("lijst").clientHeight / scale}px`, transform: `scale(${scale})`, transformOrigin: "0 0" }
    : { flex: "", width: "", height: "", transform: "", transformOrigin: "" });
  at("lijst").dataset.klein = String(wide);
}
new ResizeObserver(fit).observe(at("lijst"));

// What readers do not find there has a mark at each link that leads to it.
function marked() {
  const page = inside();
  if (!page) return;
  for (const old of page.querySelectorAll("[data-bureau]")) old.remove();
  for (const one of page.querySelectorAll("a[href]")) {
    const to = targetOf(one.href);
    const mark = to && to !== targetOf(page.location.href) && lists.merken[to];
    if (!mark) continue;
    const [place, badge] = [page.createElement("span"), page.createElement("span")];
    place.dataset.bureau = "";
    badge.textContent = mark.woord;
    badge.title = mark.reden;
    Object.assign(badge.style, {
      display: "inline-block", marginInline: ".2em", padding: "0 .45em", borderRadius: "5px", font: "700 13px/1.5 system-ui, sans-serif",
      color: "#3b2a00", background: "#f8dc94", verticalAlign: "middle", textDecoration: "none", textTransform: "none", letterSpacing: "0",
    });
    place.append(" ", badge); // a word of its own, also for who listens
    one.append(place);
  }
}

// --- what is told ----------------------------------------------------------------------------------------------

function tell() {
  history.replaceState(null, "", `#${target}`);
  const errors = lists.bevindingen.filter((one) => one.ernst === "fout").length;
  at("titel").textContent = (about && about.titel) || (inside() && inside().title.split(" | ")[0]) || "Voorbeeld";
  say("bron", ...(about && about.bron ? [document.createTextNode("Bron: "), way(about.bron)] : []));
  for (const button of document.querySelectorAll("[data-toon]")) {
    button.setAttribute("aria-pressed", String(target.startsWith("intranet/") === (button.dataset.toon === FRONT) && !(about && about.blad && button.dataset.toon === FRONT)));
  }
  forms();
  const mark = about && about.merk;
  if (mark) say("merk", element("strong", `${mark.woord}. `), document.createTextNode(`Lezers zien dit niet: ${mark.reden}`));
  else say("merk");
  if (!now) return;
  document.title = `${errors ? `(${errors}) ` : ""}${now.naam || "Bureau"} | Spijs`;
  if (document.activeElement !== at("dag") && now.dag) at("dag").value = now.dag;
  at("vandaag").hidden = !now.gekozen;
  const late = !now.actueel && !now.bezig;
  if (now.storing && late) say("oud", document.createTextNode(now.storing));
  else if (late && !now.leeg) {
    const since = now.om ? `van ${now.om}` : "die gepubliceerd is";
    say("oud", document.createTextNode(`U ziet de laatste goede versie, ${since}. Zijn de fouten hersteld, dan komt de nieuwe hier vanzelf.`));
  } else if (!now.bezig) say("oud");
  at("wacht").hidden = !now.leeg;
  if (now.leeg) {
    frame.hidden = at("plaat").hidden = true;
    at("wacht").textContent = now.bezig || !late
      ? "Spijs maakt het voorbeeld. De eerste keer kan dat een halve minuut duren."
      : "Er is nog geen goede versie om te laten zien. Herstel eerst wat aandacht vraagt; dan komt zij hier vanzelf.";
  }
}

function forms() {
  const sheet = about && about.blad;
  const choices = sheet ? [...(sheet.beeld ? [{ naam: "Plaatje", doel: "" }] : []), ...sheet.pdfs] : [];
  const buttons = choices.map(({ naam, doel }) => {
    const button = element("button", naam);
    button.type = "button";
    button.dataset.doel = doel;
    button.setAttribute("aria-pressed", String(doel === form));
    button.addEventListener("click", () => {
      form = doel;
      look().then(() => at("vormen").querySelector('[aria-pressed="true"]').focus());
    });
    return button;
  });
  const same = [...at("vormen").children].map((one) => `${one.dataset.doel} ${one.ariaPressed}`).join() === buttons.map((one) => `${one.dataset.doel} ${one.ariaPressed}`).join();
  if (!same) say("vormen", ...buttons);
}

function attention() {
  const errors = lists.bevindingen.filter((one) => one.ernst === "fout").length;
  say("teller", ...(errors ? [document.createTextNode(errors === 1 ? "1 fout" : `${errors} fouten`)] : []));
  at("goed").hidden = lists.bevindingen.length > 0 || !now || now.leeg;
  at("bevindingen").replaceChildren(...lists.bevindingen.map(finding));
  say("meer", ...(lists.meer ? [document.createTextNode(`… en nog ${lists.meer}; los deze eerst op.`)] : []));
  at("achter").hidden = lists.onzichtbaar.length === 0;
  at("achter-aantal").textContent = lists.onzichtbaar.length + lists.verborgen;
  at("bronnen").replaceChildren(...lists.onzichtbaar.map(source));
  say("meer-bronnen", ...(lists.verborgen ? [document.createTextNode(`… en nog ${lists.verborgen}.`)] : []));
  const news = lists.veranderd.filter((one) => one.doel !== target);
  const parts = news.flatMap((one, n) => [document.createTextNode(n ? ", " : "Veranderd: "), link(one.doel, one.titel)]);
  say("nieuws", ...(lists.veranderd.length === news.length ? parts : []));
}

function finding(one) {
  const item = element("li", "", one.ernst);
  const where = element("p", "", "waar");
  where.append(way(one.bron, one.regel, one.regel ? `${one.bron}, regel ${one.regel}` : one.bron));
  item.append(element("p", SORTS[one.ernst], "soort"), element("p", one.wat, "wat"), element("p", one.doen, "doen"), where);
  return item;
}

function source(one) {
  const item = element("li");
  const name = element("p");
  name.append(element("span", one.woord, "merkje"), one.doel ? link(one.doel, one.titel) : document.createTextNode(one.titel));
  item.append(name, element("p", one.reden, "reden"));
  if (!one.doel) item.append(element("p", one.bron, "reden"));
  return item;
}

// --- following what is built ---------------------------------------------------------------------------------------

let round = -1;
let version = -1;

async function heard(told) {
  now = told;
  if (told.ronde !== round) {
    round = told.ronde;
    lists = await asked("/lijst").catch(() => lists);
    attention();
    marked();
  }
  if (told.versie !== version) {
    version = told.versie;
    await look();
  }
  tell();
}

document.addEventListener("bureau", ({ detail }) => heard(detail));
document.addEventListener("bureau-weg", () => {
  say("oud", document.createTextNode("Er is geen verbinding met het bureau. Start het in het terminalvenster met ./spijs serve."));
});

function choose(day) {
  bureau.send("/dag", { datum: day });
}

for (const button of document.querySelectorAll("[data-toon]")) button.addEventListener("click", () => show(button.dataset.toon));
for (const button of document.querySelectorAll("button[data-breedte]")) {
  button.addEventListener("click", () => {
    at("lijst").dataset.breedte = button.dataset.breedte;
    fit();
    for (const one of document.querySelectorAll("button[data-breedte]")) one.setAttribute("aria-pressed", String(one === button));
  });
}
at("dag").addEventListener("change", () => at("dag").value && choose(at("dag").value));
at("vandaag").addEventListener("click", () => {
  choose("");
  at("dag").focus();
});
window.addEventListener("hashchange", () => {
  const to = decodeURIComponent(location.hash.slice(1));
  if (to && to !== target && to !== "aandacht") show(to);
});
