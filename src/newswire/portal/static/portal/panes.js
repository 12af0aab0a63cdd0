// The border between list and story: dragged or moved with the arrow keys, and remembered on this machine.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const divider = main.querySelector(".divider");
  const NAME = "newswire.list-width";
  const [least, most] = [Number(divider.ariaValueMin), Number(divider.ariaValueMax)];

  const set = (percent) => {
    const kept = Math.min(most, Math.max(least, Math.round(percent)));
    main.style.setProperty("--list-width", `${kept}%`);
    divider.ariaValueNow = String(kept);
    return kept;
  };

  const remember = (percent) => {
    try {
      localStorage.setItem(NAME, String(set(percent)));
    } catch {
      // a browser that keeps nothing still shows the width
    }
  };

  const read = () => {
    try {
      return Number(localStorage.getItem(NAME)) || 40;
    } catch {
      return 40;
    }
  };

  const isRtl = () => getComputedStyle(main).direction === "rtl";

  const place = (event) => {
    const box = main.getBoundingClientRect();
    const distance = isRtl() ? box.right - event.clientX : event.clientX - box.left;
    return (distance / box.width) * 100;
  };

  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    const drag = (moved) => remember(place(moved));
    divider.addEventListener("pointermove", drag);
    divider.addEventListener("lostpointercapture", () => divider.removeEventListener("pointermove", drag), { once: true });
  });
  divider.addEventListener("keydown", (event) => {
    const forward = isRtl() ? "ArrowLeft" : "ArrowRight";
    const back = isRtl() ? "ArrowRight" : "ArrowLeft";
    const step = { [forward]: 2, [back]: -2 }[event.key];
    if (!step) return;
    event.preventDefault();
    remember(Number(divider.ariaValueNow) + step);
  });

  set(read());
})();
