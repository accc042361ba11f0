// Shows what was pushed, and opens the first page when it is pressed. It keeps nothing and answers no page.
(() => {
  "use strict";

  const TAG = "news";

  const show = async (said) => {
    const shown = await self.registration.getNotifications({ tag: TAG });
    // What was sent twice takes the place of the first, without a sound.
    const isRepeat = shown.some((each) => each.data && each.data.mark === said.mark);
    const data = { mark: said.mark };
    const facts = { body: said.body, lang: said.language, tag: TAG, data, renotify: !isRepeat, silent: isRepeat };
    return self.registration.showNotification(said.title, facts);
  };

  const open = async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    return pages.length ? pages[0].focus() : self.clients.openWindow("/");
  };

  // One after the other: of two that come at once, the second has to see the first.
  let last = Promise.resolve();

  self.addEventListener("push", (event) => {
    last = last.catch(() => undefined).then(() => show(event.data.json()));
    event.waitUntil(last);
  });
  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open());
  });
})();
