// Small things on every page of the desk: countdowns, and the story's own writing direction in the editor.

(() => {
  const RTL = new Set(["ar", "fa", "ckb"]);
  const OWN_TEXT = "[name=headline], [name=standfirst], [name=picture_caption], [name=picture_alt]";

  // The same words and the same rounding as the tag `countdown` writes.
  const left = (place) => {
    const minutes = Math.max(0, Math.ceil((new Date(place.dataset.until) - Date.now()) / 60000));
    const hours = Math.floor(minutes / 60);
    const fill = (form, values) => form.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
    if (!minutes) return place.dataset.due;
    if (hours < 1) return fill(place.dataset.minutes, { minutes });
    if (hours < 48) return fill(place.dataset.hours, { hours, minutes: minutes % 60 });
    return fill(place.dataset.days, { days: Math.floor(hours / 24), hours: hours % 24 });
  };

  const countDown = () => {
    for (const place of document.querySelectorAll("[data-until]")) place.textContent = left(place);
  };

  const turnText = (language) => {
    const direction = RTL.has(language) ? "rtl" : "ltr";
    for (const field of document.querySelectorAll(`${OWN_TEXT}, .desk-body [contenteditable], .desk-web-row [contenteditable]`)) {
      field.lang = language;
      field.dir = direction;
    }
    for (const [place, field] of [[".desk-body", "body"], [".desk-web-row", "summary"]]) {
      for (const text of document.querySelectorAll(`${place} [role=textbox]`)) {
        text.setAttribute("aria-labelledby", `id_${field}-label`); // the label points at a hidden field
      }
    }
  };

  // Wagtail's button for somebody else who has the story open is a picture without a name.
  const nameSessions = () => {
    for (const button of document.querySelectorAll("button.w-editing-sessions__session:not([aria-label])")) {
      const content = button._tippy?.props.content;
      const words = (content?.textContent ?? content ?? button.textContent).replace(/\s+/g, " ").trim();
      if (words) button.setAttribute("aria-label", words);
    }
  };

  // Wagtail looks at the form two seconds after it opened and takes what stands there then for saved. What was typed
  // before that, or put in by a button of ours (which says so: desk:put), counts as a change here: it is saved with the
  // rest.
  const countEarlyKeystrokes = (form) => {
    let early = false;
    const note = (event) => {
      early ||= event.isTrusted || event.type === "desk:put";
    };
    const kinds = ["input", "change", "desk:put"];
    for (const kind of kinds) form.addEventListener(kind, note, true);
    form.addEventListener(
      "w-unsaved:watch-edits",
      () => {
        for (const kind of kinds) form.removeEventListener(kind, note, true);
        if (early) form.dataset.wUnsavedForceValue = "true";
      },
      { once: true },
    );
  };

  document.addEventListener("DOMContentLoaded", () => {
    countDown();
    nameSessions();
    new MutationObserver(nameSessions).observe(document.body, { childList: true, subtree: true });
    setInterval(countDown, 20000);
    const language = document.querySelector("#w-editor-form [name=language]");
    if (!language) return;
    countEarlyKeystrokes(language.form);
    const turn = () => turnText(language.value);
    language.addEventListener("change", turn);
    document.addEventListener("wagtail:draftail-init", () => setTimeout(turn));
    turn();
    setTimeout(turn, 500); // the text editor mounts after this script
  });
})();
