// Puts a picture into the page in place of its image, so that its signs can be clicked. The image stays for those who have no pointer: its text
// tells what it shows, and the list below has every entry.
for (const figure of document.querySelectorAll("[data-picture]")) {
  const image = figure.querySelector("img");
  let shown = "";
  const inline = async () => {
    if (shown === image.currentSrc) return;
    shown = image.currentSrc;
    const answer = await fetch(shown);
    if (!answer.ok) return;
    // The picture's own style sheet is for where it stands alone; the page's does the same here, and a strict policy allows no other.
    const text = (await answer.text()).replace(/<style>[^<]*<\/style>/, "");
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    if (svg.nodeName !== "svg") return;
    for (const node of svg.querySelectorAll("script, foreignObject")) node.remove();
    svg.setAttribute("aria-hidden", "true");
    svg.removeAttribute("role");
    for (const link of svg.querySelectorAll("a")) {
      link.setAttribute("tabindex", "-1");
      const named = link.querySelector("[aria-label]") || link;
      const label = named.getAttribute("aria-label");
      if (label) link.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "title")).textContent = label;
    }
    figure.querySelector("svg")?.remove();
    image.closest("picture").classList.add("hidden");
    figure.prepend(document.importNode(svg, true));
  };
  if (image.complete && image.naturalWidth) inline();
  image.addEventListener("load", inline);
}
