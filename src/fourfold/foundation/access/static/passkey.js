// A passkey is made or shown by the browser; what it answers is sent with the form. Without script the page says so.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function read(options) {
  const asked = options.publicKey;
  asked.challenge = toBytes(asked.challenge);
  if (asked.user) asked.user.id = toBytes(asked.user.id);
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    for (const one of asked[name] ?? []) one.id = toBytes(one.id);
  }
  return { publicKey: asked };
}

function write(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.querySelector(".ff-passkey__none").hidden = Boolean(window.PublicKeyCredential);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const options = read(JSON.parse(form.dataset.options));
      const made =
        form.dataset.passkey === "make"
          ? await navigator.credentials.create(options)
          : await navigator.credentials.get(options);
      form.elements.credential.value = write(made);
    } catch {
      form.elements.credential.value = "{}"; // the server answers with a sentence
    }
    form.submit();
  });
}
