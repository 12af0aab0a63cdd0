// The live list: follows the subscription by number. New rows slide in at the top, or wait above while one reads.
// What happens to a story is announced as the document's event "wire:entry"; reader.js listens.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const list = main.querySelector(".list");
  const rows = main.querySelector(".rows");
  const line = main.querySelector(".line");
  const bar = main.querySelector(".waiting");
  const pages = main.querySelector(".pages");
  const words = main.dataset;

  const MOST_ROWS = 150; // a tab stays open for a day: what is further down comes again as one scrolls (older.js)
  const SILENCE = 45000; // three heartbeats: the machine slept, or the line is dead without saying so
  const RETRY = 3000;
  const NEAR = 8; // pixels that still count as the top
  const ASLEEP = 20000; // a heartbeat is overdue: somebody who comes back to the tab does not wait for SILENCE

  const language = `${document.documentElement.lang}-u-nu-latn`;
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");

  let source = null;
  let cursor = words.cursor;
  let newest = Number(words.newest);
  let heard = Date.now();
  let timer = 0;
  let waiting = []; // { guid, html } of rows that are not shown yet, oldest first
  let overflow = false;

  const say = (state, text) => {
    if (line.dataset.state === state) return; // the first loss counts, not each vain attempt
    line.dataset.state = state;
    line.textContent = text;
  };

  const lose = () => {
    say("lost", words.wordLost.replace("{time}", clock.format(new Date())).replace("{number}", group(newest)));
  };

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };

  const end = () => {
    close();
    say("ended", words.wordEnded);
  };

  const finish = () => {
    close();
    say("ended", words.wordOver);
  };

  const makeRow = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };

  const isAtTop = () => "top" in words && list.scrollTop < NEAR && window.scrollY < NEAR;

  const trim = () => {
    while (rows.childElementCount > MOST_ROWS) {
      rows.lastElementChild.remove();
      pages.hidden = false;
      pages.querySelector("a").search = `?before=${rows.lastElementChild.dataset.n}`;
    }
  };

  // One row a story: the new one takes the place of the one before it, focus and selection included.
  const fold = (row) => {
    for (const old of rows.querySelectorAll(`:scope > [data-guid="${CSS.escape(row.dataset.guid)}"]`)) {
      if (old === row) continue;
      const link = row.querySelector(".row-link");
      if (old.querySelector(".row-link[aria-current]")) link.setAttribute("aria-current", "true");
      const had = old.contains(document.activeElement);
      old.remove();
      if (had) link.focus({ preventScroll: true });
    }
  };

  const insert = (html) => {
    const row = makeRow(html);
    row.classList.add("is-new");
    rows.prepend(row);
    main.querySelector(".rows-empty").hidden = true;
    fold(row);
  };

  const countWaiting = () => {
    bar.hidden = waiting.length === 0 && !overflow;
    bar.textContent = words.wordNew.replace("{count}", overflow ? `${MOST_ROWS}+` : waiting.length);
  };

  const showWaiting = () => {
    if (overflow || !("top" in words)) {
      location.assign(words.home);
      return;
    }
    for (const one of waiting) insert(one.html);
    waiting = [];
    trim();
    countWaiting();
    list.scrollTop = 0;
    window.scrollTo(0, 0);
  };

  // A kill, hold or lift changes the row of its story where it stands, before the new row is shown.
  const change = (row, use) => {
    row.dataset.use = use;
    row.querySelector(".row-until")?.remove();
    const state = row.querySelector(".tag-state");
    const template = document.getElementById(`state-${use}`);
    state.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  };

  const changeStory = (entry) => {
    if (!["kill", "hold", "lift"].includes(entry.kind)) return;
    for (const row of rows.children) if (row.dataset.guid === entry.guid) change(row, entry.use);
  };

  const take = (event) => {
    const entry = JSON.parse(event.data);
    heard = Date.now();
    cursor = event.lastEventId;
    if (entry.n <= newest) return; // a repeat after a resumed connection
    newest = entry.n;
    changeStory(entry);
    waiting = waiting.filter((one) => one.guid !== entry.guid); // the newer version waits in its place
    if (isAtTop() && waiting.length === 0) {
      insert(entry.html);
      trim();
    } else if (waiting.length < MOST_ROWS) {
      waiting.push({ guid: entry.guid, html: entry.html });
    } else {
      overflow = true;
    }
    countWaiting();
    document.dispatchEvent(new CustomEvent("wire:entry", { detail: entry }));
  };

  const beat = (event) => {
    heard = Date.now();
    if (JSON.parse(event.data).head > newest) {
      retry(); // the server says that we missed something
    } else {
      say("live", words.wordLive);
    }
  };

  // EventSource tries again by itself after a cut connection, never after a refusal: then ask why.
  const fail = async () => {
    lose();
    if (source?.readyState !== EventSource.CLOSED) return;
    close();
    try {
      const answer = await fetch(words.live, { method: "HEAD" });
      if (answer.status === 401 || answer.status === 404) {
        end();
        return;
      }
    } catch {
      // still no connection
    }
    timer = setTimeout(open, RETRY);
  };

  const open = () => {
    close();
    heard = Date.now();
    source = new EventSource(`${words.live}?after=${encodeURIComponent(cursor)}`);
    source.addEventListener("row", take);
    source.addEventListener("heartbeat", beat);
    source.addEventListener("ended", end);
    source.addEventListener("over", finish);
    source.addEventListener("restored", () => {
      close();
      location.assign(words.home);
    });
    source.onerror = fail;
  };

  const retry = () => {
    lose();
    open();
  };

  bar.addEventListener("click", showWaiting);
  document.addEventListener("wire:show", showWaiting);
  list.addEventListener("scroll", () => isAtTop() && waiting.length && !overflow && showWaiting(), { passive: true });
  addEventListener("offline", () => {
    if (!source) return;
    lose();
    close();
    timer = setTimeout(open, RETRY); // the browser may be wrong about it
  });
  const wake = () => {
    if (document.hidden || line.dataset.state === "ended") return;
    if (!source || source.readyState === EventSource.CLOSED || Date.now() - heard > ASLEEP) retry();
  };

  addEventListener("online", () => line.dataset.state !== "ended" && retry());
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("resume", wake);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
  setInterval(() => source && Date.now() - heard > SILENCE && retry(), 5000);

  open();
})();
