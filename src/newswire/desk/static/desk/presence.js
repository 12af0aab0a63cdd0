// Who else is at the story that is open here: asked at once and every few seconds, shown when it changes.

(() => {
  const EVERY = 4000;

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector("[data-presence]");
    if (!place) return;
    let shown = null;

    const look = async () => {
      try {
        const answer = await fetch(place.dataset.presence, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const { key, html } = await answer.json();
        if (key === shown) return;
        shown = key;
        place.innerHTML = html.trim(); // nothing but space would show an empty strip
      } catch {
        // the connection is away for a moment: the next look tells
      }
    };

    look();
    setInterval(look, EVERY);
  });
})();
