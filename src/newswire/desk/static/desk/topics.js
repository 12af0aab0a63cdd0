// The subject picker: a search box over the plain select, which stays the form's field and the fallback, and the tree
// of topics to browse (topic_tree.js). Both speak the story's language and follow it when it changes.
// Keys: arrows move, Enter takes, Escape closes; chosen topics are buttons that remove themselves.

(() => {
  const LIMIT = 40;
  const fold = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

  const make = (tag, attributes, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  const enhance = (box) => {
    if (box.querySelector("[role=combobox]")) return;
    const select = box.querySelector("select");
    const listId = `${select.id}-found`;
    const search = make("input", {
      type: "text", role: "combobox", id: `${select.id}-search`, autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": listId, "aria-label": box.dataset.search, placeholder: box.dataset.search,
    });
    const found = make("ul", { id: listId, class: "desk-topics-found", role: "listbox", hidden: "", "aria-label": box.dataset.search });
    const chosen = make("ul", { class: "desk-topics-chosen" });
    let topics = null; // [qcode, path, folded path], fetched when the box is first entered
    let active = -1;
    const language = select.form?.elements.language;
    const browse = make("button", { type: "button", class: "button button-small button-secondary desk-topics-browse", "aria-expanded": "false" }, box.dataset.browse);
    let tree = null;
    select.hidden = true;
    box.append(chosen, search, found, browse);

    const say = () => {
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const close = () => {
      found.hidden = true;
      active = -1;
      search.setAttribute("aria-expanded", "false");
      search.removeAttribute("aria-activedescendant");
    };
    const showChosen = () => {
      chosen.replaceChildren(...[...select.options].map((option) => {
        const item = make("li", {});
        const name = option.text.split(" › ").pop();
        const button = make("button", { type: "button", title: option.text, "aria-label": `${box.dataset.remove}: ${option.text}` }, name);
        button.addEventListener("click", () => {
          option.remove();
          showChosen();
          say();
          search.focus();
        });
        item.append(button);
        return item;
      }));
    };
    const fetchTopics = async () => {
      const url = language ? box.dataset.topics.replace(/[^/]+\.json$/, `${language.value}.json`) : box.dataset.topics;
      const answer = await fetch(url);
      return (await answer.json()).map(([code, path]) => [code, path, fold(path)]);
    };
    const closeTree = () => {
      tree?.remove();
      tree = null;
      browse.setAttribute("aria-expanded", "false");
    };
    const toggle = (code, path) => {
      const taken = [...select.options].find((option) => option.value === code);
      if (taken) taken.remove();
      else select.add(new Option(path, code, true, true));
      showChosen();
      say();
      return !taken;
    };
    const take = (item) => {
      if (!item?.dataset.value) return;
      select.add(new Option(item.dataset.path, item.dataset.value, true, true));
      search.value = "";
      close();
      showChosen();
      say();
    };
    const move = (step) => {
      const items = [...found.querySelectorAll("[role=option]")];
      if (!items.length) return;
      items[active]?.setAttribute("aria-selected", "false");
      active = (active + step + items.length) % items.length;
      items[active].setAttribute("aria-selected", "true");
      items[active].scrollIntoView({ block: "nearest" });
      search.setAttribute("aria-activedescendant", items[active].id);
    };
    const look = () => {
      const words = fold(search.value).split(/\s+/).filter(Boolean);
      if (!words.length) return close();
      const taken = new Set([...select.options].map((option) => option.value));
      const hits = (topics ?? []).filter(([code, , folded]) => !taken.has(code) && words.every((word) => folded.includes(word)));
      hits.sort((a, b) => a[2].length - b[2].length);
      found.replaceChildren(...hits.slice(0, LIMIT).map(([code, path], index) => {
        const item = make("li", {
          role: "option", id: `${listId}-${index}`, "aria-selected": "false", "data-value": code, "data-path": path,
        }, path.split(" › ").pop());
        const broader = path.split(" › ").slice(0, -1).join(" › ");
        if (broader) item.append(make("small", {}, broader));
        return item;
      }));
      if (!hits.length) found.replaceChildren(make("li", { role: "presentation" }, box.dataset.none));
      found.hidden = false;
      active = -1;
      search.setAttribute("aria-expanded", "true");
      if (hits.length) move(1);
    };

    search.addEventListener("focus", async () => {
      if (topics) return;
      topics = await fetchTopics();
      if (search.value) look();
    }, { once: true });
    search.addEventListener("input", (event) => {
      event.stopPropagation(); // the search box is no field of the form: nothing to save yet
      look();
    });
    search.addEventListener("change", (event) => event.stopPropagation());
    search.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Enter") take(found.querySelector("[aria-selected=true]"));
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    found.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(event.target.closest("[role=option]"));
    });
    search.addEventListener("blur", close);
    browse.addEventListener("click", async () => {
      if (tree) return closeTree();
      topics ??= await fetchTopics();
      tree = window.deskTopicTree(topics, box.dataset.browse, (code) => [...select.options].some((one) => one.value === code), toggle);
      browse.after(tree);
      browse.setAttribute("aria-expanded", "true");
    });
    language?.addEventListener("change", async () => {
      closeTree();
      topics = await fetchTopics();
      const names = new Map(topics.map(([code, path]) => [code, path]));
      for (const option of select.options) option.text = names.get(option.value) ?? option.text;
      showChosen();
      if (document.activeElement === search) look();
    });
    showChosen();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-topics]").forEach(enhance));
})();
