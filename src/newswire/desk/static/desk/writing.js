// Snippets in the editor: ;;shortcut and a space becomes the text, in plain fields and in the text editor; or one is
// chosen from the dialogue and goes to where the cursor was.

(() => {
  const CALL = /;;([\w-]+)$/;
  const PLAIN = "#w-editor-form :is(input[type=text], textarea)";
  const RICH = "#w-editor-form .public-DraftEditor-content";
  let last = null; // the field the cursor was in
  let range = null; // where in it, for the text editor

  // A place in the text editor as its paragraph and the letters before it: the nodes themselves are made anew whenever
  // the editor draws.
  const placeOf = (node, offset) => {
    const paragraph = (node.closest ? node : node.parentElement).closest("[data-block]");
    if (!paragraph) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return { key: paragraph.dataset.offsetKey, letters: before.toString().length };
  };

  const nodeAt = (editor, { key, letters }) => {
    const paragraph = editor.querySelector(`[data-block][data-offset-key="${CSS.escape(key)}"]`);
    if (!paragraph) return null;
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let left = letters;
    let node = null;
    while (texts.nextNode()) {
      node = texts.currentNode;
      if (left <= node.length) return [node, left];
      left -= node.length;
    }
    return node ? [node, node.length] : [paragraph.querySelector("[data-text]") ?? paragraph, 0];
  };

  const select = (editor, range) => {
    const from = range?.[0] && nodeAt(editor, range[0]);
    const to = range?.[1] && nodeAt(editor, range[1]);
    if (from && to) document.getSelection().setBaseAndExtent(...from, ...to);
    document.dispatchEvent(new Event("selectionchange")); // the editor hears of it now, not a moment later
  };

  const textOf = (shortcut) =>
    document.querySelector(`[data-snippet="${CSS.escape(shortcut.toLowerCase())}"]`)?.dataset.text;

  const putPlain = (field, from, to, text) => {
    field.setRangeText(text, from, to, "end");
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  };

  const frames = (count) =>
    new Promise((done) => {
      const next = () => (count-- > 0 ? requestAnimationFrame(next) : done());
      next();
    });

  // The text editor takes a paste at its own idea of the selection. It puts the browser's back to that when it draws
  // itself after a focus, so the place is set after that; then it is told, and has drawn again before the text comes.
  const putRich = async (editor, range, text) => {
    await frames(2);
    select(editor, range);
    await frames(2);
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  };

  const callBefore = (editor) => {
    const { anchorNode: node, anchorOffset: offset, isCollapsed } = document.getSelection();
    if (!isCollapsed || node?.nodeType !== Node.TEXT_NODE || !editor.contains(node)) return null;
    return node.data.slice(0, offset).match(CALL);
  };

  document.addEventListener("input", ({ target: field }) => {
    if (!field.matches?.(PLAIN) || field.selectionStart === null) return;
    const before = field.value.slice(0, field.selectionStart);
    const call = before.endsWith(" ") && before.slice(0, -1).match(CALL);
    const text = call && textOf(call[1]);
    if (text) putPlain(field, before.length - 1 - call[0].length, before.length, text);
  });

  document.addEventListener(
    "keydown",
    (event) => {
      const editor = event.key === " " && !event.isComposing && event.target.closest?.(RICH);
      const call = editor && callBefore(editor);
      const text = call && textOf(call[1]);
      if (!text) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { anchorNode: node, anchorOffset: offset } = document.getSelection();
      putRich(editor, [placeOf(node, offset - call[0].length), placeOf(node, offset)], text);
    },
    true,
  );

  // Where the cursor is, asked while the focus is still there: the browser tells of a moved selection too late for fast
  // fingers, and the text editor forgets it as soon as the focus leaves.
  const remember = () => {
    const field = document.activeElement;
    if (!field?.matches(`${PLAIN}, ${RICH}`)) return;
    last = field;
    const selection = document.getSelection();
    if (!field.matches(RICH) || !selection.rangeCount || !field.contains(selection.anchorNode)) return;
    const at = selection.getRangeAt(0);
    range = [placeOf(at.startContainer, at.startOffset), placeOf(at.endContainer, at.endOffset)];
  };
  document.addEventListener("desk:open", remember, true); // by its key
  document.addEventListener("pointerdown", remember, true); // or by its button

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-snippet]");
    if (!button) return;
    button.closest("dialog").close();
    const field = last ?? document.querySelector(RICH);
    const place = range;
    field?.focus();
    if (field?.matches(PLAIN)) putPlain(field, field.selectionStart, field.selectionEnd, button.dataset.text);
    else if (field) putRich(field, place, button.dataset.text);
  });
})();
