// The borders between the panes: dragged or moved with the arrow keys, and remembered on this machine.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const frame = main.closest(".frame");
  const PANES = {
    list: { name: "newswire.list-width", box: main, property: "--list-width" },
    side: { name: "newswire.side-width", box: frame, property: "--side-width" },
  };

  const isRtl = () => getComputedStyle(main).direction === "rtl";

  const watch = (divider) => {
    const { name, box, property } = PANES[divider.dataset.pane];
    const [least, most] = [Number(divider.ariaValueMin), Number(divider.ariaValueMax)];

    const set = (percent) => {
      const kept = Math.min(most, Math.max(least, Math.round(percent)));
      box.style.setProperty(property, `${kept}%`);
      divider.ariaValueNow = String(kept);
      return kept;
    };

    const remember = (percent) => {
      const kept = set(percent);
      try {
        localStorage.setItem(name, String(kept));
      } catch {
        // a browser that keeps nothing still shows the width
      }
    };

    const read = () => {
      try {
        return Number(localStorage.getItem(name));
      } catch {
        return 0;
      }
    };

    const place = (event) => {
      const area = box.getBoundingClientRect();
      const distance = isRtl() ? area.right - event.clientX : event.clientX - area.left;
      return (distance / area.width) * 100;
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

    if (read()) set(read());
  };

  main.querySelectorAll(".divider").forEach(watch);
})();
