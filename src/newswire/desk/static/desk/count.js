// Words and reading time under the text while it is written. The rules are those of `item/measure.py`.

(() => {
  const JOINERS = /[\p{M}\u00ad\u200c\u200d\u200e\u200f\u2060\ufeff]/gu;
  const LETTER = "[\\p{L}\\p{Nl}\\p{No}_]";
  const DIGIT = "\\p{Nd}";
  const WORD = new RegExp(
    `[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_]|(?<=${LETTER})['\\u2018\\u2019.:\\u00b7\\u05f4\\u2027](?=${LETTER})` +
      `|(?<=${DIGIT})[.,;'\\u2019\\u066b\\u066c](?=${DIGIT}))*`,
    "gu",
  );
  const count = (text) => (text.replace(JOINERS, "").match(WORD) ?? []).length;

  // The blocks of the text editor: everything that is written, nothing of its buttons, captions and hints.
  const countText = (editor) => {
    let words = 0;
    for (const block of editor.querySelectorAll("[data-block=true]:not(figure)")) {
      words += count([...block.querySelectorAll("[data-text=true]")].map((leaf) => leaf.textContent).join(""));
    }
    return words;
  };

  const watch = (editor, panel, language) => {
    const line = document.createElement("p");
    line.className = "desk-count";
    panel.append(line);
    const speeds = JSON.parse(panel.dataset.speeds);
    let waiting = 0;
    const show = () => {
      waiting = 0;
      const words = countText(editor);
      const minutes = Math.ceil(words / (speeds[language.value] ?? speeds.other));
      line.dataset.count = words;
      line.dataset.minutes = minutes;
      line.textContent = `${panel.dataset.words.replace("#", words)} · ${panel.dataset.reading.replace("#", minutes)}`;
    };
    const soon = () => {
      waiting ||= requestAnimationFrame(show);
    };
    new MutationObserver(soon).observe(editor, { childList: true, characterData: true, subtree: true });
    language.addEventListener("change", soon);
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector("[data-desk-count]");
    const language = document.querySelector("#w-editor-form [name=language]");
    if (!panel || !language) return;
    const begin = () => {
      const editor = panel.querySelector("[role=textbox][contenteditable=true], [contenteditable=true]");
      if (!editor) return false;
      watch(editor, panel, language);
      return true;
    };
    if (begin()) return;
    const mounted = new MutationObserver(() => begin() && mounted.disconnect());
    mounted.observe(panel, { childList: true, subtree: true }); // the text editor mounts after this script
  });
})();
