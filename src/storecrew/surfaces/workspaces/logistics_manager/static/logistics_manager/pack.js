// The bench: every unit is scanned into the box; what does not belong there turns the screen red at once.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { post, words, ...page } = JSON.parse(document.getElementById("scan-page").textContent);
  const list = document.querySelector("[data-lines]"), close = document.querySelector("[data-close]"), units = document.getElementById("quantity");
  let lines = page.lines;

  function show() {
    list.replaceChildren(...lines.map((line) => {
      const row = document.createElement("li"), name = document.createElement("strong"), count = document.createElement("span"), sku = document.createElement("small");
      row.className = line.left ? "sc-scan-row" : "sc-scan-row sc-done";
      row.dataset.line = line.id;
      name.textContent = line.title;
      count.className = "sc-num";
      count.textContent = line.left ? `${line.inside} + ${line.left}` : `${line.inside} ✓`;
      sku.textContent = line.sku;
      row.append(name, count, sku);
      if (line.paper) paper(row, line, count);
      return row;
    }));
    const goods = lines.filter((line) => !line.paper), whole = goods.every((line) => !line.left);
    close.hidden = !goods.some((line) => line.inside);
    close.querySelector("h2").textContent = whole ? words.whole : words.part;
    units.value = "1";
    scan.root.dispatchEvent(new Event("sc:pad-reset"));
  }

  // A printed insert: scanned, ticked, or none is there. The box closes with it or without.
  function paper(row, line, count) {
    count.textContent = line.inside ? "1 ✓" : line.missing ? words.missing : "";
    if (!line.left) return;
    const put = document.createElement("button"), none = document.createElement("button"), both = document.createElement("div");
    for (const [button, text, missing] of [[put, words.put, false], [none, words.none, true]]) {
      button.type = "button";
      button.className = "sc-button";
      button.textContent = text;
      button.setAttribute("aria-label", `${line.title}: ${text}`);
      button.addEventListener("click", () => tick(line, missing));
    }
    both.className = "lm-paper";
    both.append(put, none);
    row.append(both);
  }

  async function tick(line, missing) {
    const result = await scan.send(post, { item: line.codes[0], quantity: 1, ...(missing ? { missing: "1" } : {}) }, line.title);
    if (result.state === "refused") { scan.bad(result.words); return; }
    if (result.state === "done") learn(result.answer);
    else { line.left = 0; line.inside = missing ? 0 : 1; line.missing = missing; show(); }
    scan.good(`${result.state === "done" ? "" : `${words.waits}: `}${line.title}`);
  }

  function learn(answer) { lines = answer.lines; show(); }

  scan.root.addEventListener("sc:scan", async (event) => {
    const code = event.detail.code.trim();
    // Of two lines with one article the one that is not full yet takes the unit.
    const known = Object.fromEntries([...lines].sort((a, b) => a.left - b.left).flatMap((line) => line.codes.map((one) => [one, line])));
    const { read, item } = scan.lookUp(known, code);
    if (!item) { scan.bad(words.wrong); return; }
    const quantity = read.count || Number(units.value) || 1;
    if (quantity > item.left) { scan.bad(words.too_many); return; }
    const result = await scan.send(post, { item: code, quantity }, `${quantity} × ${item.sku}`);
    if (result.state === "refused") { scan.bad(result.words); return; }
    if (result.state === "done") learn(result.answer);
    else { item.inside += quantity; item.left -= quantity; show(); }
    scan.good(`${result.state === "done" ? "" : `${words.waits}: `}${quantity} × ${item.title}`);
  });
  scan.root.addEventListener("sc:sent", (event) => { if (event.detail.result.state === "done") learn(event.detail.result.answer); });
  // What waits on the device is not in the box yet, so the box stays open until it is sent.
  close.addEventListener("submit", (event) => {
    if (!scan.waiting().some((entry) => !entry.refused)) return;
    event.preventDefault();
    scan.bad(words.waits);
  });
  show();
})();
