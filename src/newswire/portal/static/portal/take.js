// Taking a story along: copies what the server gives and counts, and presses c, d and m. A story may come into the page
// at any time (the pane beside the list), so everything is listened for on the document.
"use strict";

(() => {
  const say = (form, text) => {
    form.querySelector(".take-state").textContent = text;
  };

  const refusal = (form, status) => {
    if (status === 410) return form.dataset.withdrawn;
    return status === 429 ? form.dataset.usedUp : form.dataset.refused;
  };

  const fetchText = async (form) => {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
      redirect: "error",
    });
    if (!answer.ok) throw answer;
    return answer.json();
  };

  const blob = (type, text) => new Blob([text], { type });

  const write = async (kind, given) => {
    const parts = { "text/plain": given.then(({ text, html }) => blob("text/plain", kind === "html" ? html : text)) };
    if (kind === "html") parts["text/html"] = given.then(({ html }) => blob("text/html", html));
    await navigator.clipboard.write([new ClipboardItem(parts)]);
  };

  const copy = async (form, kind) => {
    say(form, "");
    const given = fetchText(form); // not awaited here: the clipboard opens only while the press of the key is fresh
    try {
      await write(kind, given);
      say(form, form.dataset.copied);
    } catch {
      say(form, await given.then(() => form.dataset.refused, ({ status }) => refusal(form, status)));
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.take");
    if (!form || !navigator.clipboard?.write || !window.ClipboardItem) return; // the browser then saves it as a file
    event.preventDefault();
    copy(form, event.submitter?.value ?? "text");
  });

  document.addEventListener("click", (event) => {
    for (const opened of document.querySelectorAll("details.take-more[open]")) {
      if (!opened.contains(event.target) || event.target.closest("a")) opened.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest?.("input, select, textarea") || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      const opened = document.querySelector("details.take-more[open]");
      if (!opened) return;
      opened.open = false;
      opened.querySelector("summary").focus();
      event.preventDefault();
      return;
    }
    if (!["c", "d", "m"].includes(event.key)) return;
    const action = document.querySelector(`.take [data-key="${event.key}"]`);
    if (!action) return;
    event.preventDefault();
    action.click();
    if (event.key === "d") action.parentElement.querySelector("a")?.focus();
  });
})();
