// Keyboard steps through the entries of an article: n for the next, p for the one before. Without it the list beside the text leads to each.
(() => {
  const steps = [...document.querySelectorAll("[data-step]")];
  if (!steps.length) return;
  const help = document.querySelector("[data-steps-help]");
  if (help) help.hidden = false;
  let at = steps.findIndex((step) => "#" + step.id === location.hash);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    if (event.key !== "n" && event.key !== "p") return;
    event.preventDefault();
    at = Math.min(steps.length - 1, Math.max(0, at + (event.key === "n" ? 1 : -1)));
    for (const step of steps) step.classList.toggle("here", step === steps[at]);
    steps[at].focus({ preventScroll: true });
    steps[at].scrollIntoView({ block: "center" });
    history.replaceState(null, "", "#" + steps[at].id);
  });
})();
