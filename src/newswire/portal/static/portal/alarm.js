// Flashes and kills out loud: a short sound and a notification on the desktop, each switched on for this list alone.
"use strict";

(() => {
  const main = document.querySelector("main.wire");
  const said = main.querySelector(".alarm-said");
  const words = main.dataset;
  const switches = Object.fromEntries([...main.querySelectorAll("[data-alarm]")].map((one) => [one.dataset.alarm, one]));
  const nameOf = (kind) => `newswire.alarm.${kind}.${words.alarms}`;

  let audio = null;

  const isOn = (kind) => switches[kind].ariaChecked === "true";

  const remember = (kind, on) => {
    switches[kind].ariaChecked = String(on);
    try {
      localStorage.setItem(nameOf(kind), on ? "1" : "0");
    } catch {
      // a browser that keeps nothing still obeys until the page is closed
    }
  };

  const recall = (kind) => {
    try {
      return localStorage.getItem(nameOf(kind)) === "1";
    } catch {
      return false;
    }
  };

  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };

  // A browser lets a page be heard once somebody has touched it.
  const prepare = () => {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  };

  const sound = () => {
    if (!audio) return;
    [880, 1175].forEach((pitch, place) => {
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      const start = audio.currentTime + place * 0.18;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.16);
      tone.connect(volume).connect(audio.destination);
      tone.onended = () => volume.disconnect();
      tone.start(start);
      tone.stop(start + 0.17);
    });
  };

  const notify = (entry) => {
    const title = entry.use === "recall" ? words.wordKill : words.wordFlash;
    const row = document.createElement("template");
    row.innerHTML = entry.html;
    const body = row.content.querySelector(".row-headline, .row-note")?.textContent ?? "";
    const lang = row.content.querySelector(".row-headline")?.lang ?? "";
    // the tag: the same story in two tabs is told once
    const shown = new Notification(title, { body, lang, tag: `${entry.guid} ${entry.kind}` });
    shown.onclick = () => {
      window.focus();
      document.dispatchEvent(new Event("wire:show"));
      main.querySelector(`.row[data-guid="${CSS.escape(entry.guid)}"] .row-link`)?.click();
      shown.close();
    };
  };

  const follow = ({ detail: entry }) => {
    if (!entry.flash && entry.kind !== "kill") return;
    if (isOn("sound")) sound();
    if (isOn("desktop") && window.Notification?.permission === "granted") notify(entry);
  };

  const turn = {
    sound: (on) => {
      remember("sound", on);
      if (!on) return;
      prepare();
      sound(); // so that one knows what to listen for
    },
    desktop: async (on) => {
      say("");
      if (!on) return remember("desktop", false);
      if (!("Notification" in window)) return say(said.dataset.wordNone);
      const answer = await Notification.requestPermission();
      remember("desktop", answer === "granted");
      if (answer !== "granted") say(said.dataset.wordDenied);
    },
  };

  for (const [kind, button] of Object.entries(switches)) {
    button.ariaChecked = String(recall(kind));
    button.addEventListener("click", () => turn[kind](!isOn(kind)));
  }
  if (isOn("desktop") && window.Notification?.permission !== "granted") switches.desktop.ariaChecked = "false";
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => isOn("sound") && prepare());
  document.addEventListener("wire:entry", follow);
})();
