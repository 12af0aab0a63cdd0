// Asks the device for a passkey and sends its answer with the form. `data-passkey` is `create` or `get`; the options
// stand in `data-options` or are fetched from `data-options-from`. Where there are no passkeys the form stays hidden.
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

function readOptions(json) {
  const key = JSON.parse(json).publicKey;
  key.challenge = toBytes(key.challenge);
  if (key.user) key.user.id = toBytes(key.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"])
    for (const one of key[list] ?? []) one.id = toBytes(one.id);
  return { publicKey: key };
}

function writeAnswer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const { passkey, options, optionsFrom } = form.dataset;
  const json = options ?? (await (await fetch(optionsFrom)).json()).options;
  const credential = await navigator.credentials[passkey](readOptions(json));
  form.elements.answer.value = writeAnswer(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = form.querySelector(".error");
    words.hidden = true;
    ask(form).catch(() => {
      words.textContent = form.dataset.wordFailed;
      words.hidden = false;
    });
  });
}
