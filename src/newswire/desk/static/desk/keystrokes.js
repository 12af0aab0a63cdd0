// A story is saved as it stands on the screen: the text editor hands its last keystrokes over a quarter of a second
// late, so a form that is submitted sooner waits until what it would send is what can be read.

(() => {
  const LATE = 300;
  const LOOK = 50;
  const LONGEST = 4000;
  let touched = -LATE;

  const note = (event) => {
    if (event.target.closest?.(".Draftail-Editor")) touched = performance.now();
  };

  const words = (texts) => texts.map((text) => text.replace(/[\s\u200b\ufeff]+/g, " ").trim()).filter(Boolean).join("\n");

  const isHandedOver = (editor) => {
    const input = editor.closest("[data-field-wrapper], .w-field, form").querySelector("input[data-draftail-input]");
    const shown = words([...editor.querySelectorAll("[data-block=true]")].map((block) => block.textContent));
    const kept = words((JSON.parse(input?.value || "null")?.blocks ?? []).map((block) => block.text));
    return !input || shown === kept;
  };

  const isSettled = (form) =>
    performance.now() - touched >= LATE && [...form.querySelectorAll(".public-DraftEditor-content")].every(isHandedOver);

  const submitWhenSettled = (form, submitter, deadline) => {
    if (isSettled(form) || performance.now() > deadline) {
      form.dataset.settled = "true";
      form.requestSubmit(submitter);
    } else {
      setTimeout(submitWhenSettled, LOOK, form, submitter, deadline);
    }
  };

  for (const kind of ["keydown", "input", "paste", "drop", "cut", "mousedown"]) {
    document.addEventListener(kind, note, true);
  }

  document.addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      if (form.id !== "w-editor-form") return;
      if (form.dataset.settled || isSettled(form)) {
        delete form.dataset.settled;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      submitWhenSettled(form, submitter, performance.now() + LONGEST);
    },
    true,
  );
})();
