// Two boxes of Wagtail's have no name of their own: the tag field's gets that of its field, the one for many files ours.
(() => {
  document.getElementById("fileupload")?.setAttribute("aria-label", document.currentScript.dataset.uploadName);
  const name = () => {
    for (const box of document.querySelectorAll(".tagit-new input:not([aria-label])")) {
      const label = box.closest(".w-field__wrapper")?.querySelector("label");
      box.setAttribute("aria-label", label ? label.textContent.replace("*", "").trim() : "");
    }
  };
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
})();
