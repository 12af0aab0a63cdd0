// The keyboard of the desk. What keys do stands in the dialogue of keys (shortcuts.py); this script obeys it.

(() => {
  const PAUSE = 1500; // the longest time between the two keys of a sequence
  const TYPED_IN = "input, textarea, select, [contenteditable], [role=textbox], [role=combobox], [role=listbox]";
  const FIRST = "input:not([type=hidden]), textarea, select";
  let before = "";
  let at = 0;

  // The Latin letter of a key: on a keyboard of another script, or where Alt makes another sign, that of its place.
  const letter = (event) => {
    if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
    return /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key;
  };

  const rows = () => [...document.querySelectorAll("[data-shortcut]")];
  const find = (keys) => rows().find((row) => row.dataset.shortcut.split("|").includes(keys));
  const form = () => document.getElementById("w-editor-form");

  const press = (name) => {
    if (!form()) return false;
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", name, value: "1", hidden: true });
    form().append(button);
    form().requestSubmit(button);
    setTimeout(() => button.remove(), 10000); // the form may wait for the last keystrokes
    return true;
  };

  const obey = (row) => {
    const { go, press: name, opens } = row?.dataset ?? {};
    if (go) {
      location.assign(go);
      return true;
    }
    if (name) return press(name);
    const dialogue = opens && document.getElementById(opens);
    if (!dialogue || document.querySelector("dialog[open]")) return false;
    dialogue.dispatchEvent(new CustomEvent("desk:open"));
    dialogue.showModal();
    return true;
  };

  const pressMain = (event) => {
    const place = document.activeElement?.closest("form, dialog") ?? document;
    const main = place.querySelector("button.desk-go") ?? document.querySelector(".desk-dialogue button.desk-go");
    if (!main || document.activeElement?.closest("#w-editor-form")) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // a calendar takes Enter for a day
    main.click();
  };

  const single = (event) => {
    if (document.activeElement?.closest(TYPED_IN) || document.querySelector("dialog[open]")) return;
    if (document.querySelector("#desk-keys[data-keys-off]")) return;
    const now = performance.now();
    const key = letter(event);
    const pair = before && now - at < PAUSE ? find(`${before} ${key}`) : null;
    const row = pair ?? (event.key === "?" ? find("?") : null);
    [before, at] = [row ? "" : key, now];
    if (obey(row)) event.preventDefault();
  };

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || event.repeat) return;
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key === "Enter") pressMain(event);
      else if (event.ctrlKey && event.altKey && !event.getModifierState("AltGraph")) {
        if (obey(find(`Ctrl+Alt+${letter(event).toUpperCase()}`))) event.preventDefault();
      } else if (!command && !event.altKey && event.key.length === 1) single(event);
    },
    true,
  );

  // A dialogue begins in its first field: one that was wrong before all others; never a calendar, which would open.
  document.addEventListener("DOMContentLoaded", () => {
    const dialogue = document.querySelector(".desk-dialogue");
    if (!dialogue) return;
    const first = dialogue.querySelector("[data-keys-first]");
    const wrong = dialogue.querySelector(":is(input, textarea, select)[aria-invalid=true]");
    const field = first ?? wrong ?? dialogue.querySelector(FIRST);
    const isCalendar = field?.closest("[data-controller*=date], .w-field--admin_date_time_input") !== null;
    (!field || (isCalendar && !first) ? dialogue.querySelector(".desk-go") : field)?.focus();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-opens-dialogue]");
    if (button) obey({ dataset: { opens: button.dataset.opensDialogue } });
  });
})();
