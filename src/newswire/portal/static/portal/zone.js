// Tells the server once in which zone the visitor's days begin; the page is then asked for again.
"use strict";

(() => {
  const shown = document.querySelector("[data-zone]")?.dataset.zone;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!shown || !own || shown === own) return;
  const cookie = `zone=${encodeURIComponent(own)}`;
  const kept = () => document.cookie.split("; ").includes(cookie);
  if (kept()) return; // the server does not know this zone
  document.cookie = `${cookie}; path=/portal/; max-age=31536000; samesite=lax`;
  if (kept()) location.reload();
})();
