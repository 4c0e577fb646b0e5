// The hand-over: each scan of a closed parcel sends it off, with or without a connection.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page;
  const { post, known, words } = JSON.parse(document.getElementById("scan-page").textContent);
  const field = (id) => document.getElementById(id), left = new Set();

  function leave(id) {
    left.add(id);
    document.querySelector(`[data-parcel="${id}"]`)?.classList.add("sc-done");
    document.querySelector("[data-left]").textContent = String(left.size);
  }

  scan.root.addEventListener("sc:scan", async (event) => {
    const code = event.detail.code.trim(), parcel = known[code.toUpperCase()];
    const tracking = field("tracking").value.trim(), carrier = field("carrier").value.trim();
    if (!parcel) { scan.bad(`${words.unknown}: ${code}`); return; }
    if (left.has(parcel.id)) { scan.bad(`${parcel.code}: ${words.again}`); return; }
    if (!parcel.ready && !tracking) { scan.bad(`${parcel.code} ${parcel.why}`); return; }
    const result = await scan.send(post, { code: parcel.code, tracking, carrier }, parcel.code);
    if (result.state === "refused") { scan.bad(result.words); return; }
    leave(parcel.id);
    field("tracking").value = "";
    scan.good(`${result.state === "done" ? words.left : words.waits}: ${parcel.code}`);
  });
  scan.root.addEventListener("sc:sent", (event) => { if (event.detail.result.state === "done") leave(event.detail.result.answer.id); });
})();
