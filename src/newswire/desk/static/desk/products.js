// The preview below a product's query follows what one types, a moment behind it.
"use strict";

(() => {
  const PAUSE = 350;
  const query = document.getElementById("id_query");
  const place = document.getElementById("product-preview");
  if (!query || !place) return;
  let waiting = 0;
  let asked = 0;

  const look = async () => {
    const mine = ++asked;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${place.dataset.url}?${new URLSearchParams({ query: query.value })}`, {
        credentials: "same-origin",
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const content = await answer.text();
      if (mine === asked) place.innerHTML = content;
    } catch {
      if (mine === asked) place.textContent = place.dataset.failed;
    }
    if (mine === asked) place.removeAttribute("aria-busy");
  };

  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
})();
