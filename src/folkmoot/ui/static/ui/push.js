// What the browser does before a device can be notified: ask its owner, and make an address at its push service. Where it
// cannot, the form stays hidden, and the page says what it needs.
(() => {
  "use strict";

  const form = document.querySelector("form[data-push-key]");
  const can = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!form || !can) return;

  // Some browsers without a push service never answer.
  const PATIENCE = 10_000;
  const bytesOf = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const textOf = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const key = bytesOf(form.dataset.pushKey);

  const atLast = (promise) =>
    Promise.race([promise, new Promise((_, fail) => setTimeout(() => fail(new Error("too late")), PATIENCE))]);

  const isActive = (registration) =>
    new Promise((done) => {
      const worker = registration.installing || registration.waiting || registration.active;
      const look = () => worker.state === "activated" && done(registration);
      worker.addEventListener("statechange", look);
      look();
    });

  const subscribed = async () => {
    const registration = await isActive(await navigator.serviceWorker.register(form.dataset.pushWorker));
    const before = await registration.pushManager.getSubscription();
    // An installation that was set up anew has another key, and a browser has one address for one key.
    if (before && textOf(before.options.applicationServerKey || []) !== textOf(key)) await before.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  };

  const say = (what) => {
    for (const each of form.querySelectorAll("[data-push-trouble]")) each.hidden = each.dataset.pushTrouble !== what;
  };

  const turnOn = async () => {
    say("asking");
    const button = form.querySelector("button");
    button.disabled = true;
    if ((await Notification.requestPermission()) !== "granted") {
      button.disabled = false;
      return say("denied");
    }
    try {
      const made = await atLast(subscribed());
      form.elements.endpoint.value = made.endpoint;
      form.elements.public_key.value = textOf(made.getKey("p256dh"));
      form.elements.secret.value = textOf(made.getKey("auth"));
      form.submit();
    } catch {
      button.disabled = false;
      say("unreachable");
    }
  };

  document.getElementById("no-push").hidden = true;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    turnOn();
  });
})();
