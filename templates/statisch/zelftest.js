/* De zelftest: vraagt, telt op, toont en wist. Slaat niets op, verstuurt niets en zet niets in het adres of de titel. */
(function () {
  "use strict";

  var REST = 10 * 60 * 1000; /* ms without a touch before the warning, and MERCY from the warning until all is wiped */
  var MERCY = 60 * 1000;
  var body = document.body;
  var form = document.getElementById("test");
  var result = document.getElementById("uitkomst");
  var rest = document.getElementById("rust");

  if (!window.Rekenen) return; /* the page stays the paper form that it is without a script */

  /* Whatever goes wrong in here: the paper form is back, and one sentence says so. */
  window.addEventListener("error", function () {
    body.removeAttribute("data-stand");
    body.classList.remove("met-script");
    form.classList.remove("per-zin");
    all("[data-in]").forEach(function (part) { part.hidden = part !== form; });
    all("[data-met-script], [data-doe]").forEach(function (part) { part.hidden = true; });
    all(".stap, .factor", form).forEach(function (part) { part.hidden = false; });
    document.querySelector("[data-kapot]").hidden = false;
  });

  var facts = JSON.parse(document.getElementById("gegevens").textContent);
  var steps = all(".stap", form);
  var current = 0;
  var touched = Date.now();
  var origin = "start"; /* where the reader came from when putting two codes side by side */

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function one(selector) {
    return result.querySelector(selector);
  }

  /* A sentence of the page, with its gaps filled. */
  function says(name, gaps) {
    var text = document.querySelector('[data-tekst="' + name + '"]').textContent;
    return Object.keys(gaps || {}).reduce(function (told, gap) { return told.split("{" + gap + "}").join(gaps[gap]); }, text);
  }

  function make(tag, text, css) {
    var element = document.createElement(tag);
    element.textContent = text || "";
    if (css) element.className = css;
    return element;
  }

  function value(name) {
    var radio = form.querySelector('input[name="' + name + '"]:checked');
    return radio ? radio.value : "";
  }

  function factor(key) {
    return form.querySelector('.factor[data-factor="' + key + '"]');
  }

  function sums() {
    return facts.factoren.map(function (key) { return Rekenen.som(value(key + "-weten"), value(key + "-doen")); });
  }

  function known(list) {
    return list.some(function (total) { return total !== null; });
  }

  function word(total) {
    return Rekenen.woord(facts.woorden, total) || says("te-weinig");
  }

  function single() {
    return form.classList.contains("per-zin");
  }

  /* --- Where the reader is ------------------------------------------------------------------------------------ */

  function go(place, focus) {
    silence();
    body.dataset.stand = place;
    all("[data-in]").forEach(function (part) { part.hidden = part.dataset.in.split(" ").indexOf(place) < 0; });
    if (focus) {
      focus.focus({ preventScroll: true });
      focus.scrollIntoView();
    }
  }

  function start(alone) {
    form.classList.toggle("per-zin", alone);
    doings.weer();
  }

  /* Show one step, or all of them; the focus goes to the question, so that it is read out. */
  function turn(to) {
    silence();
    current = to;
    steps.forEach(function (step, number) { step.hidden = single() && number !== current; });
    all(".factor", form).forEach(function (part) { part.hidden = !part.querySelector(".stap:not([hidden])"); });
    all("[data-knop]", form).forEach(function (button) {
      var last = !single() || current === steps.length - 1;
      button.hidden = { terug: !single() || current === 0, verder: last, bekijk: !last }[button.dataset.knop];
    });
    progress();
    steps[current].focus({ preventScroll: true });
    form.scrollIntoView();
  }

  function progress() {
    var open = steps.filter(function (step) { return !step.querySelector("input:checked"); }).length;
    var left = single() ? steps.length - 1 - current : open;
    var name = single() ? (left ? "nog" : "laatste") : (left ? "open" : "vol");
    document.getElementById("voortgang").textContent = says(name, { n: left });
  }

  /* --- The outcome -------------------------------------------------------------------------------------------- */

  function show() {
    var situation = {};
    all("[data-situatie]", form).forEach(function (part) { situation[part.dataset.situatie] = value(part.dataset.naam); });
    var found = Rekenen.uitkomst(facts.uitkomsten, situation).sleutel;
    all("[data-uitkomst]", result).forEach(function (part) { part.hidden = part.dataset.uitkomst !== found; });
    var answers = document.getElementById("antwoorden");
    var folded = one('.uitkomst-kop[data-uitkomst="' + found + '"]').dataset.antwoorden === "gevouwen";
    answers.open = !folded;
    all("[data-vouw]", answers).forEach(function (part) { part.hidden = (part.dataset.vouw === "dicht") !== folded; });
    showSums(sums());
    go("uitkomst", result);
  }

  function showSums(list) {
    var factors = facts.factoren.map(function (key, n) { return { sleutel: key, som: list[n] }; });
    var any = known(list);
    factors.forEach(function (item) {
      var row = one('.factoruitkomsten [data-factor="' + item.sleutel + '"]');
      row.querySelector("[data-woord]").textContent = word(item.som);
      row.querySelector("[data-som]").textContent = item.som === null ? "" : says("som", { n: item.som });
    });
    one("[data-leeg]").hidden = any;
    all("[data-vol]", result).forEach(function (part) { part.hidden = !any; });
    lay(factors);
    points("sterk", Rekenen.uitgesproken(factors, facts.woorden, true));
    points("praat", Rekenen.uitgesproken(factors, facts.woorden, false));
    one("#code").textContent = any ? Rekenen.codeer(facts.versie, list).replace(/(.{4})(?=.)/g, "$1 ") : "";
  }

  /* The laid table: each word has its tray, each factor lies on the tray of its word. No tray is higher than another. */
  function lay(factors) {
    var trays = facts.woorden.slice().sort(function (a, b) { return b.van - a.van; })
      .map(function (band) { return band.tekst; });
    var table = one(".tafel");
    table.textContent = "";
    trays.concat(says("te-weinig")).forEach(function (name, number) {
      var on = factors.filter(function (item) { return word(item.som) === name; });
      if (!on.length && number === trays.length) return;
      var tray = make("li", "", "blad");
      var list = make("ul");
      on.forEach(function (item) { list.append(card(item.sleutel)); });
      tray.append(make("h4", name), on.length ? list : make("p", says("leeg-blad"), "leeg"));
      table.append(tray);
    });
  }

  function card(key) {
    var source = factor(key);
    var item = make("li", "", source.dataset.kleur);
    var shape = make("span", "", "snipper");
    shape.append(source.querySelector("svg.vorm").cloneNode(true));
    item.append(shape, make("b", source.querySelector("h3").textContent));
    return item;
  }

  function points(name, found) {
    var list = one('[data-lijst="' + name + '"]');
    list.textContent = "";
    found.getoond.forEach(function (item) {
      var line = card(item.sleutel);
      if (name === "praat") line.append(make("p", one('.factoruitkomsten [data-factor="' + item.sleutel + '"] [data-praat]').textContent));
      list.append(line);
    });
    list.hidden = !found.getoond.length;
    one('[data-gelijk="' + name + '"]').hidden = !found.gelijk;
    one('[data-geen="' + name + '"]').hidden = !found.geen;
  }

  /* --- Then and now ------------------------------------------------------------------------------------------- */

  function compare() {
    var now = one("#code").textContent;
    if (now) document.getElementById("code-nu").value = now;
    origin = body.dataset.stand;
    go("vergelijken", document.getElementById("vergelijken"));
  }

  /* The sums of one side, or null after telling why not. */
  function side(name) {
    var field = document.getElementById("code-" + name);
    var typed = all('select[data-kant="' + name + '"]').map(function (select) { return select.value ? Number(select.value) : null; });
    var told = document.getElementById("fout-" + name);
    var read = known(typed) ? { sommen: typed } : Rekenen.lees(facts.versie, facts.factoren.length, field.value);
    told.textContent = read.fout
      ? says("fout-" + read.fout, { teken: read.teken, versie: read.versie, n: Rekenen.lengte(facts.factoren.length) }) : "";
    field.setAttribute("aria-invalid", String(!!read.fout));
    return read.sommen || null;
  }

  /* A side is a code or sums: who fills in the one empties the other. */
  function choose(event) {
    all(event.target.matches("select") ? "input" : "select", event.target.closest(".kant")).forEach(function (other) { other.value = ""; });
  }

  function setSideBySide() {
    var then = side("toen");
    var now = side("nu");
    var table = document.getElementById("naast");
    table.hidden = !then || !now;
    if (!then || !now) {
      document.querySelector('[aria-invalid="true"]').focus();
      return;
    }
    facts.factoren.forEach(function (key, n) {
      var row = table.querySelector('[data-factor="' + key + '"]');
      row.querySelector("[data-toen]").textContent = word(then[n]);
      row.querySelector("[data-nu]").textContent = word(now[n]);
      row.querySelector("[data-verschil]").textContent = says("verschil-" + Rekenen.verschil(then[n], now[n]));
    });
    table.focus({ preventScroll: true });
    table.scrollIntoView();
  }

  /* --- One's own poster --------------------------------------------------------------------------------------- */

  function draw() {
    var sheet = document.getElementById("posterblad");
    var maker = document.getElementById("postermaker");
    var length = 0;
    all("[data-regel]", sheet).forEach(function (line) {
      var typed = maker.elements[line.dataset.regel].value.slice(0, 80).trim();
      length += typed.length;
      line.querySelector("b").textContent = typed;
      line.hidden = !typed;
    });
    sheet.querySelector("[data-naam]").textContent = maker.elements.naam.value.slice(0, 40).trim();
    sheet.querySelector("[data-niets]").hidden = length > 0;
    sheet.querySelector(".posterbeeld").replaceChildren(maker.querySelector('input[name="vorm"]:checked + svg').cloneNode(true));
    /* Letters as large as fit: the sheet is measured, for eighty times W takes more room than eighty times i. */
    ["", "vol", "propvol"].slice(length > 150 ? 1 : 0).some(function (size) {
      sheet.className = "posterblad " + size + " kleur-" + maker.elements.kleur.value;
      return sheet.scrollHeight <= sheet.clientHeight;
    });
  }

  /* --- Read aloud: by a voice of this device, else not at all ---------------------------------------------------- */

  function voice() {
    return window.speechSynthesis && speechSynthesis.getVoices().find(function (item) {
      return item.localService && /^nl\b/i.test(item.lang);
    });
  }

  function offerVoice() {
    all('[data-doe="lees-voor"]').forEach(function (button) { button.hidden = !voice(); });
  }

  function readAloud(button) {
    if (speechSynthesis.speaking) return silence();
    var parts = all("legend, [data-hardop]", button.closest("[data-voorlezen]"));
    var words = new SpeechSynthesisUtterance(parts.map(function (part) { return part.textContent.trim().replace(/\s+/g, " "); }).join(". "));
    words.voice = voice();
    words.lang = words.voice.lang;
    speechSynthesis.speak(words);
  }

  function silence() {
    if (window.speechSynthesis) speechSynthesis.cancel();
  }

  /* --- Forget ------------------------------------------------------------------------------------------------- */

  function wipe() {
    silence();
    all("form").forEach(function (part) { part.reset(); });
    all("[data-lijst], [data-som], [data-woord], [data-toen], [data-nu], [data-verschil], .tafel, #code, .fout")
      .forEach(function (part) { part.textContent = ""; });
    all("[aria-invalid]").forEach(function (part) { part.removeAttribute("aria-invalid"); });
    document.getElementById("naast").hidden = true;
    form.classList.remove("per-zin");
    if (rest.open) rest.close();
    draw();
    go("start");
  }

  function touch() {
    touched = Date.now();
    if (rest.open) rest.close();
  }

  function watch() {
    var idle = Date.now() - touched;
    if (body.dataset.stand === "start") return;
    if (idle >= REST + MERCY) wipe();
    else if (idle >= REST && !rest.open) rest.showModal();
  }

  /* --- Buttons ------------------------------------------------------------------------------------------------ */

  var doings = {
    "per-zin": function () { start(true); },
    alles: function () { start(false); },
    terug: function () { turn(current - 1); },
    bekijk: show,
    vergelijk: compare,
    naast: setSideBySide,
    "terug-van": function () { go(origin, origin === "uitkomst" ? result : document.getElementById("inhoud")); },
    weer: function () { go("vragen"); turn(0); },
    poster: function () { go("poster", document.getElementById("eigenposter")); },
    uitkomst: function () { go("uitkomst", result); },
    druk: function () { window.print(); },
    blijf: touch,
    wis: function () { wipe(); document.getElementById("inhoud").focus(); },
    "lees-voor": readAloud
  };

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-doe]");
    if (button) doings[button.dataset.doe](button);
  });
  document.addEventListener("submit", function (event) {
    event.preventDefault();
    if (event.target === form) {
      if (single() && current < steps.length - 1) turn(current + 1);
      else show();
    } else if (event.target.dataset.bij) doings[event.target.dataset.bij]();
  });
  document.getElementById("postermaker").addEventListener("input", draw);
  form.addEventListener("change", progress);
  document.querySelector(".kanten").addEventListener("input", choose);
  ["pointerdown", "keydown", "input", "scroll", "touchstart"].forEach(function (kind) {
    document.addEventListener(kind, touch, { passive: true, capture: true });
  });
  rest.addEventListener("close", touch);
  window.setInterval(watch, 1000);
  document.addEventListener("visibilitychange", watch);
  window.addEventListener("pagehide", wipe);
  window.addEventListener("pageshow", function (event) { if (event.persisted) wipe(); });
  if (window.speechSynthesis) speechSynthesis.addEventListener("voiceschanged", offerVoice);

  body.classList.add("met-script");
  all("[data-met-script]").forEach(function (part) { part.hidden = false; });
  offerVoice();
  wipe();
})();
