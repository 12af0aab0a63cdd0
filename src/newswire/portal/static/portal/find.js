// The key "/" goes to the search box from anywhere on the page; Escape leaves it.
"use strict";

const box = document.getElementById("q");
const narrow = window.matchMedia("(max-width: 59.99rem)");

// What narrows is long: on a small screen it is closed until somebody opens it.
if (narrow.matches) {
  for (const facet of document.querySelectorAll(".find-facets details")) {
    facet.open = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "Escape" && event.target === box) {
    box.blur();
    return;
  }
  const isWriting = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
  if (event.key === "/" && !isWriting) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});
