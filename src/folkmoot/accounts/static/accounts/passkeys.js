// What the browser does between a form and the device that holds a passkey. Where it cannot, the form stays hidden and
// the plain way beside it is used.
(() => {
  "use strict";

  const bytesOf = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const textOf = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withBytes = (listed) => (listed || []).map((each) => ({ ...each, id: bytesOf(each.id) }));

  const create = async ({ publicKey }) => {
    const user = { ...publicKey.user, id: bytesOf(publicKey.user.id) };
    const excludeCredentials = withBytes(publicKey.excludeCredentials);
    const challenge = bytesOf(publicKey.challenge);
    const made = await navigator.credentials.create({ publicKey: { ...publicKey, challenge, user, excludeCredentials } });
    return written(made, {
      attestationObject: textOf(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  };

  const get = async ({ publicKey }) => {
    const allowCredentials = withBytes(publicKey.allowCredentials);
    const challenge = bytesOf(publicKey.challenge);
    const shown = await navigator.credentials.get({ publicKey: { ...publicKey, challenge, allowCredentials } });
    return written(shown, {
      authenticatorData: textOf(shown.response.authenticatorData),
      signature: textOf(shown.response.signature),
      userHandle: shown.response.userHandle ? textOf(shown.response.userHandle) : null,
    });
  };

  const written = (credential, response) => ({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: textOf(credential.response.clientDataJSON), ...response },
  });

  const asked = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  };

  const ceremonies = { create, get };
  const show = async (form) => {
    const trouble = form.querySelector("[role=alert]");
    trouble.hidden = true;
    try {
      const credential = await ceremonies[form.dataset.passkey](await asked(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  };

  const can = window.isSecureContext && window.PublicKeyCredential && navigator.credentials;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !can;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      show(form);
    });
  }
  const excuse = document.getElementById("no-passkeys");
  if (excuse) excuse.hidden = Boolean(can);
})();
