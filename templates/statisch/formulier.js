/* Een formulier op het scherm: wat getypt is past op papier, en gaat nergens heen. Slaat niets op, verstuurt niets. */
(function () {
  "use strict";

  var form = document.getElementById("formulier");
  var fields = Array.prototype.slice.call(form.querySelectorAll("textarea"));
  var typed = false; /* something that was not printed yet */

  /* A copy of the words lies under each box: it makes the box grow on the screen, and breaks over pages on paper. */
  fields.forEach(function (field) {
    var copy = document.createElement("span");
    copy.className = "getypt";
    copy.setAttribute("aria-hidden", "true");
    copy.style.setProperty("--regels", field.rows);
    field.after(copy);
  });

  function echo(field) {
    field.nextSibling.textContent = field.value + "\u200b"; /* an empty last line counts too */
  }

  /* A question may be called "reset", so the form's own words are asked of its kind. */
  function wipe() {
    HTMLFormElement.prototype.reset.call(form);
    fields.forEach(echo);
    typed = false;
  }

  var doings = {
    druk: function () {
      typed = false;
      window.print();
    },
    wis: function (button) {
      if (typed && !window.confirm(button.dataset.vraag)) return;
      wipe();
      document.getElementById("inhoud").focus();
      window.scrollTo(0, 0);
    }
  };

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-doe]");
    if (button) doings[button.dataset.doe](button);
  });
  form.addEventListener("input", function (event) {
    typed = true;
    if (event.target.matches("textarea")) echo(event.target);
  });
  window.addEventListener("beforeunload", function (event) { if (typed) event.preventDefault(); });
  window.addEventListener("pagehide", wipe);
  window.addEventListener("pageshow", function (event) { if (event.persisted) wipe(); });

  document.body.classList.add("met-script");
  document.querySelectorAll("[data-met-script]").forEach(function (part) { part.hidden = false; });
  wipe();
})();
