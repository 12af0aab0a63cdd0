// Reading: the story beside the list, its versions, keeping it, and what happens to it when it is killed, held or renewed.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const rows = main.querySelector(".rows");
  const pane = main.querySelector(".pane");
  const wide = matchMedia("(min-width: 56rem)");

  let opened = null; // { guid, href } of the story in the pane
  let wanted = 0;

  const paragraph = (text) => {
    const made = document.createElement("p");
    made.className = "pane-empty";
    made.textContent = text;
    return made;
  };

  const mark = (link) => {
    main.querySelector(".row-link[aria-current]")?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
  };

  const fetchStory = async (href) => {
    const turn = ++wanted;
    let made = paragraph(main.dataset.wordFailed);
    try {
      const answer = await fetch(`${href}${href.includes("?") ? "&" : "?"}pane=1`, { headers: { Accept: "text/html" }, redirect: "error" });
      if (answer.ok) {
        made = document.createElement("template");
        made.innerHTML = await answer.text();
        made = made.content;
      }
    } catch {
      // the sentence about it is shown
    }
    if (turn !== wanted) return;
    pane.replaceChildren(made);
    if (pane.querySelector(".story")) read(opened.guid);
  };

  const open = async (link) => {
    mark(link);
    await show(link.closest(".row").dataset.guid, link.getAttribute("href"));
  };

  const notice = (name) => document.getElementById(`notice-${name}`).content.cloneNode(true);

  // The text goes at once, before the server is asked: the line may be bad just then.
  const withdraw = async (name) => {
    pane.replaceChildren(notice(name));
    await fetchStory(opened.href);
    if (!pane.querySelector(".use")) pane.replaceChildren(notice(name));
  };

  const follow = ({ detail: entry }) => {
    if (!opened || entry.guid !== opened.guid) return;
    if (entry.use === "recall") withdraw("recall");
    else if (entry.kind === "hold") withdraw("hold");
    else if (entry.kind === "lift") fetchStory(opened.href);
    else {
      pane.querySelector(".newer")?.remove();
      pane.prepend(notice("newer"));
      pane.querySelector(".newer button").addEventListener("click", () => fetchStory(opened.href));
    }
  };

  // The pane shows a page of its own kind: the story, or what changed between two versions.
  const show = async (guid, href) => {
    opened = { guid, href };
    pane.replaceChildren(paragraph(main.dataset.wordLoading));
    pane.scrollTop = 0;
    await fetchStory(href);
  };

  const read = (guid) => {
    for (const row of rows.querySelectorAll(`[data-guid="${CSS.escape(guid)}"]`)) {
      row.classList.remove("is-unread");
      row.querySelector(".row-unread")?.remove();
    }
  };

  const keep = async (address, isSaved) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, saved: isSaved ? "1" : "0" });
    try {
      const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    } catch {
      const said = paragraph(main.dataset.wordUnsaved);
      said.setAttribute("role", "alert");
      said.className = "newer";
      pane.prepend(said);
      return;
    }
    for (const row of rows.querySelectorAll(`[data-save="${CSS.escape(address)}"]`)) {
      row.querySelector(".row-saved")?.remove();
      if (isSaved) row.querySelector(".row-n").before(document.getElementById("row-saved").content.cloneNode(true));
    }
    const form = pane.querySelector(`form.save[action="${CSS.escape(address)}"]`);
    if (!form) return;
    const button = form.querySelector("button");
    form.elements.saved.value = isSaved ? "0" : "1";
    button.textContent = isSaved ? button.dataset.wordSaved : button.dataset.wordSave;
  };

  const unfold = async (link) => {
    const row = link.closest(".row");
    const open = row.querySelector(".older");
    if (open) {
      open.remove();
      link.setAttribute("aria-expanded", "false");
      return;
    }
    const template = document.createElement("template");
    try {
      const answer = await fetch(`${link.getAttribute("href")}?rows=1`, { redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      template.innerHTML = (await answer.text()).trim();
    } catch {
      template.content.append(paragraph(main.dataset.wordOlder));
      template.content.firstElementChild.className = "older";
    }
    if (row.querySelector(".older")) return; // pressed twice
    row.append(template.content);
    link.setAttribute("aria-expanded", "true");
  };

  const isPlain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey);

  rows.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || !isPlain(event)) return;
    if (link.matches(".row-versions a")) {
      event.preventDefault();
      unfold(link);
    } else if (wide.matches) {
      event.preventDefault();
      const row = link.closest(".row");
      if (link.matches(".row-link")) open(link);
      else show(row.dataset.guid, link.getAttribute("href"));
    }
  });
  pane.addEventListener("click", (event) => {
    const link = event.target.closest(".versions-open, .versions-pick, .versions-story");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    show(opened.guid, link.getAttribute("href"));
  });
  pane.addEventListener("submit", (event) => {
    if (!event.target.matches("form.save")) return;
    event.preventDefault();
    keep(event.target.getAttribute("action"), event.target.elements.saved.value === "1");
  });
  document.addEventListener("wire:keep", ({ detail: row }) => {
    keep(row.dataset.save, !row.querySelector(".row-saved"));
  });
  document.addEventListener("wire:entry", follow);
})();
