// The flashes of the last hours, one at a time; whoever wants to read in peace stops them (WCAG 2.2.2).
"use strict";

(() => {
  const ticker = document.querySelector(".ticker");
  if (!ticker) return;
  const lines = [...ticker.querySelectorAll("li")];
  const button = ticker.querySelector("button");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let shown = 0;
  let isMoving = true;

  const adjust = () => {
    button.hidden = still.matches || lines.length < 2;
    button.textContent = isMoving ? button.dataset.pause : button.dataset.continue;
  };
  // ten minutes old, a flash is a normal headline with a mark, on a page that stays open too
  const calm = () => {
    for (const line of lines) {
      const age = Date.now() - new Date(line.querySelector("time").dateTime);
      if (age >= 600000) line.classList.remove("flash");
    }
  };
  const turn = () => {
    calm();
    if (!isMoving || button.hidden || document.hidden || ticker.matches(":hover, :focus-within")) return;
    lines[shown].classList.remove("now");
    shown = (shown + 1) % lines.length;
    lines[shown].classList.add("now");
  };

  button.addEventListener("click", () => {
    isMoving = !isMoving;
    adjust();
  });
  still.addEventListener("change", adjust);
  adjust();
  setInterval(turn, 6000);
})();
