// Sharing by the browser's own sheet, and copying the address: each button shown only where the browser can do it.
"use strict";

for (const button of document.querySelectorAll("button[data-share]")) {
  if (!navigator.share) continue;
  button.closest("li").hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title: button.dataset.title, url: button.dataset.share });
    } catch (error) {
      if (error.name !== "AbortError") throw error; // closing the sheet is no fault
    }
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.closest("li").hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}
