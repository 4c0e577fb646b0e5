// Receiving: scan an article, say how it came and how many; a code that says lot, date and count fills them in.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { post, known, words } = JSON.parse(document.getElementById("scan-page").textContent);
  const now = document.querySelector("[data-now]"), field = (id) => document.getElementById(id);
  let line = null;

  function choose(item, read) {
    line = item;
    now.hidden = false;
    now.querySelector("[data-title]").textContent = item.title;
    now.querySelector("[data-sku]").textContent = item.sku;
    for (const part of now.querySelectorAll("[data-for]")) part.hidden = !(item[part.dataset.for] || (part.dataset.for === "note" && outcome() !== "accepted"));
    if (read?.lot) field("lot").value = read.lot;
    if (read?.until) field("until").value = read.until;
    if (read?.serial) field("serials").value = [...new Set([...field("serials").value.split("\n"), read.serial])].filter(Boolean).join("\n");
    field("quantity").value = String(read?.count || 1);
    scan.root.dispatchEvent(new Event("sc:pad-reset"));
    for (const row of document.querySelectorAll("[data-variant]")) row.classList.toggle("sc-chosen", Number(row.dataset.variant) === item.variant);
    now.scrollIntoView({ block: "nearest" });
  }
  const outcome = () => now.querySelector("input[name=outcome]:checked").value;
  now.addEventListener("change", (event) => {
    if (event.target.name === "outcome") now.querySelector("[data-for=note]").hidden = outcome() === "accepted";
  });

  function show(answer) {
    const row = document.querySelector(`[data-variant="${answer.variant}"]`);
    if (!row) return;
    row.querySelector("[data-came]").textContent = answer.came;
    row.classList.toggle("sc-done", answer.to_come === 0);
    row.querySelector("[data-differences]").replaceChildren(...answer.differences.map(([kind, units, step]) => {
      const item = document.createElement("li"), small = document.createElement("small");
      item.className = "sc-scan-row";
      small.textContent = `${kind}: ${units} — ${step}`;
      item.append(small);
      return item;
    }));
  }

  scan.root.addEventListener("sc:scan", (event) => {
    const { read, item } = scan.lookUp(known, event.detail.code);
    if (!item) { scan.bad(`${words.unknown}: ${read.plain || event.detail.code}`); return; }
    choose(item, read);
    scan.good(item.title);
  });
  document.querySelector("[data-lines]").addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) choose(known[button.dataset.choose.toUpperCase()]);
  });
  document.querySelector("[data-post]").addEventListener("click", async () => {
    const quantity = Number(field("quantity").value);
    if (!line) { scan.bad(words.choose); return; }
    if (!Number.isInteger(quantity) || quantity < 1) { scan.bad(words.amount); return; }
    const data = {
      variant: line.variant, quantity, outcome: outcome(), lot: line.lot ? field("lot").value : "", until: line.expires ? field("until").value : "",
      serials: line.serial ? field("serials").value.split("\n").map((text) => text.trim()).filter(Boolean) : [], note: field("note").value,
    };
    const result = await scan.send(post, data, `${quantity} × ${line.sku}`);
    if (result.state === "refused") { scan.bad(result.words); return; }
    if (result.state === "done") show(result.answer);
    scan.good(`${result.state === "done" ? words.taken : words.waits}: ${quantity} × ${line.sku}`);
    field("serials").value = field("note").value = "";
    now.hidden = true;
    line = null;
  });
  scan.root.addEventListener("sc:sent", (event) => { if (event.detail.result.state === "done") show(event.detail.result.answer); });
})();
