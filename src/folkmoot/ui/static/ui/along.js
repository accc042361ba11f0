// Cards that were taken along are answered without a connection: each answer waits here, with the id and the moment it was given
// at once, and is sent in order when there is a connection again. Without this script every card is a form of its own.
(() => {
  "use strict";

  const status = document.getElementById("along");
  if (!status) return;

  const NAME = `folkmoot.answers.${status.dataset.queue}`;
  const CACHE = "folkmoot-along";
  const PATIENCE = 10_000;
  const AGAIN = 5_000;
  let kept = [];
  let isSending = false;
  let isSignedOut = false;
  let isOffline = !navigator.onLine;
  let haveWaited = false;

  // --- what waits, also when the page is closed

  const read = () => {
    try {
      kept = JSON.parse(localStorage.getItem(NAME)) || [];
    } catch {
      // Where nothing may be kept, it waits as long as the page is open.
    }
    return kept;
  };
  const write = (answers) => {
    kept = answers;
    try {
      if (answers.length) localStorage.setItem(NAME, JSON.stringify(answers));
      else localStorage.removeItem(NAME);
    } catch {
      // As above.
    }
  };
  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let milliseconds = Date.now();
    for (let place = 5; place >= 0; place -= 1) {
      bytes[place] = milliseconds % 256;
      milliseconds = Math.floor(milliseconds / 256);
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  // --- what the page shows

  const say = (words, kind) => {
    status.className = `notice notice-${kind}`;
    status.textContent = words;
    status.hidden = !words;
  };
  const tell = () => {
    const { one, many, offline, signedOut, sent } = status.dataset;
    const waiting = read().length;
    const said = [];
    if (waiting && (isOffline || isSignedOut)) said.push(waiting === 1 ? one : many.replace("{n}", waiting));
    else if (isOffline) said.push(offline);
    if (waiting && isSignedOut) said.push(signedOut);
    if (!said.length && haveWaited && !waiting) say(sent, "success");
    else say(said.join(" "), "warning");
  };
  const leaveOut = (question, sentence) => {
    const list = document.getElementById("left-out");
    const line = document.createElement("li");
    line.textContent = `${question} – ${sentence}`;
    list.querySelector("ul").append(line);
    list.hidden = false;
  };
  const showRight = (form) => {
    form.hidden = true;
    const right = form.parentElement.querySelector(".along-right");
    right.hidden = false;
    return right;
  };

  // --- the page on this phone

  const keep = async () => {
    if (!("serviceWorker" in navigator) || !window.isSecureContext || isOffline) return;
    const registered = await navigator.serviceWorker.register(status.dataset.worker, { scope: status.dataset.scope });
    await navigator.serviceWorker.ready;
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], use[href]")];
    const urls = parts.map((each) => (each.href?.baseVal ?? each.href ?? each.src).split("#")[0]);
    localStorage.setItem("folkmoot.along-of", status.dataset.queue);
    const cache = await caches.open(CACHE);
    await cache.addAll([...new Set(urls)]);
    const page = await fetch(location.href, { headers: { Accept: "text/html" } });
    // Whoever has to sign in again keeps what they had.
    if (page.ok && !page.redirected) await cache.put(status.dataset.scope, page);
    document.body.dataset.along = registered.scope;
  };

  // --- sending

  const sent = async (answer) => {
    const fields = new URLSearchParams(answer.fields);
    fields.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const headers = { "HX-Request": "true" };
      return await fetch(answer.url, { method: "POST", body: fields, headers, signal: patience.signal });
    } catch {
      return null;
    } finally {
      clearTimeout(end);
    }
  };
  // Nobody answered, or somebody who could not: it is sent again.
  const isLost = (answer) => !answer || answer.status >= 500 || answer.status === 403 || answer.status === 429;

  const send = async () => {
    if (isSending) return;
    isSending = true;
    let isAnythingSent = false;
    while (read().length) {
      const next = kept[0];
      const answer = await sent(next);
      isSignedOut = Boolean(answer?.headers.get("HX-Redirect")) || answer?.status === 403;
      isOffline = !answer;
      if (isLost(answer) || isSignedOut) {
        haveWaited = true;
        break;
      }
      if (answer.status === 422) leaveOut(next.question, await answer.text());
      isAnythingSent = true;
      write(read().filter((each) => each.id !== next.id));
    }
    isSending = false;
    tell();
    // What was answered is on the phone no longer.
    if (isAnythingSent && !read().length) await keep().catch(() => undefined);
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.dataset.along) return;
      event.preventDefault();
      event.stopPropagation();
      const given = new FormData(form);
      const fields = [...given].filter(([name]) => !["csrfmiddlewaretoken", "typed_by", "act_id"].includes(name));
      const isAnswered = fields.some(([name, value]) => /^(given|said)/.test(name) && value.trim());
      if (!isAnswered) {
        form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
        return;
      }
      const id = newId();
      const question = form.parentElement.querySelector("h2").textContent;
      const at = new Date().toISOString();
      write([...read(), { id, url: form.dataset.along, question, card: form.parentElement.id, fields: [...fields, ["act_id", id], ["when", at]] }]);
      showRight(form).focus();
      tell();
      send();
    },
    true,
  );
  window.addEventListener("offline", () => {
    isOffline = true;
    tell();
  });
  window.addEventListener("online", () => {
    isOffline = false;
    tell();
    send();
  });
  setInterval(() => read().length && send(), AGAIN);

  for (const answer of read()) {
    const form = document.getElementById(answer.card)?.querySelector("form[data-along]");
    if (form) showRight(form);
  }
  haveWaited = Boolean(read().length);
  tell();
  send();
  keep().catch(() => undefined);
})();
