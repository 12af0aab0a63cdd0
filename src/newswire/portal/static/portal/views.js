// The form of a view: what the query finds is shown while one types; the desktop is asked for when it is wanted.
"use strict";

(() => {
  const form = document.querySelector(".view-form");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

  const choice = form.querySelector("[data-zone]");
  if (choice && "neverSaid" in form.dataset && [...choice.options].some((option) => option.value === zone)) {
    choice.value = zone; // who never said begins with where they are
  }

  const query = form.elements.query;
  const preview = document.getElementById("preview");
  if (query && preview) {
    let timer = 0;
    let asking = null;
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const said = new URLSearchParams({ query: query.value, subscription: form.elements.subscription.value, zone });
      try {
        const answer = await fetch(`${form.dataset.preview}?${said}`, { signal: asking.signal });
        if (answer.ok) preview.innerHTML = await answer.text();
      } catch {
        // the next letter asks again
      }
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 400);
    };
    query.addEventListener("input", soon);
    form.elements.subscription.addEventListener("change", soon);
  }

  const desktop = form.querySelector("[data-desktop]");
  desktop?.addEventListener("change", async () => {
    if (!desktop.checked) return;
    const given = "Notification" in window ? await Notification.requestPermission() : "denied";
    let note = form.querySelector(".desktop-denied");
    if (given === "granted") {
      note?.remove();
    } else if (!note) {
      note = document.createElement("p");
      note.className = "error desktop-denied";
      note.setAttribute("role", "alert");
      note.textContent = form.dataset.wordDenied;
      desktop.parentElement.after(note);
    }
  });
})();
