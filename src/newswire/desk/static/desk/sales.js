// Sales: what an offer comes to over its term, kept true while it is written; its link is copied by a button.

(() => {
  // The same as `over_term` in subscribers/sales/rules.py.
  const overTerm = (price, billing, months) => price * ({ month: months, year: months / 12 }[billing] ?? 1);

  const keepTotal = (place) => {
    const field = (name) => document.getElementById(`id_${name}`);
    // as Django writes numbers in this language, which is not always as the browser does
    const write = (sum) => {
      const [whole, cents] = sum.toFixed(2).split(".");
      return whole.replace(/\B(?=(\d{3})+$)/g, place.dataset.group) + place.dataset.decimal + cents;
    };
    const show = () => {
      const sum = overTerm(Number(field("price").value), field("billing").value, Number(field("months").value));
      const bdi = document.createElement("bdi");
      bdi.textContent = Number.isFinite(sum) ? `${write(sum)} ${field("currency").value.toUpperCase()}` : "–";
      place.replaceChildren(bdi);
    };
    for (const name of ["price", "billing", "months", "currency"]) field(name).addEventListener("input", show);
    show();
  };

  const offerCopy = (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.textContent = button.dataset.copied;
    });
  };

  const total = document.getElementById("offer-total");
  if (total) keepTotal(total);
  for (const button of document.querySelectorAll("[data-copy]")) offerCopy(button);
})();
