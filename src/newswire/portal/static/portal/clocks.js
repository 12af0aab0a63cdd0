// What changes with the clock: countdowns to the end of an embargo, and flashes that are no longer fresh.
"use strict";

(() => {
  const two = (number) => String(number).padStart(2, "0");
  const write = (seconds) =>
    `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;

  const tick = () => {
    const now = Date.now();
    for (const countdown of document.querySelectorAll("[data-until]")) {
      // at zero it stays there: only the release that lifts the embargo changes the story's state
      const seconds = Math.max(0, Math.ceil((new Date(countdown.dataset.until) - now) / 1000));
      const text = write(seconds);
      if (countdown.textContent !== text) countdown.textContent = text;
    }
    for (const row of document.querySelectorAll("[data-fresh-until]")) {
      if (new Date(row.dataset.freshUntil) > now) continue;
      row.classList.remove("is-fresh");
      delete row.dataset.freshUntil;
    }
  };

  tick();
  setInterval(tick, 1000);
})();
