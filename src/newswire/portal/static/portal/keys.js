// The keyboard: moving in the list, and every action by the key that its element names in data-key.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const rows = main.querySelector(".rows");
  const pane = main.querySelector(".pane");
  const dialog = main.querySelector(".keys");

  const current = () => document.activeElement.closest?.(".row") ?? null;
  const chosen = () => rows.querySelector(".row-link[aria-current]")?.closest(".row") ?? null;

  const move = (step) => {
    const all = [...rows.querySelectorAll(".row-link")];
    const here = all.indexOf((current() ?? chosen())?.querySelector(".row-link"));
    const next = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  // The row that has the focus is meant where it is not the story in the pane.
  const isElsewhere = () => current() !== null && current() !== chosen();

  const act = (key) => {
    const row = current();
    if (key === "s" && row && (isElsewhere() || !pane.querySelector("form.save"))) {
      document.dispatchEvent(new CustomEvent("wire:keep", { detail: row }));
      return true;
    }
    if (key === "v" && row && (isElsewhere() || !pane.querySelector(".versions-open"))) {
      row.querySelector(".row-versions a")?.click();
      return true;
    }
    const name = `[data-key="${CSS.escape(key)}"]`;
    const place = pane.querySelector(name) ?? main.querySelector(name);
    if (!place) return false;
    place.focus();
    place.click();
    return true;
  };

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    o: () => current()?.querySelector(".row-link").click(),
    ".": () => document.dispatchEvent(new Event("wire:show")),
    "?": () => dialog.showModal(),
    Escape: () => (rows.querySelector(".row-link[aria-current]") ?? rows.querySelector(".row-link"))?.focus(),
  };

  const press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return; // take.js was first
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (Object.hasOwn(acts, event.key)) {
      event.preventDefault();
      acts[event.key]();
      return;
    }
    const box = main.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
    if (box) {
      event.preventDefault();
      box.focus();
    } else if (event.key.length === 1 && event.key !== " " && act(event.key)) {
      event.preventDefault();
    }
  };

  main.querySelector(".keys-open").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", press);
})();
