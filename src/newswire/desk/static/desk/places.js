// The dateline's place: a combobox over the plain field. A place that is taken brings its code and its country; typing
// on makes it free text again. When the story's language changes, a place of the gazetteer changes its name.

(() => {
  const enhance = (field) => {
    const form = field.form;
    const code = form.elements.dateline_code;
    const country = form.elements.dateline_country;
    const language = form.elements.language;
    const list = document.createElement("ul");
    list.id = `${field.id}-found`;
    list.className = "desk-topics-found desk-places-found";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.found);
    const say = (one) => {
      for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) field.setAttribute(name, value);
    field.after(list);
    let active = -1;
    let asked = 0; // the number of the newest question: an answer that comes late is not shown
    let taking = false;

    const close = () => {
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const ask = async (words) => {
      const url = `${field.dataset.places}?${new URLSearchParams({ q: words, language: language.value })}`;
      const answer = await fetch(url);
      return answer.ok ? (await answer.json()).places : [];
    };
    const take = (item) => {
      if (!item) return;
      taking = true;
      field.value = item.dataset.name;
      code.value = item.dataset.value;
      country.value = item.dataset.country;
      for (const one of [field, code, country]) say(one);
      taking = false;
      close();
    };
    const move = (step) => {
      const items = [...list.children];
      if (!items.length || list.hidden) return;
      items[active]?.setAttribute("aria-selected", "false");
      active = active < 0 && step < 0 ? items.length - 1 : (active + step + items.length) % items.length;
      items[active].setAttribute("aria-selected", "true");
      items[active].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", items[active].id);
    };
    const look = async () => {
      const mine = ++asked;
      const words = field.value.trim();
      const places = words ? await ask(words) : [];
      if (mine !== asked || document.activeElement !== field) return;
      list.replaceChildren(...places.map((place, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        Object.assign(item.dataset, { value: place.code, name: place.name, country: place.country });
        item.textContent = `${place.name} (${place.country})`;
        return item;
      }));
      active = -1;
      list.hidden = !places.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      field.removeAttribute("aria-activedescendant");
    };

    field.addEventListener("input", () => {
      if (taking) return;
      code.value = "";
      look();
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Enter" && active >= 0) take(list.children[active]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(event.target.closest("[role=option]"));
    });
    field.addEventListener("blur", () => {
      asked += 1;
      close();
    });
    language.addEventListener("change", async () => {
      const chosen = code.value;
      if (!chosen) return;
      const place = (await ask(field.value)).find((one) => one.code === chosen);
      if (!place || code.value !== chosen) return;
      taking = true;
      field.value = place.name;
      say(field);
      taking = false;
    });
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-places]").forEach(enhance));
})();
