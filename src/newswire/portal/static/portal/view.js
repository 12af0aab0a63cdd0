// A view's page stays true: what comes and matches stands on top, what happens to a shown story changes its row.
// The live lists of its subscriptions say that something came; where they are too many, the clock does.
"use strict";

(() => {
  const main = document.querySelector("main.view");
  if (!main.dataset.newer) return;
  const rows = main.querySelector(".rows");
  const status = main.querySelector("[role='status']");
  const MOST_ROWS = 200;
  const POLL = 15000;
  let cursor = main.dataset.cursor;
  let asking = false;
  let again = false;

  const put = (row) => {
    const old = [...rows.children].find((one) => one.dataset.guid === row.dataset.guid);
    if (old) old.remove();
    // a kill or hold of what is not shown says nothing here
    else if (!row.querySelector(".row-headline[lang]")) return 0;
    rows.prepend(row);
    return 1;
  };

  const ask = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(`${main.dataset.newer}?after=${cursor}`);
      if (answer.ok) {
        const template = document.createElement("template");
        template.innerHTML = await answer.text();
        cursor = answer.headers.get("X-Cursor") || cursor;
        const count = [...template.content.children].reduce((sum, row) => sum + put(row), 0);
        while (rows.childElementCount > MOST_ROWS) rows.lastElementChild.remove();
        main.querySelector(".rows-empty").hidden = rows.childElementCount > 0;
        if (count) status.textContent = status.dataset.word.replace("{count}", count);
      }
    } catch {
      // asked again soon
    }
    asking = false;
    if (again) {
      again = false;
      ask();
    }
  };

  const sources = main.dataset.live.split(" ").filter(Boolean).map((address) => new EventSource(address));
  for (const source of sources) source.addEventListener("row", ask);
  addEventListener("pagehide", () => sources.forEach((source) => source.close()));
  setInterval(ask, POLL);
})();
