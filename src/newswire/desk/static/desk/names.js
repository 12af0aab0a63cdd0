// What Wagtail leaves without a name gets one: the box a tag field makes for itself that of its field, a dialogue its title.
(() => {
  const name = () => {
    for (const box of document.querySelectorAll(".tagit-new input:not([aria-label])")) {
      const label = box.closest(".w-field__wrapper")?.querySelector("label");
      box.setAttribute("aria-label", label ? label.textContent.replace("*", "").trim() : "");
    }
    for (const dialogue of document.querySelectorAll(".modal[role=dialog]")) {
      const title = dialogue.querySelector("h1, h2")?.textContent.trim();
      if (title && dialogue.getAttribute("aria-label") !== title) dialogue.setAttribute("aria-label", title);
    }
  };
  let waiting = 0; // once a frame, however much an editor's keystroke changes
  const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; name(); }); };
  name();
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
})();
