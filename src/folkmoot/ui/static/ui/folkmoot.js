// Makes a working page smoother; nothing on any page depends on it.
(() => {
  "use strict";

  const focusOnTrouble = (within) => {
    const trouble = within.querySelector("[data-focus]");
    if (trouble) trouble.focus();
  };

  // A slow connection invites a second press. The act's id would catch it; this spares the wait.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "yes";
  });

  // A page that comes back out of the browser's cache must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // What was tapped in a meeting may wait on this device (running.js), with names in it: it goes when whoever tapped it signs
  // out, and when somebody else signs in here. A session that merely ended leaves it, to be sent by the same person.
  const forgetTaps = (isKept) => {
    try {
      for (const name of Object.keys(localStorage))
        if (name.startsWith("folkmoot.taps.") && !isKept(name)) localStorage.removeItem(name);
    } catch {
      // Where nothing may be kept, nothing is.
    }
  };
  document.addEventListener("submit", (event) => event.target.matches("[data-signs-out]") && forgetTaps(() => false));
  const who = document.querySelector("[data-who]")?.dataset.who;
  if (who) forgetTaps((name) => name.endsWith(`.${who}`));

  document.addEventListener("htmx:afterSwap", (event) => focusOnTrouble(event.detail.elt));
  document.addEventListener("htmx:afterRequest", (event) => delete event.detail.elt.dataset.sent);
  focusOnTrouble(document);
})();
