// A manifest: each scan puts a parcel onto the carrier's list, with or without a connection.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { post, count, known, words } = JSON.parse(document.getElementById("scan-page").textContent);
  const left = new Set();

  function leave(id) {
    left.add(id);
    document.querySelector(`[data-parcel="${id}"]`)?.classList.add("sc-done");
    document.querySelector("[data-left]").textContent = String(count + left.size);
  }

  scan.root.addEventListener("sc:scan", async (event) => {
    const code = event.detail.code.trim(), parcel = known[code.toUpperCase()];
    if (parcel && left.has(parcel.id)) { scan.bad(`${parcel.code}: ${words.again}`); return; }
    // A code that this page does not know may be of another carrier or place: the shop says so in a sentence.
    const result = await scan.send(post, { code: parcel?.code ?? code }, parcel?.code ?? code);
    if (result.state === "refused") { scan.bad(result.words); return; }
    const id = result.answer?.id ?? parcel?.id;
    if (id) leave(id);
    scan.good(`${result.state === "done" ? words.left : words.waits}: ${parcel?.code ?? code}`);
  });
  scan.root.addEventListener("sc:sent", (event) => { if (event.detail.result.state === "done") leave(event.detail.result.answer.id); });
})();
