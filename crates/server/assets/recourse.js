// What pages can do with a script. Everything here is a comfort: without it the same pages work by loading anew.
"use strict";

// The reader's zone, so that the next page shows times as the reader's own clock does.
(function () {
  var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  var kept = document.cookie.split("; ").some(function (pair) { return pair === "recourse_zone=" + encodeURIComponent(zone); });
  if (!zone || kept) return;
  document.cookie = "recourse_zone=" + encodeURIComponent(zone) + "; path=/; max-age=31536000; samesite=lax";
  // The first page was made without knowing the zone: once more, with it, while nothing is typed yet. Where cookies are refused, once is enough.
  var known = document.cookie.indexOf("recourse_zone=") >= 0;
  if (known && document.querySelector("time") && document.documentElement.dataset.method === "get") location.reload();
})();

// A form is sent once, however often its button is pressed; the server would hold a repeat, too.
document.addEventListener("submit", function (event) {
  var form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", function () {
  document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
});

// A summary of errors is where the reader should look first.
(function () {
  var errors = document.querySelector(".errors");
  if (errors) errors.focus();
})();

// Live pages: the server says that something changed, the page is read again, and its parts are replaced one by one.
// A part in which the reader has typed or chosen something, or where the focus is, stays as it is; a note says that the rest has changed.
(function () {
  var page = document.querySelector("[data-live]");
  if (!page || !window.EventSource) return;
  var version = page.dataset.version || "";
  var busy = false, again = false;

  function touched(part) {
    return Array.prototype.some.call(part.querySelectorAll("input, textarea, select"), function (field) {
      if (field.type === "hidden" || field.type === "submit") return false;
      if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
      if (field.type === "file") return field.files.length > 0;
      if (field.tagName === "SELECT") {
        return Array.prototype.some.call(field.options, function (option) { return option.selected !== option.defaultSelected; }) && field.selectedIndex > 0;
      }
      return field.value !== field.defaultValue;
    });
  }

  function replace(fresh) {
    var kept = false;
    document.querySelectorAll("[data-part]").forEach(function (part) {
      var next = fresh.querySelector('[data-part="' + part.dataset.part + '"]');
      if (!next) { if (touched(part)) kept = true; else part.replaceChildren(); return; }
      if (next.isEqualNode(part)) return;
      if (touched(part)) { kept = true; return; }
      var focus = part.contains(document.activeElement) ? document.activeElement.id : "";
      var open = Array.prototype.map.call(part.querySelectorAll("details"), function (one) { return one.open; });
      part.replaceWith(next);
      next.querySelectorAll("details").forEach(function (one, index) { if (open[index]) one.open = true; });
      if (focus && document.getElementById(focus)) document.getElementById(focus).focus();
    });
    tell(kept);
  }

  function tell(kept) {
    var news = document.getElementById("news");
    if (!news) return;
    news.hidden = false;
    news.querySelector("[data-kept]").hidden = !kept;
  }

  function read() {
    if (busy) { again = true; return; }
    busy = true;
    fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" })
      .then(function (answer) {
        if (answer.ok && !answer.redirected) return answer.text();
        // The session has ended or the page is gone. What is typed stays on the screen, to be copied.
        var typed = Array.prototype.some.call(document.querySelectorAll("main"), touched);
        if (answer.redirected && !typed) location.reload(); else tell(typed);
      })
      .then(function (text) {
        if (!text) return;
        var fresh = new DOMParser().parseFromString(text, "text/html");
        var root = fresh.querySelector("[data-live]");
        if (root) version = root.dataset.version || "";
        replace(fresh);
      })
      .catch(function () { /* The stream tells again once the server is back. */ })
      .finally(function () { busy = false; if (again) { again = false; read(); } });
  }

  // Only while the page is looked at: a browser has six connections to a server, and keeps those of pages that were left
  // for a while, so that a reader who goes through several would wait for a minute. Listening again tells the version.
  var source = null;
  function listen() {
    if (source || document.visibilityState === "hidden") return;
    source = new EventSource(page.dataset.live);
    source.addEventListener("version", function (event) { if (event.data !== version) read(); });
  }
  function rest() { if (source) { source.close(); source = null; } }
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") rest(); else listen(); });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
  listen();
})();
