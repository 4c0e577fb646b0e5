// The driver's trip: everything that is needed is on the page, so it goes on without a connection. Entries carry
// the time of this device and a key made here; the queue of scan.js brings them.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { trip, rows, known, post, words, ...page } = JSON.parse(document.getElementById("scan-page").textContent);
  const find = (name) => document.querySelector(`[data-${name}]`);
  const now = find("now"), list = find("rows"), canvas = find("signature"), pen = canvas.getContext("2d");
  const forms = Object.fromEntries([...document.querySelectorAll("[data-form]")].map((form) => [form.dataset.form, form]));
  let state = page.state, chosen = -1, signed = false, asked = null, told = false;

  // What waits on this device from before counts as done here; the server hears it as soon as it can.
  for (const entry of scan.waiting()) {
    if (entry.refused) continue;
    if (entry.data.trip) state = entry.data.finishes ? "finished" : "under_way";
    const row = rows.find((one) => one.id === entry.data.stop);
    if (row) row.state = entry.data.reason ? "failed" : "done";
  }

  const open = () => rows.filter((row) => row.state === "planned");
  const address = (name, id) => post[name].replace("{id}", id);
  const stamp = () => new Date().toISOString();
  const put = (name, text) => { const node = find(name); node.textContent = text; node.hidden = !text; };

  function show(index) {
    chosen = index;
    const row = rows[index];
    for (const form of Object.values(forms)) { form.hidden = true; form.reset(); }
    wipe();
    asked = null;
    told = false;
    put("spot", "");
    find("outcomes").hidden = true;
    find("steps").hidden = false;
    put("time", row.time); put("window", row.window && `(${row.window})`); put("kind", row.delivers ? words.deliver : words.fetch);
    put("name", `${row.position}. ${row.name}`); put("company", row.company); put("where", row.where); put("note", row.note);
    put("order", [row.order, row.reference].filter(Boolean).join(" · "));
    find("navigate").href = /iPhone|iPad/.test(navigator.userAgent) ? row.maps : row.geo;
    find("call").href = `tel:${row.phone}`;
    find("call").hidden = !row.phone;
    document.querySelector("[data-open=done]").textContent = row.delivers ? words.delivered : words.fetchDone;
  }

  function draw() {
    const left = open();
    put("left", words.left.replace("%s", left.length));
    find("start").hidden = state !== "published";
    find("finish").hidden = state !== "under_way" || left.length > 0;
    find("early").hidden = state !== "under_way" || left.length === 0;
    find("over").hidden = state !== "finished";
    if (chosen < 0 || rows[chosen].state !== "planned") chosen = rows.findIndex((row) => row.state === "planned");
    now.hidden = state !== "under_way" || chosen < 0;
    if (!now.hidden) show(chosen);
    list.replaceChildren(...rows.map((row, index) => {
      const item = document.createElement("li"), button = document.createElement("button"), name = document.createElement("strong");
      const side = document.createElement("span"), small = document.createElement("small");
      name.textContent = `${row.position}. ${row.name}`;
      side.className = "sc-side";
      side.textContent = row.state === "done" ? "✓" : row.state === "failed" ? "✗" : row.time;
      small.textContent = row.where;
      button.type = "button";
      button.disabled = row.state !== "planned" || state !== "under_way";
      button.append(name, side, small);
      button.addEventListener("click", () => { show(index); now.scrollIntoView({ block: "start" }); });
      item.className = row.state === "done" ? "sc-done" : row.state === "failed" ? "fd-failed" : "";
      item.append(button);
      return item;
    }));
  }

  async function close(row, kind, data, label) {
    const result = await scan.send(address(kind, row.id), { stop: row.id, at: stamp(), ...data }, `${row.position}. ${row.name}`);
    if (result.state === "refused") { scan.bad(result.words); return; }
    row.state = kind === "fail" ? "failed" : "done";
    scan.good(result.state === "waiting" ? words.waits : label);
    draw();
    scrollTo({ top: 0 });
  }

  async function move(kind, data, next, label) {
    const result = await scan.send(address(kind, trip), { trip, at: stamp(), ...data }, label);
    if (result.state === "refused") { scan.bad(result.words); return; }
    state = next;
    scan.good(result.state === "waiting" ? words.waits : label);
    draw();
  }

  // --- the signature

  function wipe() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    signed = false;
  }
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.lineWidth = 5; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#111";
    pen.beginPath();
    pen.moveTo(...spot(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    pen.lineTo(...spot(event));
    pen.stroke();
    signed = true;
  });
  find("clear").addEventListener("click", wipe);

  // --- the photo, made small on the device: the queue has to hold it while there is no connection

  async function small(file) {
    if (!file) return "";
    const picture = await createImageBitmap(file), scale = Math.min(1, 1024 / Math.max(picture.width, picture.height));
    const sheet = document.createElement("canvas");
    sheet.width = Math.round(picture.width * scale);
    sheet.height = Math.round(picture.height * scale);
    sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
    return sheet.toDataURL("image/jpeg", 0.6);
  }

  // --- where this phone is, asked when an outcome is entered. Far away needs a second press and refuses nothing;
  // a phone that does not say where it is goes on without.

  const PATIENCE = 8000;
  function locate() {
    const answer = new Promise((resolve) => {
      if (!navigator.geolocation) { resolve(null); return; }
      navigator.geolocation.getCurrentPosition(({ coords }) => resolve({
        lat_e6: Math.round(coords.latitude * 1e6), lon_e6: Math.round(coords.longitude * 1e6),
        accuracy_m: Math.min(Math.ceil(coords.accuracy), 100000),
      }), () => resolve(null), { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 10000 });
      // Who has not answered whether the page may ask holds up nothing either.
      setTimeout(() => resolve(null), PATIENCE);
    });
    asked = answer;
    answer.then((here) => { if (asked === answer) sayWhere(rows[chosen], here); });
  }
  function apart(row, here) {
    const [lat, lon] = row.spot.map((each) => each / 1e6), turn = Math.PI / 180;
    const down = (here.lat_e6 / 1e6 - lat) * turn, across = (here.lon_e6 / 1e6 - lon) * turn;
    const half = Math.sin(down / 2) ** 2 + Math.cos(lat * turn) * Math.cos(here.lat_e6 / 1e6 * turn) * Math.sin(across / 2) ** 2;
    return 2 * 6371000 * Math.asin(Math.sqrt(Math.min(1, half)));
  }
  function sayWhere(row, here) {
    const meters = here && row.spot ? apart(row, here) : 0, far = meters > row.fence + (here?.accuracy_m ?? 0);
    const length = (meters / 1000).toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: 1 });
    find("spot").classList.toggle("fd-far", far);
    put("spot", far ? `${words.far.replace("%s", length)}. ${words.farNext}` : here ? row.spot ? words.near : "" : words.nowhere);
    return far && words.far.replace("%s", length);
  }
  // What goes with an entry; null when the driver has to look again first.
  async function where() {
    const row = rows[chosen], here = await asked, far = sayWhere(row, here);
    if (far && !told) { told = true; scan.bad(far); find("spot").scrollIntoView({ block: "center" }); return null; }
    return here ?? {};
  }

  // --- what is pressed

  now.addEventListener("click", (event) => {
    const step = event.target.closest("[data-open]"), row = rows[chosen];
    if (event.target.closest("[data-back]")) show(chosen);
    if (!step) return;
    find("steps").hidden = true;
    forms[step.dataset.open === "fail" ? "fail" : row.delivers ? "deliver" : "fetch"].hidden = false;
    locate();
  });
  forms.deliver.addEventListener("submit", async (event) => {
    event.preventDefault();
    const row = rows[chosen], data = Object.fromEntries(new FormData(forms.deliver));
    let photo;
    try { photo = await small(data.photo?.size ? data.photo : null); } catch { scan.bad(words.photo); return; }
    const signature = signed ? canvas.toDataURL("image/png") : "";
    if (data.place === "safe_place" && !photo) { scan.bad(words.photo); return; }
    if (["household", "reception", "neighbor"].includes(data.place) && !data.received_by.trim()) { scan.bad(words.name); return; }
    if (!photo && !signature && !data.code.trim()) { scan.bad(words.prove); return; }
    const spot = await where();
    if (spot) close(row, "deliver", { ...data, photo, signature, ...spot }, words.delivered);
  });
  forms.fetch.addEventListener("submit", async (event) => {
    event.preventDefault();
    const row = rows[chosen], data = Object.fromEntries(new FormData(forms.fetch)), spot = await where();
    if (spot) close(row, "fetch", { ...data, ...spot }, words.fetched);
  });
  forms.fail.addEventListener("change", (event) => {
    if (event.target.name !== "reason") return;
    const steps = rows[chosen].steps[event.target.value];
    find("outcomes").hidden = false;
    for (const label of document.querySelectorAll("[data-outcome]")) {
      label.hidden = !steps.includes(label.dataset.outcome);
      label.querySelector("input").checked = label.dataset.outcome === steps[0];
    }
  });
  forms.fail.addEventListener("submit", async (event) => {
    event.preventDefault();
    const row = rows[chosen], data = Object.fromEntries(new FormData(forms.fail));
    if (!data.reason) { scan.bad(words.why); return; }
    const spot = await where();
    if (spot) close(row, "fail", { ...data, ...spot }, words.failed);
  });
  scan.root.addEventListener("sc:scan", (event) => {
    const { item } = scan.lookUp(known, event.detail.code);
    if (item === null || rows[item].state !== "planned") { scan.bad(`${words.unknown}: ${event.detail.code}`); return; }
    if (state === "under_way") show(item);
    scan.good(`${rows[item].position}. ${rows[item].name}`);
  });
  // An entry that had waited and was refused: the stop is open again, and the reason stands above.
  scan.root.addEventListener("sc:sent", (event) => {
    const row = rows.find((one) => one.id === event.detail.entry.data.stop);
    if (row && event.detail.result.state === "refused") { row.state = "planned"; draw(); }
  });
  find("start").querySelector("button").addEventListener("click", () => move("start", {}, "under_way", words.started));
  const finish = () => {
    const km = document.querySelector("[data-finish] input").value;
    move("finish", { finishes: true, km: km === "" ? null : Math.round(Number(km)) }, "finished", words.finished);
  };
  find("finish").querySelector("button").addEventListener("click", finish);
  find("early").addEventListener("click", () => { if (confirm(find("early").dataset.words)) finish(); });
  wipe();
  draw();
})();
