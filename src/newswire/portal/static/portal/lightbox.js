// The light box: a picture's own page inside the grid, by arrow keys; what is killed or held leaves the grid at once.
"use strict";

(() => {
  const main = document.querySelector("main.pictures");
  const box = main.querySelector(".lightbox");
  const sheet = box.querySelector(".lightbox-sheet");
  const count = box.querySelector(".lightbox-count");
  const words = main.dataset;

  let shown = null; // the link of the picture in the box
  let wanted = 0;

  const links = () => [...main.querySelectorAll(".card-link")];

  const say = (text) => {
    const made = document.createElement("p");
    made.className = "look-empty";
    made.textContent = text;
    sheet.replaceChildren(made);
  };

  const load = async (link) => {
    const turn = ++wanted;
    let text = "";
    let word = words.wordFailed;
    try {
      const answer = await fetch(`${link.getAttribute("href")}?pane=1`, { headers: { Accept: "text/html" }, redirect: "error" });
      if (answer.ok) text = await answer.text();
      else if (answer.status === 410 || answer.status === 404) word = words.wordGone;
    } catch {
      // the sentence about it is shown
    }
    if (turn !== wanted) return;
    if (word === words.wordGone) link.closest(".card").remove();
    if (!text) return say(word);
    const template = document.createElement("template");
    template.innerHTML = text;
    sheet.replaceChildren(template.content);
  };

  const open = (link) => {
    shown = link;
    const all = links();
    const here = all.indexOf(link);
    count.textContent = `${here + 1} / ${all.length}`;
    for (const button of box.querySelectorAll("[data-step]")) {
      button.disabled = !all[here + Number(button.dataset.step)];
    }
    say(words.wordLoading);
    sheet.scrollTop = 0;
    if (!box.open) box.showModal();
    load(link);
  };

  const step = (by) => {
    const all = links();
    const next = all[all.indexOf(shown) + by];
    if (next) open(next);
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("video")) return;
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    if (event.key !== forward && event.key !== backward) return;
    event.preventDefault();
    step(event.key === forward ? 1 : -1);
  };

  const withdraw = (event) => {
    const entry = JSON.parse(event.data);
    if (entry.kind !== "kill" && entry.kind !== "hold") return;
    const open = box.open && shown?.closest(".card")?.dataset.guid === entry.guid;
    for (const card of main.querySelectorAll(".card")) if (card.dataset.guid === entry.guid) card.remove();
    if (!open) return;
    wanted++;
    say(words.wordGone);
  };

  main.addEventListener("click", (event) => {
    const link = event.target.closest(".card-link");
    if (link && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
    const button = event.target.closest("[data-step]");
    if (button) step(Number(button.dataset.step));
  });
  box.addEventListener("keydown", press);
  box.addEventListener("close", () => {
    wanted++;
    sheet.replaceChildren(); // a film stops
    shown?.focus();
  });

  const source = new EventSource(`${words.live}?after=${encodeURIComponent(words.cursor)}`);
  source.addEventListener("row", withdraw);
  for (const name of ["ended", "restored"]) source.addEventListener(name, () => source.close());
  addEventListener("pagehide", () => source.close());
})();
