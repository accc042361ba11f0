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

  // What was tapped in a meeting may wait on this device (running.js), with names in it, and so may answers to cards that were
  // taken along (along.js): both go when whoever gave them signs out, and when somebody else signs in here, with the cards. A
  // session that merely ended leaves them, to be sent by the same person.
  const WAITING = /^folkmoot\.(taps|answers)\./;
  const waiting = () => {
    try {
      return Object.keys(localStorage).filter((name) => WAITING.test(name));
    } catch {
      // Where nothing may be kept, nothing is.
      return [];
    }
  };
  const forgetWaiting = (isKept) => {
    for (const name of waiting()) if (!isKept(name)) localStorage.removeItem(name);
  };
  const OWNER = "folkmoot.along-of";
  const forgetCards = () => {
    if (window.caches) caches.delete("folkmoot-along");
    localStorage.removeItem(OWNER);
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-signs-out]")) return;
    forgetWaiting(() => false);
    forgetCards();
  });
  for (const words of document.querySelectorAll("[data-signs-out] [data-if-waiting]")) words.hidden = !waiting().length;
  const who = document.querySelector("[data-who]")?.dataset.who;
  if (who) {
    forgetWaiting((name) => name.endsWith(`.${who}`));
    if ((localStorage.getItem(OWNER) ?? who) !== who) forgetCards();
  }

  document.addEventListener("htmx:afterSwap", (event) => focusOnTrouble(event.detail.elt));
  document.addEventListener("htmx:afterRequest", (event) => delete event.detail.elt.dataset.sent);
  focusOnTrouble(document);
})();
