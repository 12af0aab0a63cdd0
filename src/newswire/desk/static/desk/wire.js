// The wire monitor stays true while it is open: what is new waits behind a bar, so that nothing one reads moves.
"use strict";

(() => {
  const bar = document.getElementById("wire-newer");
  const button = bar.querySelector("button");
  const rows = document.getElementById("wire-rows");
  const strip = document.getElementById("wire-silence");
  const EVERY = 4000;
  let after = Number(bar.dataset.after);
  let waiting = null;

  const look = async () => {
    const query = new URLSearchParams(window.location.search);
    query.set("after", after);
    const asked = after;
    const response = await fetch(`${bar.dataset.url}?${query}`, { headers: { Accept: "application/json" } });
    if (!response.ok || asked !== after) return;
    waiting = await response.json();
    if (strip) strip.innerHTML = waiting.strip;
    button.hidden = !waiting.count && !waiting.is_more;
    if (button.textContent !== waiting.label) button.textContent = waiting.label;
  };

  button.addEventListener("click", () => {
    if (!rows || !waiting || waiting.is_more) {
      window.location.reload();
      return;
    }
    rows.insertAdjacentHTML("afterbegin", waiting.rows);
    const first = rows.querySelector(".desk-seq");
    if (first) after = Math.max(after, Number(first.textContent));
    waiting = null;
    button.hidden = true;
    rows.closest("[tabindex]").focus({ preventScroll: true });
  });

  const again = async () => {
    if (!document.hidden) {
      try {
        await look();
      } catch {
        // not reachable now: the next look finds what was missed, the number says from where
      }
    }
    setTimeout(again, EVERY);
  };
  setTimeout(again, EVERY);
})();
