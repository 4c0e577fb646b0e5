// Picking: the page knows all stops of the walk, asks for the place and then for the article, and goes on
// without a connection. What the server answers replaces what the page believed.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { post, short, words, ...page } = JSON.parse(document.getElementById("scan-page").textContent);
  const find = (name) => document.querySelector(`[data-${name}]`), units = document.getElementById("quantity");
  let stops = page.stops, place = "";

  const now = () => stops.find((stop) => stop.state === "open");
  const put = (name, text) => { find(name).textContent = text; };

  function show() {
    const stop = now(), done = stops.filter((one) => one.state !== "open").length;
    find("now").hidden = !stop;
    find("done").hidden = Boolean(stop);
    find("progress").max = stops.length || 1;
    find("progress").value = done;
    put("count", words.progress.replace("{done}", done).replace("{total}", stops.length));
    const rest = stops.filter((one) => one.state === "open").slice(1, 13);
    find("rest").hidden = !rest.length;
    find("then").replaceChildren(...rest.map((one) => {
      const row = document.createElement("li"), name = document.createElement("strong"), count = document.createElement("span");
      row.className = "sc-scan-row";
      name.textContent = [one.place, one.title].filter(Boolean).join(" · ");
      count.className = "sc-num";
      count.textContent = `${one.left} ×`;
      row.append(name, count);
      return row;
    }));
    if (!stop) return;
    const there = !stop.place || place === stop.place;
    put("place", stop.place);
    find("place").hidden = !stop.place;
    find("place").classList.toggle("sc-done", there);
    put("title", stop.title);
    put("sku", stop.sku);
    put("left", `${stop.left} ×`);
    put("lot", stop.lot);
    find("lot").hidden = !stop.lot;
    put("into", stop.into);
    find("image").hidden = !stop.image;
    if (stop.image) find("image").src = stop.image;
    put("wanted", there ? words.article : words.place);
    find("pad").hidden = !there || stop.left < 2;
    units.value = "1";
    scan.root.dispatchEvent(new Event("sc:pad-reset"));
  }

  function learn(answer) { stops = answer.stops; show(); }

  // Without a connection the page counts by itself; the server's answer comes later and wins.
  function believe(stop, taken) {
    stop.left -= taken;
    if (stop.left < 1) stop.state = "done";
    show();
  }

  async function send(url, data, label, meanwhile, told) {
    const result = await scan.send(url, data, label);
    if (result.state === "refused") { scan.bad(result.words); return; }
    if (result.state === "done") learn(result.answer); else meanwhile();
    scan.good(result.state === "done" ? told : `${words.waits}: ${label}`);
  }

  scan.root.addEventListener("sc:scan", (event) => {
    const stop = now(), code = event.detail.code.trim();
    if (!stop) return;
    if (stop.place && place !== stop.place) {
      if (code.toUpperCase() !== stop.place.toUpperCase()) { scan.bad(`${words.wrong_place} ${stop.place}`); return; }
      place = stop.place;
      show();
      scan.good(stop.place);
      return;
    }
    const { read, item } = scan.lookUp(Object.fromEntries(stop.codes.map((one) => [one, stop])), code);
    if (!item) { scan.bad(`${words.wrong_item} ${stop.sku}`); return; }
    const quantity = read.count || Number(units.value) || 1;
    if (quantity > stop.left) { scan.bad(`${words.too_many} ${stop.left} ×`); return; }
    send(post, { stop: stop.id, place: stop.place, item: code, quantity }, `${quantity} × ${stop.sku}`, () => believe(stop, quantity), `${quantity} × ${stop.title}`);
  });
  find("short").addEventListener("click", () => {
    const stop = now();
    if (stop) send(short, { stop: stop.id }, `${stop.sku} ✗`, () => { stop.state = "short"; show(); }, words.short);
  });
  scan.root.addEventListener("sc:sent", (event) => { if (event.detail.result.state === "done") learn(event.detail.result.answer); });
  show();
})();
