// The web version: the summary of what stands in the form is asked for while it is written, and put into the field or
// taken out of it. The text editor hands its text over a quarter of a second late, so the question waits longer.

(() => {
  const WAIT = 700;
  const FIELDS = [
    "csrfmiddlewaretoken", "type", "language", "headline", "standfirst", "byline", "dateline_place", "dateline_country",
    "places", "people", "organisations", "public", "body", "summary", "summary_origin",
  ];

  const begin = (section, form) => {
    const live = section.querySelector("[data-web-live]");
    const said = section.querySelector("[data-web-said]");
    const buttons = Object.fromEntries(
      ["pin", "own", "automatic"].map((name) => [name, section.querySelector(`[data-web-${name}]`)]),
    );
    const summary = form.querySelector("input[name=summary]");
    const origin = form.querySelector("input[name=summary_origin]");
    let waiting = 0;
    let asked = null; // the question under way
    let isSeen = false;
    let isDue = true;

    const state = () => live.querySelector("[data-web-shown]");

    const offer = () => {
      buttons.pin.disabled = state()?.dataset.webPossible !== "yes";
      buttons.automatic.disabled = !state() || state().dataset.webShown === "automatic";
    };

    const post = async (address, signal = null) => {
      const there = new FormData(form);
      const body = new FormData();
      for (const name of FIELDS) body.set(name, there.get(name) ?? "");
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      return answer;
    };

    const ask = async () => {
      isDue = false;
      asked?.abort();
      const question = (asked = new AbortController());
      live.setAttribute("aria-busy", "true");
      try {
        const answer = await post(section.dataset.webVersion, question.signal);
        live.innerHTML = await answer.text();
      } catch {
        if (question !== asked) return; // a newer one is under way
        live.textContent = live.dataset.failed;
      }
      if (question !== asked) return;
      live.removeAttribute("aria-busy");
      offer();
    };

    const soon = () => {
      isDue = true;
      clearTimeout(waiting);
      if (isSeen) waiting = setTimeout(ask, WAIT);
    };

    // The change goes into the editor's history, so that it can be undone there.
    const put = (raw, by) => {
      const { EditorState, convertFromRaw } = window.DraftJS;
      const editor = summary.draftailEditor;
      const now = editor.getEditorState();
      editor.onChange(EditorState.push(now, convertFromRaw(raw), "insert-fragment"));
      summary.value = JSON.stringify(raw);
      origin.value = by;
      for (const kind of ["input", "change", "desk:put"]) summary.dispatchEvent(new Event(kind, { bubbles: true }));
    };

    const focus = () => setTimeout(() => summary.draftailEditor.focus(), 50);

    buttons.pin.addEventListener("click", () => {
      put(JSON.parse(state().dataset.webRaw), "editor");
      said.textContent = said.dataset.pinned;
    });
    buttons.own.addEventListener("click", () => {
      if (origin.value === "model") put(JSON.parse(section.dataset.webEmpty), "editor");
      said.textContent = said.dataset.own;
      focus();
    });
    buttons.automatic.addEventListener("click", () => {
      put(JSON.parse(section.dataset.webEmpty), "");
      said.textContent = said.dataset.automatic;
    });

    const model = section.querySelector("[data-web-ask]");
    model?.addEventListener("click", async () => {
      model.disabled = true;
      said.textContent = said.dataset.asking;
      try {
        const answer = await post(model.dataset.webAsk);
        const { raw, refused } = await answer.json();
        if (raw) put(raw, "model");
        said.textContent = refused ?? said.dataset.asked;
      } catch {
        said.textContent = said.dataset.unasked;
      }
      model.disabled = false;
    });

    for (const kind of ["input", "change"]) form.addEventListener(kind, soon);
    for (const name of ["body", "summary"]) {
      const panel = form.querySelector(`input[name=${name}]`).closest("[data-field-wrapper], .w-field");
      new MutationObserver(soon).observe(panel, { childList: true, characterData: true, subtree: true });
    }
    new IntersectionObserver(([entry]) => {
      isSeen = entry.isIntersecting;
      if (isSeen && isDue) soon();
    }).observe(section);
    offer();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const section = document.querySelector("[data-web-version]");
    const form = document.querySelector("#w-editor-form");
    if (section && form) begin(section, form);
  });
})();
