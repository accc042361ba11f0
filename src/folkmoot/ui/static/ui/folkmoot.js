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

  document.addEventListener("htmx:afterSwap", (event) => focusOnTrouble(event.detail.elt));
  document.addEventListener("htmx:afterRequest", (event) => delete event.detail.elt.dataset.sent);
  focusOnTrouble(document);
})();
