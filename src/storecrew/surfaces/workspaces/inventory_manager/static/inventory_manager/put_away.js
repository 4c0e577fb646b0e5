// Putting away: scan the article, then the bin; the bin's scan is the confirmation.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { post, rows, known, words } = JSON.parse(document.getElementById("scan-page").textContent);
  const now = document.querySelector("[data-now]"), quantity = document.getElementById("quantity");
  let chosen = -1;

  function choose(index) {
    chosen = index;
    const row = rows[index];
    now.hidden = false;
    now.querySelector("[data-title]").textContent = row.title;
    now.querySelector("[data-sku]").textContent = [row.sku, row.lot_code, row.from_code].filter(Boolean).join(" · ");
    now.querySelector("[data-proposals]").replaceChildren(...row.proposals.flatMap(([code, why]) => {
      const strong = document.createElement("strong");
      strong.textContent = code;
      return [strong, ` ${why}  `];
    }));
    now.querySelector("[data-step]").textContent = words.bin;
    quantity.value = String(row.quantity);
    scan.root.dispatchEvent(new Event("sc:pad-reset"));
    for (const item of document.querySelectorAll("[data-row]")) item.classList.toggle("sc-chosen", Number(item.dataset.row) === index);
    now.scrollIntoView({ block: "nearest" });
  }

  async function put(shelf) {
    const row = rows[chosen], units = Number(quantity.value);
    if (!Number.isInteger(units) || units < 1 || units > row.quantity) { scan.bad(words.amount); return; }
    const result = await scan.send(post, { variant: row.variant, bin: shelf.bin, from_bin: row.from_bin, lot: row.lot, quantity: units }, `${units} × ${row.sku} → ${shelf.code}`);
    if (result.state === "refused") { scan.bad(result.words); return; }
    row.quantity -= units;
    const item = document.querySelector(`[data-row="${chosen}"]`);
    item.querySelector("[data-left]").textContent = row.quantity;
    item.classList.toggle("sc-done", row.quantity === 0);
    scan.good(`${result.state === "done" ? words.done : words.waits}: ${units} → ${shelf.code}`);
    now.hidden = true;
    chosen = -1;
  }

  scan.root.addEventListener("sc:scan", (event) => {
    const { read, item } = scan.lookUp(known, event.detail.code);
    if (!item) { scan.bad(`${words.unknown}: ${read.plain || event.detail.code}`); return; }
    if (item.bin) { if (chosen < 0) scan.bad(words.article); else put(item); return; }
    choose(item.row);
    scan.good(`${rows[item.row].title} · ${words.bin}`);
  });
  document.querySelector("[data-rows]")?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) choose(Number(button.dataset.choose));
  });
})();
