// The live count under the headline of a flash, in characters as a reader counts them; and one press, one release.

(() => {
  const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const count = (text) => [...segments.segment(text.trim())].length;

  document.addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector("[data-count]");
    const place = document.getElementById("flash-count");
    if (!field || !place) return;
    const limit = Number(field.dataset.count);
    const show = () => {
      const length = count(field.value);
      place.querySelector("output").textContent = `${length} / ${limit}`;
      place.classList.toggle("is-over", length > limit);
    };
    field.addEventListener("input", show);
    show();
    let sent = false;
    field.form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener("pageshow", () => {
      sent = false;
    });
  });
})();
