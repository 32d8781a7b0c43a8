// Keyboard steps through the entries of a page: n for the next, p for the one before; in a review y says right, x wrong, and o opens the entry.
// Without it links and buttons do the same.
(() => {
  const steps = [...document.querySelectorAll("[data-step]")];
  if (!steps.length) return;
  for (const help of document.querySelectorAll("[data-steps-help]")) help.hidden = false;
  let at = steps.findIndex((step) => "#" + step.id === location.hash);
  const go = (to) => {
    at = Math.min(steps.length - 1, Math.max(0, to));
    for (const step of steps) step.classList.toggle("here", step === steps[at]);
    steps[at].focus({ preventScroll: true });
    steps[at].scrollIntoView({ block: steps[at].offsetHeight ? "nearest" : "center" });
  };
  const queue = document.querySelector(".queue");
  if (queue) go(Math.max(0, at));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "n" || event.key === "p") {
      event.preventDefault();
      go(at + (event.key === "n" ? 1 : -1));
      history.replaceState(null, "", "#" + steps[at].id);
    } else if (queue && at >= 0) {
      const wanted = event.key === "o" ? "[data-open]" : /^[yx]$/.test(event.key) ? `[data-key="${event.key}"]` : "";
      if (wanted) steps[at].querySelector(wanted)?.click();
    }
  });
})();
