// Times in the reader's own zone, and true while the page stays open: minutes under an hour, then the clock, then the day.
// The page brings names, order and digits, because browsers do not know all its languages; look/times.py writes the same.
"use strict";

(() => {
  const words = document.body.dataset;
  const months = words.months.split("|");
  const briefMonths = words.briefMonths.split("|");
  const solar = "solar" in words
    ? new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { year: "numeric", month: "numeric", day: "numeric" })
    : null;

  const figures = (text) => (words.digits ? text.replace(/\d/g, (digit) => words.digits[digit]) : text);
  const two = (number) => String(number).padStart(2, "0");

  const split = (moment) => {
    if (!solar) return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
    const part = (type) => parseInt(solar.formatToParts(moment).find((one) => one.type === type).value, 10);
    return [part("year"), part("month"), part("day")];
  };
  const write = (moment, pattern, names) => {
    const [year, month, day] = split(moment);
    const number = day === 1 && words.first ? words.first : day;
    return figures(pattern.replace("{day}", number).replace("{month}", names[month - 1]).replace("{year}", year));
  };
  const zone = (moment) => {
    const east = -moment.getTimezoneOffset();
    if (east === 0) return "UTC";
    const rest = Math.abs(east) % 60;
    const name = `UTC${east > 0 ? "+" : "−"}${Math.floor(Math.abs(east) / 60)}${rest ? `:${two(rest)}` : ""}`;
    return document.documentElement.dir === "rtl" ? `\u2066${figures(name)}\u2069` : name;
  };
  const date = (moment) => write(moment, words.long, months);
  const clock = (moment) => figures(`${two(moment.getHours())}:${two(moment.getMinutes())}`);
  const full = (moment) => `${date(moment)}${words.comma}${clock(moment)} ${zone(moment)}`;
  const short = (moment, now) => {
    const minutes = Math.floor((now - moment) / 60000);
    if (minutes < 60) return figures(words.minutes.replace("%(minutes)d", Math.max(1, minutes)));
    if (moment.toDateString() === now.toDateString()) return clock(moment);
    return split(moment)[0] === split(now)[0] ? write(moment, words.brief, briefMonths) : date(moment);
  };

  const show = () => {
    const now = new Date();
    for (const time of document.querySelectorAll("time[data-form]")) {
      const moment = new Date(time.dateTime);
      if (time.dataset.form === "full") {
        time.textContent = full(moment);
        continue;
      }
      time.title = full(moment);
      time.textContent = time.dataset.form === "date" ? date(moment) : short(moment, now);
    }
  };

  show();
  setInterval(show, 30000);
})();
