// How much is unread, on every page of the portal, and what the desktop is told of while one is open.
// One tab of a browser waits at the server and tells the others: a browser has few connections to one place.
"use strict";

(() => {
  const { pulse, inbox, wordUnread } = document.currentScript.dataset;
  const WAIT = 25; // seconds at the server
  const POLL = 15000; // where nobody can wait there
  const STALE = 300000; // what came while no page was open for so long is in the list, and rings no more
  const NAME = "newswire.alerts";

  const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

  const show = ({ unread, newest }) => {
    for (const way of document.querySelectorAll(`.side a[href="${inbox}"]`)) {
      let badge = way.querySelector(".side-unread");
      if (!badge) {
        badge = document.createElement("span");
        badge.className = "side-unread";
        way.append(badge);
      }
      badge.hidden = unread === 0;
      badge.textContent = unread ? wordUnread.replace("{count}", unread) : "";
    }
    const main = document.querySelector("[data-alerts-shown]");
    if (main && newest > Number(main.dataset.alertsShown)) main.querySelector(".alerts-more").hidden = false;
  };

  const ring = ({ id, title, body, address, language }) => {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    // one that grows takes the place of the one before
    const note = new Notification(title, { body, lang: language, tag: `${NAME}.${id}`, icon: "/favicon.svg" });
    note.onclick = () => {
      window.focus();
      location.assign(address);
      note.close();
    };
  };

  // Where the last page of this browser stopped, so that nothing is missed and nothing rings twice between two pages.
  const recall = () => {
    try {
      const { newest, at } = JSON.parse(localStorage.getItem(NAME));
      return Date.now() - at < STALE ? newest : null;
    } catch {
      return null;
    }
  };

  const remember = (newest) => {
    try {
      localStorage.setItem(NAME, JSON.stringify({ newest, at: Date.now() }));
    } catch {
      // a browser that keeps nothing may miss one between two pages
    }
  };

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const follow = async () => {
    let after = recall();
    let first = true;
    for (;;) {
      const asked = Date.now();
      try {
        const wait = first ? 0 : WAIT; // the count is shown at once
        const answer = await fetch(after === null ? pulse : `${pulse}?after=${after}&wait=${wait}`);
        if (answer.status === 204) return; // signed out
        if (!answer.ok) throw new Error(String(answer.status));
        const said = await answer.json();
        const moved = said.newest !== after;
        after = said.newest;
        remember(after);
        show(said);
        channel?.postMessage({ unread: said.unread, newest: said.newest });
        said.rings.forEach(ring);
        if (!first && !moved && Date.now() - asked < 1000) await pause(POLL); // it does not wait for us
        first = false;
      } catch {
        await pause(POLL);
      }
    }
  };

  channel?.addEventListener("message", (event) => show(event.data));
  if (navigator.locks) {
    navigator.locks.request(NAME, follow);
    // a page that is not the one that waits still shows the count at once
    fetch(pulse)
      .then((answer) => (answer.status === 200 ? answer.json() : null))
      .then((said) => said && show(said))
      .catch(() => {});
  } else {
    follow();
  }
})();
