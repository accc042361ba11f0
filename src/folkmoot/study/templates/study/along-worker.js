// Shows the cards that a member took along where there is no connection: that one page, and what it is drawn with. Nothing else
// is kept, and it goes when they sign out.
(() => {
  "use strict";

  const KEPT = "folkmoot-along";
  const PAGE = "{% url "study:along" %}";

  const ofCache = async (request) => (await caches.open(KEPT)).match(request, { ignoreSearch: request.mode === "navigate" });
  // A page that answers keeps what it was taken with; whoever is sent to sign in is, as ever.
  const page = async (request) => {
    try {
      return await fetch(request);
    } catch {
      return (await ofCache(request)) || Response.error();
    }
  };
  const part = async (request) => (await ofCache(request)) || fetch(request);

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(request));
    else if (request.mode !== "navigate" && !request.headers.has("HX-Request")) event.respondWith(part(request));
  });
})();
