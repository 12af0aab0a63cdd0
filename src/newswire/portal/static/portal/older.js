// Older stories come by themselves as one scrolls down, as far as a tab that is open all day can hold; then by the link.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const list = main.querySelector(".list");
  const rows = main.querySelector(".rows");
  const pages = main.querySelector(".pages");
  const link = pages.querySelector("a");

  const MOST_ROWS = 300; // back at the top, the next new story cuts the list off again (wire.js)
  const AHEAD = 400; // pixels

  let isAsking = false;

  const has = (guid) => rows.querySelector(`:scope > [data-guid="${CSS.escape(guid)}"]`) !== null;

  const append = (page) => {
    for (const row of page.querySelectorAll(".rows > .row")) {
      if (!has(row.dataset.guid)) rows.append(document.adoptNode(row));
    }
    const next = page.querySelector(".pages");
    pages.hidden = !next || next.hidden;
    if (next) link.search = next.querySelector("a").getAttribute("href");
  };

  const ask = async () => {
    if (isAsking || pages.hidden || rows.childElementCount >= MOST_ROWS) return;
    isAsking = true;
    const asked = link.search;
    try {
      const answer = await fetch(link.href, { redirect: "error" });
      // the list was cut off meanwhile: what comes would leave a gap
      if (answer.ok && link.search === asked) append(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // the link stays
    }
    isAsking = false;
  };

  // whichever scrolls: the list beside the story, or the page of a narrow screen
  const isNear = () => pages.getBoundingClientRect().top < innerHeight + AHEAD;
  for (const place of [list, document]) place.addEventListener("scroll", () => isNear() && ask(), { passive: true });
})();
