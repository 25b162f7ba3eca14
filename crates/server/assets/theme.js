// Before anything is drawn: dark where the reader's system is dark and the reader chose nothing else.
(function () {
  var root = document.documentElement;
  if (root.dataset.theme !== "auto") return;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var show = function () { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  show();
  dark.addEventListener("change", show);
})();
