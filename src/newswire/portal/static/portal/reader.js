// Reading: keys, the story beside the list, and what happens to an opened story when it is killed, held or renewed.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const rows = main.querySelector(".rows");
  const pane = main.querySelector(".pane");
  const dialog = main.querySelector(".keys");
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
      const answer = await fetch(`${href}?pane=1`, { headers: { Accept: "text/html" }, redirect: "error" });
      if (answer.ok) {
        made = document.createElement("template");
        made.innerHTML = await answer.text();
        made = made.content;
      }
    } catch {
      // the sentence about it is shown
    }
    if (turn === wanted) pane.replaceChildren(made);
    return turn === wanted;
  };

  const open = async (link) => {
    mark(link);
    opened = { guid: link.closest(".row").dataset.guid, href: link.getAttribute("href") };
    pane.replaceChildren(paragraph(main.dataset.wordLoading));
    pane.scrollTop = 0;
    await fetchStory(opened.href);
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

  const links = () => [...rows.querySelectorAll(".row-link")];

  const move = (step) => {
    const all = links();
    const here = all.indexOf(document.activeElement.closest?.(".row-link") ?? rows.querySelector(".row-link[aria-current]"));
    const next = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (dialog.open) return;
    const focused = document.activeElement.closest?.(".row-link");
    const acts = {
      j: () => move(1),
      k: () => move(-1),
      o: () => focused?.click(),
      ".": () => document.dispatchEvent(new Event("wire:show")),
      "?": () => dialog.showModal(),
      Escape: () => (rows.querySelector(".row-link[aria-current]") ?? rows.querySelector(".row-link"))?.focus(),
    };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  };

  rows.addEventListener("click", (event) => {
    const link = event.target.closest(".row-link");
    if (!link || !wide.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  main.querySelector(".keys-open").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", press);
  document.addEventListener("wire:entry", follow);
})();
