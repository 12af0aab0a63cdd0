// Times in the reader's own zone, and true while the page stays open: minutes under an hour, then the clock, then the day.
"use strict";

(() => {
  const form = document.body.dataset.minutes;
  // our English is written day first; figures are European in every edition
  const page = document.documentElement.lang;
  const language = `${page === "en" ? "en-GB" : page}-u-nu-latn`;
  const write = (options) => new Intl.DateTimeFormat(language, options);
  const clock = write({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const full = write({ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23", timeZoneName: "short" });

  const show = () => {
    const now = new Date();
    for (const time of document.querySelectorAll("time[data-form]")) {
      const moment = new Date(time.dateTime);
      const minutes = Math.floor((now - moment) / 60000);
      if (time.dataset.form === "full") {
        time.textContent = full.format(moment);
        continue;
      }
      time.title = full.format(moment);
      if (minutes < 60) {
        time.textContent = form.replace("%(minutes)d", Math.max(1, minutes));
      } else if (moment.toDateString() === now.toDateString()) {
        time.textContent = clock.format(moment);
      }
    }
  };

  show();
  setInterval(show, 30000);
})();
