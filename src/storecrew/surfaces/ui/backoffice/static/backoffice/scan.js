// Scan-first pages: a scanner that types, the camera, feedback that is heard and felt, and a queue for
// lost connections. SCAN.md says how a page uses it.
(() => {
  "use strict";
  const GS = "\u001d";
  const FAST = 80; // Milliseconds between the keys of a scanner; people type slower.
  const SHORTEST = 3;
  const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "qr_code", "data_matrix"];

  const editable = (node) => node instanceof HTMLElement && !node.matches("[data-sc-capture]")
    && (node.isContentEditable || node.matches("textarea, select, input:not([type=button]):not([type=submit]):not([type=checkbox]):not([type=radio])"));
  const remembered = (key, fallback) => { try { return localStorage.getItem(key) ?? fallback; } catch { return fallback; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); return true; } catch { return false; } };
  const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join(""));
  const csrf = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

  // --- a scanner that types

  function listen(capture, heard) {
    let buffer = "", last = 0;
    const take = (code, source) => { buffer = ""; capture.value = ""; if (code.trim().length >= SHORTEST) heard(code, source); };
    document.addEventListener("keydown", (event) => {
      // The keys of a field that somebody types into are theirs; nothing is taken or stopped there.
      if (event.isComposing || editable(event.target) || event.target.closest?.("dialog")) { buffer = ""; return; }
      const now = event.timeStamp;
      if ((event.key === "Enter" || event.key === "Tab") && buffer.length >= SHORTEST && now - last < FAST * 2) {
        event.preventDefault();
        event.stopPropagation();
        take(buffer, "scanner");
        return;
      }
      const group = event.ctrlKey && event.key === "]";
      if (!group && (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey)) return;
      if (now - last > FAST) buffer = "";
      buffer += group ? GS : event.key;
      last = now;
      // Single keys of the list pages (j, k, x ...) must not fire in the middle of a code.
      if (buffer.length > 1) event.stopPropagation();
    }, true);
    // Scanners of phones write into the focused field without telling the keys.
    let pause = 0;
    capture.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => { if (capture.value && !buffer) take(capture.value, "scanner"); else if (Date.now() - last > 300) capture.value = ""; }, 120);
    });
    const rest = () => setTimeout(() => { if (document.activeElement === document.body && !document.querySelector("dialog[open]")) capture.focus({ preventScroll: true }); }, 60);
    document.addEventListener("focusout", rest);
    document.addEventListener("pointerup", rest);
    rest();
  }

  // --- the camera

  function camera(root, heard) {
    const button = root.querySelector("[data-sc-camera-open]"), dialog = root.querySelector("[data-sc-camera]");
    if (!button || !dialog) return;
    const words = dialog.querySelector("[data-sc-camera-words]"), video = dialog.querySelector("video");
    let stream = null, timer = 0;
    const stop = () => { clearInterval(timer); for (const track of stream?.getTracks() ?? []) track.stop(); stream = null; };
    dialog.addEventListener("close", stop);
    button.hidden = false;
    button.addEventListener("click", async () => {
      dialog.showModal();
      if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) { words.textContent = words.dataset.missing; return; }
      try {
        const known = await window.BarcodeDetector.getSupportedFormats();
        const detector = new window.BarcodeDetector({ formats: FORMATS.filter((name) => known.includes(name)) });
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        video.srcObject = stream;
        await video.play();
        words.textContent = words.dataset.point;
        timer = setInterval(async () => {
          const [found] = await detector.detect(video).catch(() => []);
          if (found && stream) { dialog.close(); heard(found.rawValue, "camera"); }
        }, 200);
      } catch { words.textContent = words.dataset.denied; }
    });
  }

  // --- what is heard, felt and seen

  function feedback(root) {
    const flash = root.querySelector("[data-sc-flash]"), quiet = root.querySelector("[data-sc-quiet]");
    let sound = null, hide = 0;
    const silent = () => remembered("sc-scan-quiet", "") === "1";
    if (quiet) {
      quiet.setAttribute("aria-pressed", String(silent()));
      quiet.addEventListener("click", () => { remember("sc-scan-quiet", silent() ? "" : "1"); quiet.setAttribute("aria-pressed", String(silent())); });
    }
    const beep = (tones) => {
      if (silent()) return;
      try {
        sound ??= new AudioContext();
        tones.forEach(([hertz, start, length]) => {
          const tone = sound.createOscillator(), loud = sound.createGain();
          tone.frequency.value = hertz;
          loud.gain.value = 0.2;
          tone.connect(loud).connect(sound.destination);
          tone.start(sound.currentTime + start);
          tone.stop(sound.currentTime + start + length);
        });
      } catch { /* a device without sound still shows the color */ }
    };
    const show = (kind, text) => {
      clearTimeout(hide);
      flash.className = `sc-flash sc-${kind}`;
      flash.querySelector("p").textContent = text;
      flash.hidden = false;
      hide = setTimeout(() => { flash.hidden = true; }, kind === "bad" ? 2200 : 900);
      flash.onclick = () => { flash.hidden = true; };
      root.dataset.scLast = kind;
    };
    return {
      good(text) { show("good", text); beep([[1046, 0, 0.12]]); navigator.vibrate?.(60); },
      bad(text) { show("bad", text); beep([[220, 0, 0.18], [180, 0.22, 0.3]]); navigator.vibrate?.([180, 80, 180]); },
    };
  }

  // --- the queue: every entry has a key made here, so sending it twice changes nothing. All pages of a person share
  // it, so what one page could not send, the next one does; who shares the device has a queue of their own.

  function outbox(root, tell) {
    const store = `sc-scan-queue:${root.dataset.scWho || ""}`, here = root.dataset.scQueue || "all";
    const list = root.querySelector("[data-sc-outbox]"), count = root.querySelector("[data-sc-waiting]");
    const rows = root.querySelector("[data-sc-conflicts]"), ended = root.querySelector("[data-sc-ended]");
    let memory = [], kept = true, busy = null;
    // Read anew each time: another tab may have changed it. A device that keeps nothing has the page's memory.
    const all = () => {
      if (kept) try { memory = JSON.parse(remembered(store, "[]")); } catch { memory = []; }
      return memory;
    };
    const keep = (entries) => { memory = entries; kept = remember(store, JSON.stringify(entries)); show(entries); };
    const change = (entry, values) => keep(all().map((one) => (one.key === entry.key ? { ...one, ...values } : one)));
    const drop = (entry) => keep(all().filter((one) => one.key !== entry.key));
    const show = (entries) => {
      if (!list) return;
      const waiting = entries.filter((entry) => entry.waits && !entry.refused), refused = entries.filter((entry) => entry.refused);
      const foreign = root.querySelector("[data-sc-others]");
      foreign.hidden = !others();
      list.hidden = !waiting.length && !refused.length && foreign.hidden;
      count.hidden = !waiting.length;
      count.textContent = (waiting.length === 1 ? count.dataset.one : count.dataset.many).replace("%s", waiting.length);
      if (!waiting.length && ended) ended.hidden = true;
      rows.replaceChildren(...refused.map((entry) => {
        const row = document.createElement("li"), button = document.createElement("button");
        row.textContent = `${entry.queue === here ? "" : `${entry.where} · `}${entry.label}: ${entry.refused} `;
        button.type = "button";
        button.className = "sc-button";
        button.textContent = rows.dataset.dismiss;
        button.addEventListener("click", () => drop(entry));
        row.append(button);
        return row;
      }));
    };
    const post = async (entry) => {
      let response;
      try {
        response = await fetch(entry.url, {
          method: "POST", credentials: "same-origin",
          headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" },
          body: JSON.stringify({ ...entry.data, key: entry.key }),
        });
      } catch { return { state: "waiting" }; }
      const answer = response.redirected ? null : await response.json().catch(() => null);
      // A session that ended, or a page from before the last sign-in: the entry waits until somebody signs in.
      if (response.redirected || (response.status === 403 && !answer?.message)) {
        if (ended) ended.hidden = false;
        return { state: "waiting" };
      }
      // A server that is down or busy: the entry waits and is sent again.
      if (response.status >= 500 || response.status === 429) return { state: "waiting" };
      if (response.ok) return { state: "done", answer: answer ?? {} };
      return { state: "refused", answer: answer ?? {}, words: answer?.message || rows?.dataset.refused || String(response.status) };
    };
    const settle = (entry, result) => {
      if (result.state === "waiting") change(entry, { waits: true });
      // A refusal at once is the page's to show; one of an entry that had waited stays until it is read.
      else if (result.state === "refused" && entry.waits) change(entry, { refused: result.words });
      else drop(entry);
    };
    const results = new Map();
    // One round sends what waits in order, also what joins on the way, and ends where one has to wait on.
    const round = async () => {
      const next = () => all().find((one) => one.waits && !one.refused && !results.has(one.key));
      for (let entry = next(); entry; entry = next()) {
        const result = await post(entry);
        settle(entry, result);
        if (result.state === "waiting") return;
        results.set(entry.key, result);
        if (entry.queue === here) tell(entry, result);
      }
    };
    const replay = () => (busy ??= round().finally(() => { busy = null; }));
    const others = () => {
      try { return Object.keys(localStorage).some((key) => key.startsWith("sc-scan-queue:") && key !== store && JSON.parse(localStorage.getItem(key)).some((entry) => !entry.refused)); } catch { return false; }
    };
    addEventListener("online", replay);
    addEventListener("storage", (event) => { if (event.key === store) show(all()); });
    setInterval(replay, 15000);
    // Left over by a page that was closed before it had an answer.
    if (all().some((entry) => !entry.waits)) keep(all().map((entry) => ({ ...entry, waits: true })));
    show(all());
    replay();
    return {
      replay,
      entries: () => all().filter((entry) => entry.queue === here),
      // Send now; without a connection keep it, and answer {state: "waiting"}.
      async send(url, data, label) {
        const entry = { url, data, label, key: newKey(), queue: here, where: document.querySelector("h1")?.textContent.trim() ?? "" };
        const older = all().some((other) => other.waits && !other.refused);
        keep([...all(), { ...entry, waits: older }]);
        if (older) {
          // Older entries go first; this one follows in the same round.
          await replay();
          return results.get(entry.key) ?? { state: "waiting" };
        }
        const result = await post(entry);
        settle(entry, result);
        return result;
      },
    };
  }

  // --- GS1 element strings, as the server reads them, for pages that must work without it

  function parse(code) {
    let text = code.trim();
    const marked = /^\](C1|e0|d2|Q3|J1)/.test(text) || text.startsWith(GS);
    text = text.replace(/^\][A-Za-z]\d/, "");
    const pairs = [];
    if (text.startsWith("(")) {
      for (const [, ai, value] of text.matchAll(/\((\d{2,4})\)([^(]*)/g)) pairs.push([ai, value.trim()]);
    } else if (marked || text.includes(GS) || (/^0[12]\d{14}/.test(text) && text.length > 16)) {
      const fixed = { "00": 18, "01": 14, "02": 14, 11: 6, 12: 6, 13: 6, 15: 6, 16: 6, 17: 6, 20: 2 };
      let rest = text.startsWith(GS) ? text.slice(1) : text;
      while (rest) {
        const ai = /^(00|01|02|1[0-7]|2[0-2]|30|37|9\d)/.exec(rest)?.[0] ?? /^3[1-6]\d\d/.exec(rest)?.[0] ?? rest.slice(0, 3);
        const size = fixed[ai] ?? (/^3[1-6]\d\d$/.test(ai) ? 6 : 0);
        rest = rest.slice(ai.length);
        const end = size || (rest.indexOf(GS) < 0 ? rest.length : rest.indexOf(GS));
        pairs.push([ai, rest.slice(0, end)]);
        rest = rest.slice(end).replace(/^\u001d/, "");
        if (pairs.length > 12) break;
      }
    }
    const found = Object.fromEntries(pairs);
    const gtin = found["01"] ?? found["02"] ?? (/^(\d{8}|\d{12,14})$/.test(text) ? text.padStart(14, "0") : "");
    const day = (value) => {
      if (!/^\d{6}$/.test(value ?? "")) return "";
      const [year, month, date] = [value.slice(0, 2), value.slice(2, 4), value.slice(4)];
      const last = new Date(2000 + Number(year), Number(month), 0).getDate();
      return `20${year}-${month}-${date === "00" ? String(last).padStart(2, "0") : date}`;
    };
    return { plain: pairs.length ? "" : text, gtin, lot: found["10"] ?? "", serial: found["21"] ?? "", until: day(found["17"] ?? found["15"]), count: Number(found["37"] ?? found["30"] ?? 0) };
  }

  // Find what a code means among those the page knows: {"CODE IN CAPITALS": anything}; GTINs by 14 digits.
  function lookUp(known, code) {
    const read = parse(code);
    return { read, item: known[read.gtin] ?? known[(read.plain || code).trim().toUpperCase()] ?? null };
  }

  // --- the quantity pad

  function pads(root) {
    for (const pad of root.querySelectorAll("[data-sc-pad]")) {
      const field = document.getElementById(pad.dataset.scPad);
      let fresh = true;
      root.addEventListener("sc:pad-reset", () => { fresh = true; });
      pad.addEventListener("click", (event) => {
        const key = event.target.closest("button")?.dataset.key;
        if (!key || !field) return;
        if (key === "back") field.value = field.value.slice(0, -1);
        else if (key === "clear") field.value = "";
        else if (key === "minus" || key === "plus") field.value = String(Math.max(0, Number(field.value || 0) + (key === "plus" ? 1 : -1)));
        else field.value = ((fresh ? "" : field.value) + key).slice(0, 6);
        fresh = false;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  }

  function start(root) {
    const heard = (code, source) => root.dispatchEvent(new CustomEvent("sc:scan", { detail: { code: code.replace(/[\r\n\t]+$/, ""), source } }));
    const signs = feedback(root);
    const queue = outbox(root, (entry, result) => root.dispatchEvent(new CustomEvent("sc:sent", { detail: { entry, result } })));
    listen(root.querySelector("[data-sc-capture]"), heard);
    camera(root, heard);
    pads(root);
    const typed = root.querySelector("[data-sc-typed]");
    typed?.addEventListener("submit", (event) => {
      const field = typed.querySelector("input[name=code]");
      event.preventDefault();
      if (field.value.trim()) heard(field.value, "typed");
      field.value = "";
      field.blur();
    });
    const big = root.querySelector("[data-sc-big]");
    const grow = () => { const on = remembered("sc-scan-big", "") === "1"; root.classList.toggle("sc-big", on); big?.setAttribute("aria-pressed", String(on)); };
    big?.addEventListener("click", () => { remember("sc-scan-big", remembered("sc-scan-big", "") === "1" ? "" : "1"); grow(); });
    grow();
    const awake = () => { if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {}); };
    document.addEventListener("visibilitychange", awake);
    document.addEventListener("pointerdown", awake, { once: true });
    return { root, send: queue.send, replay: queue.replay, waiting: queue.entries, good: signs.good, bad: signs.bad, lookUp, parse, newKey };
  }

  const root = document.querySelector("[data-sc-scan]");
  window.StorecrewScan = { parse, lookUp, page: root ? start(root) : null };
})();
