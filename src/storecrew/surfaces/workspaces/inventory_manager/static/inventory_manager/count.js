// Counting: scan the bin or the article, enter what is there. The number on record is not on this page.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { post, rows, known, words } = JSON.parse(document.getElementById("scan-page").textContent);
  const now = document.querySelector("[data-now]"), quantity = document.getElementById("quantity");
  const done = new Set();
  let chosen = -1;

  function choose(index) {
    chosen = index;
    const row = rows[index];
    now.hidden = false;
    now.querySelector("[data-title]").textContent = row.title;
    now.querySelector("[data-bin]").textContent = row.bin;
    now.querySelector("[data-sku]").textContent = row.sku;
    quantity.value = "";
    for (const item of document.querySelectorAll("[data-row]")) item.classList.toggle("sc-chosen", Number(item.dataset.row) === index);
    now.scrollIntoView({ block: "nearest" });
  }

  scan.root.addEventListener("sc:scan", (event) => {
    const { read, item } = scan.lookUp(known, event.detail.code);
    const open = (item ?? []).filter((index) => !done.has(index));
    if (!open.length) { scan.bad(`${words.unknown}: ${read.plain || event.detail.code}`); return; }
    // A bin with several articles, then the article: the second scan narrows.
    const both = open.filter((index) => chosen >= 0 && rows[index].bin === rows[chosen].bin);
    choose((both.length ? both : open)[0]);
    scan.good(`${rows[chosen].bin} · ${rows[chosen].title}`);
  });
  document.querySelector("[data-rows]")?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) choose(Number(button.dataset.choose));
  });
  document.querySelector("[data-post]").addEventListener("click", async () => {
    const row = rows[chosen], units = Number(quantity.value);
    if (quantity.value === "" || !Number.isInteger(units) || units < 0) { scan.bad(words.amount); return; }
    const index = chosen, item = document.querySelector(`[data-row="${index}"]`);
    const result = await scan.send(post.replace("{task}", row.task), { quantity: units }, `${row.bin} · ${row.sku}: ${units}`);
    if (result.state === "refused") { scan.bad(result.words); return; }
    now.hidden = true;
    chosen = -1;
    const state = result.state === "done" ? result.answer.state : "";
    if (state === "recount") { item.querySelector("[data-again]").hidden = false; scan.bad(words.again); return; }
    done.add(index);
    item.classList.add("sc-done");
    scan.good(state === "approval" ? words.approval : state ? words.done : words.waits);
  });
})();
