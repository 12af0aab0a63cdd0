// The box that Wagtail's tag field makes for itself has no name of its own: it gets that of the field.
(() => {
  const name = () => {
    for (const box of document.querySelectorAll(".tagit-new input:not([aria-label])")) {
      const label = box.closest(".w-field__wrapper")?.querySelector("label");
      box.setAttribute("aria-label", label ? label.textContent.replace("*", "").trim() : "");
    }
  };
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
})();
