// The screen of a meeting goes on without a connection: what is tapped waits here, each tap with the id and the moment it was
// given at once, and is sent in order when there is a connection again. Without this script every tap is a form of its own.
(() => {
  "use strict";

  const status = document.getElementById("taps");
  if (!status) return;

  const NAME = `folkmoot.taps.${status.dataset.queue}`;
  const PATIENCE = 10_000;
  const AGAIN = 5_000;
  const WORD = 6_000;
  // Whoever opens the screen days later keeps another meeting.
  const KEPT = 3 * 24 * 60 * 60 * 1_000;
  const sitting = () => document.getElementById("sitting");
  let kept = [];
  let isSending = false;
  let isSignedOut = false;
  let isOffline = !navigator.onLine;
  let isLeaving = false;
  let endOfWord = null;

  // --- what waits, also when the page is closed

  const read = () => {
    try {
      kept = JSON.parse(localStorage.getItem(NAME)) || [];
    } catch {
      // Where nothing may be kept, it waits as long as the page is open.
    }
    return kept;
  };
  const write = (taps) => {
    kept = taps;
    try {
      if (taps.length) localStorage.setItem(NAME, JSON.stringify(taps));
      else localStorage.removeItem(NAME);
    } catch {
      // As above.
    }
  };

  // --- the server's clock, and ids as the server makes them

  let offset = 0;
  const setClock = () => {
    offset = Number(sitting().dataset.now) * 1_000 - performance.now();
  };
  const now = () => new Date(offset + performance.now());
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

  const minutes = () => {
    for (const time of document.querySelectorAll("[data-since]")) {
      time.dataset.words ||= time.textContent;
      const passed = Math.max(0, Math.floor((now() / 1_000 - Number(time.dataset.since)) / 60));
      time.textContent = `${time.dataset.words} · ${status.dataset.minutes.replace("{n}", passed)}`;
    }
  };
  const tell = () => {
    const waiting = read().filter((tap) => tap.waited).length;
    const { one, many, signedOut, offline, elsewhere } = status.dataset;
    const said = [];
    if (waiting) said.push(waiting === 1 ? one : many.replace("{n}", waiting));
    else if (isOffline) said.push(offline);
    if (waiting && isSignedOut) said.push(signedOut);
    if (isOffline && isLeaving) said.push(elsewhere);
    document.body.toggleAttribute("data-offline", isOffline);
    if (!said.length && endOfWord) return;
    clearTimeout(endOfWord);
    endOfWord = null;
    status.className = "notice notice-warning";
    status.textContent = said.join(" ");
    status.hidden = !said.length;
  };
  const tellSent = () => {
    status.className = "notice notice-success";
    status.textContent = status.dataset.sent;
    status.hidden = false;
    endOfWord = setTimeout(() => {
      endOfWord = null;
      tell();
    }, WORD);
  };
  const setOffline = (is) => {
    isOffline = is;
    if (!is) isLeaving = false;
    tell();
  };
  // Whatever waits keeps its words, with one more beside them, also when the page is opened anew.
  const UNTOLD = new Set(["csrfmiddlewaretoken", "typed_by", "act_id", "when", "instead_of_id"]);
  const said = (fields) => JSON.stringify([...fields].filter(([name]) => !UNTOLD.has(name)));
  const isOf = (form, tap) => form.action === tap.url && said(new FormData(form)) === said(tap.fields);
  const markWaiting = () => {
    for (const form of document.querySelectorAll("#sitting form[data-tap]:not([id])")) {
      form.toggleAttribute("data-waits", read().some((tap) => isOf(form, tap)));
      const words = form.querySelector(".button > span");
      words.querySelector(".waits")?.remove();
      if (!form.hasAttribute("data-waits")) continue;
      const word = document.createElement("span");
      word.className = "waits";
      word.textContent = ` · ${status.dataset.waits}`;
      words.append(word);
    }
  };
  const filter = () => {
    const words = document.getElementById("find-words");
    if (!words) return;
    const wanted = words.value.trim().toLocaleLowerCase();
    for (const row of document.querySelectorAll("[data-name]"))
      row.hidden = !row.dataset.name.toLocaleLowerCase().includes(wanted);
  };
  // The whole screen is put anew; whoever reads or taps somewhere in it stays there, with what was opened.
  const top = (each) => each.getBoundingClientRect().top;
  const isShown = (each) => each.getBoundingClientRect().height > 0 && top(each) >= 0;
  const place = () => {
    const active = sitting().contains(document.activeElement) ? document.activeElement : null;
    const marks = [...sitting().querySelectorAll("[id]")].filter(isShown);
    const mark = active?.id && isShown(active) ? active : marks.sort((one, other) => top(one) - top(other))[0];
    return {
      opened: [...sitting().querySelectorAll("details[open]")].map((each) => each.id),
      mark: window.scrollY > 0 && mark ? [mark.id, top(mark)] : null,
      section: active?.closest("section")?.getAttribute("aria-labelledby"),
      focus: active?.id,
    };
  };
  const goBackTo = ({ opened, mark, section, focus }) => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    setClock();
    minutes();
    filter();
    markWaiting();
    const refused = document.querySelector("#sitting [data-focus]");
    if (refused) {
      refused.focus();
      return;
    }
    if (section && document.activeElement === document.body)
      (document.getElementById(focus) || document.getElementById(section))?.focus({ preventScroll: true });
    const marked = mark && document.getElementById(mark[0]);
    if (marked) window.scrollBy({ top: top(marked) - mark[1], behavior: "instant" });
  };
  const show = (html) => {
    const here = place();
    window.htmx.swap(sitting(), html, { swapStyle: "outerHTML" });
    goBackTo(here);
  };

  // --- sending

  const sent = async (tap) => {
    const fields = new URLSearchParams(tap.fields);
    fields.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    if (tap.waited) fields.set("waited", "yes");
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const headers = { "HX-Request": "true" };
      return await fetch(tap.url, { method: "POST", body: fields, headers, signal: patience.signal });
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
    let html = "";
    let haveWaited = false;
    while (read().length) {
      const tap = kept[0];
      const answer = await sent(tap);
      isSignedOut = Boolean(answer?.headers.get("HX-Redirect"));
      isOffline = !answer;
      if (isLost(answer) || isSignedOut) {
        write(read().map((each) => ({ ...each, waited: true })));
        break;
      }
      haveWaited ||= tap.waited;
      if (answer.ok || answer.status === 422) html = await answer.text();
      write(read().filter((each) => each.id !== tap.id));
    }
    isSending = false;
    setOffline(isOffline);
    if (read().length) return;
    if (html) show(html);
    if (haveWaited) tellSent();
  };

  const expectToBeAt = (form) => {
    if (form.dataset.tap !== "take_up_item" && form.dataset.tap !== "finish_item") return;
    const item = form.dataset.tap === "take_up_item" ? form.elements.agenda_item_id.value : "";
    for (const field of document.querySelectorAll("[name=instead_of_id]")) field.value = item;
  };
  const tapped = (form, button) => {
    const fields = [...new FormData(form, button)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "typed_by");
    const id = newId();
    const given = fields.filter(([name]) => name !== "act_id");
    write([...read(), { id, url: form.action, fields: [...given, ["act_id", id], ["when", now().toISOString()]], at: Date.now() }]);
    expectToBeAt(form);
    if (form.id) form.reset();
    markWaiting();
    send().then(markWaiting);
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!window.htmx || !(form.dataset.tap || isOffline)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!form.dataset.tap) stay();
      else if (!form.hasAttribute("data-waits")) tapped(form, event.submitter);
    },
    true,
  );
  // Without a connection another page is none at all, and this one would be gone.
  const stay = () => {
    isLeaving = true;
    tell();
  };
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[href]");
      if (!isOffline || !link || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      event.stopPropagation();
      stay();
    },
    true,
  );
  // What others did is shown when nothing of one's own waits.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id === "sitting" && (isSending || read().length)) event.preventDefault();
  });
  let here = null;
  document.addEventListener("htmx:beforeSwap", () => {
    if (sitting()) here = place();
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (here && sitting()) goBackTo(here);
    here = null;
  });
  document.addEventListener("input", (event) => event.target.id === "find-words" && filter());
  document.addEventListener("htmx:sendError", () => setOffline(true));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.xhr?.status && isOffline && setOffline(false));
  window.addEventListener("offline", () => setOffline(true));
  window.addEventListener("online", () => {
    setOffline(false);
    send();
  });
  setInterval(() => read().length && send(), AGAIN);
  setInterval(minutes, 15_000);

  write(read().filter((tap) => Date.now() - tap.at < KEPT));
  setClock();
  minutes();
  markWaiting();
  tell();
  send();
})();
