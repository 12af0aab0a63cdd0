// The checks in the editor: the button asks for the findings on what was last saved, a finding leads to its field.

(() => {
  const show = async (section) => {
    const place = section.querySelector("[data-checks-findings]");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(section.dataset.checks, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      place.innerHTML = await answer.text();
    } catch {
      place.textContent = place.dataset.failed;
    }
    place.removeAttribute("aria-busy");
  };

  const fieldNamed = (name) => {
    const input = [...document.querySelectorAll("form [name]")].find((one) => one.name === name);
    const panel = input?.closest("[data-contentpath]") ?? document.querySelector(`[data-contentpath="${name}"]`);
    const tab = document.querySelector(`[role=tab][href="#${panel?.closest("[role=tabpanel]")?.id}"]`);
    return { tab, panel, input: panel?.querySelector("[contenteditable=true], input:not([type=hidden]), textarea, select, button") };
  };

  const lead = () => {
    const [, name] = location.hash.match(/^#field-([a-z_]+)$/) ?? [];
    if (!name) return;
    const { tab, panel, input } = fieldNamed(name);
    tab?.click();
    requestAnimationFrame(() => {
      panel?.scrollIntoView({ block: "center" });
      input?.focus({ preventScroll: true });
    });
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-checks-go]")) {
      show(event.target.closest("[data-checks]"));
      return;
    }
    const link = event.target.closest?.("[data-checks] a.desk-finding-field");
    if (!link) return;
    event.preventDefault();
    history.replaceState(null, "", new URL(link.href).hash);
    lead();
  });
  addEventListener("load", lead);
})();
