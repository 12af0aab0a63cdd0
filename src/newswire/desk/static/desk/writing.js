// Snippets in the editor: ;;shortcut and a space becomes the text, in plain fields and in the text editor; or one is
// chosen from the dialogue and goes to where the cursor was.

(() => {
  const CALL = /;;([\w-]+)$/;
  const PLAIN = "#w-editor-form :is(input[type=text], textarea)";
  const RICH = "#w-editor-form .public-DraftEditor-content";
  let last = null; // the field the cursor was in
  let range = null; // where in it, for the text editor

  const pick = (at) => [at.startContainer, at.startOffset, at.endContainer, at.endOffset]; // a range itself would move

  const textOf = (shortcut) =>
    document.querySelector(`[data-snippet="${CSS.escape(shortcut.toLowerCase())}"]`)?.dataset.text;

  const putPlain = (field, from, to, text) => {
    field.setRangeText(text, from, to, "end");
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  };

  // The text editor takes a paste at its own idea of the selection, which follows the browser's a moment later.
  const putRich = (editor, text) => {
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
      const selection = document.getSelection();
      const { anchorNode: node, anchorOffset: offset } = selection;
      selection.setBaseAndExtent(node, offset - call[0].length, node, offset);
      setTimeout(putRich, 50, editor, text);
    },
    true,
  );

  document.addEventListener("focusout", ({ target: field }) => {
    if (field.matches?.(`${PLAIN}, ${RICH}`)) last = field;
  });

  // The text editor forgets its selection as soon as the focus leaves it.
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const place = selection.anchorNode?.parentElement;
    if (place?.closest(RICH)) range = pick(selection.getRangeAt(0));
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-snippet]");
    if (!button) return;
    button.closest("dialog").close();
    const field = last ?? document.querySelector(RICH);
    const place = range;
    field?.focus();
    if (field?.matches(PLAIN)) putPlain(field, field.selectionStart, field.selectionEnd, button.dataset.text);
    else if (field) {
      if (place?.[0].isConnected) document.getSelection().setBaseAndExtent(...place);
      setTimeout(putRich, 50, field, button.dataset.text);
    }
  });
})();
