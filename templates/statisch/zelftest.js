/* De zelftest: telt op, kiest de uitkomst en wist. Slaat niets op, verstuurt niets en zet niets in het adres. */
(function () {
  "use strict";

  var form = document.getElementById("test");
  var result = document.getElementById("uitkomst");
  var answers = document.getElementById("antwoorden");
  if (!form || !result || !answers) return;

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function chosen(fieldset) {
    var radio = fieldset.querySelector("input:checked");
    return radio ? radio.value : "";
  }

  /* The sum of the two answers of a factor, or null when one of them is missing or does not count. */
  function sum(factor) {
    var values = all('.stelling[data-factor="' + factor + '"]', form).map(chosen);
    return values.every(Boolean) ? values.reduce(function (total, value) { return total + Number(value); }, 0) : null;
  }

  function words(total) {
    var band = all(".banden [data-van]").find(function (item) {
      return total >= Number(item.dataset.van) && total <= Number(item.dataset.tot);
    });
    return band ? band.querySelector("span").textContent : "";
  }

  /* At most two, the most outspoken first; where a tie would make it more, only those above the tie. */
  function outspoken(factors, direction) {
    var sorted = factors.slice().sort(function (a, b) { return direction * (b.sum - a.sum); });
    var tied = sorted.length > 2 && sorted[1].sum === sorted[2].sum;
    var shown = tied ? sorted.filter(function (factor) { return factor.sum !== sorted[1].sum; }) : sorted.slice(0, 2);
    return { shown: shown, tied: tied, none: sorted.length === 0 };
  }

  /* The situation alone decides: the outcome that fits with the most answers, else the one without conditions. */
  function outcome() {
    var situation = {};
    all("[data-situatie]", form).forEach(function (fieldset) { situation[fieldset.dataset.situatie] = chosen(fieldset); });
    var best = null;
    all(".uitkomst-kop", result).forEach(function (section) {
      var conditions = JSON.parse(section.dataset.als);
      var keys = Object.keys(conditions);
      var fits = keys.every(function (key) { return conditions[key].indexOf(situation[key]) >= 0; });
      if (fits && (!best || keys.length > best.keys)) best = { section: section, keys: keys.length };
    });
    return best ? best.section : null;
  }

  function showList(name, found) {
    var list = result.querySelector('[data-lijst="' + name + '"]');
    list.textContent = "";
    found.shown.forEach(function (factor) {
      var item = document.createElement("li");
      var title = document.createElement("b");
      title.textContent = factor.row.querySelector(".factornaam b").textContent;
      item.appendChild(factor.row.querySelector(".snipper").cloneNode(true));
      item.appendChild(title);
      item.className = factor.row.className;
      if (name === "praat") item.appendChild(factor.row.querySelector("[data-praat]").cloneNode(true));
      list.appendChild(item);
    });
    list.hidden = found.shown.length === 0;
    result.querySelector('[data-gelijk="' + name + '"]').hidden = !found.tied;
    result.querySelector('[data-geen="' + name + '"]').hidden = !found.none;
  }

  function showFactors() {
    var known = [];
    all(".factoruitkomsten [data-factor]", result).forEach(function (row) {
      var total = sum(row.dataset.factor);
      row.querySelector("[data-woord]").textContent = total === null ? "te weinig antwoorden" : words(total);
      row.querySelector("[data-som]").textContent = total === null ? "" : "som " + total;
      if (total !== null) known.push({ row: row, sum: total });
    });
    result.querySelector("[data-leeg]").hidden = known.length > 0;
    result.querySelector(".puntparen").hidden = known.length === 0;
    showList("sterk", outspoken(known.filter(function (factor) { return factor.sum >= 8; }), 1));
    showList("praat", outspoken(known.filter(function (factor) { return factor.sum <= 5; }), -1));
  }

  function show() {
    var section = outcome();
    if (!section) return;
    var folded = section.dataset.antwoorden === "gevouwen";
    showFactors();
    all("[data-uitkomst]", result).forEach(function (part) {
      part.hidden = part.dataset.uitkomst !== section.dataset.uitkomst;
    });
    answers.open = !folded;
    answers.querySelector("[data-open]").hidden = folded;
    answers.querySelector("[data-gevouwen]").hidden = !folded;
    result.hidden = false;
    document.body.classList.add("heeft-uitkomst");
    result.focus({ preventScroll: true });
    result.scrollIntoView();
  }

  function wipe() {
    form.reset();
    result.hidden = true;
    document.body.classList.remove("heeft-uitkomst");
    all("[data-lijst]", result).forEach(function (list) { list.textContent = ""; });
    all("[data-som]", result).forEach(function (cell) { cell.textContent = ""; });
    all("[data-woord]", result).forEach(function (cell) { cell.textContent = "te weinig antwoorden"; });
  }

  all('[data-doe="bekijk"]').forEach(function (button) { button.addEventListener("click", show); });
  all('[data-doe="wis"]').forEach(function (button) {
    button.addEventListener("click", function () {
      wipe();
      form.querySelector("input").focus({ preventScroll: true });
      form.scrollIntoView();
    });
  });
  document.body.classList.add("met-script");
  all("[data-met-script]").forEach(function (part) { part.hidden = false; });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("pagehide", wipe);
  window.addEventListener("pageshow", function (event) { if (event.persisted) wipe(); });
  wipe();
})();
