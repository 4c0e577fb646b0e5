// A page from which a scan of an order leads to its place on the bench.
(() => {
  "use strict";
  const scan = window.StorecrewScan.page, address = document.querySelector("[data-open]").dataset.open;
  scan.root.addEventListener("sc:scan", (event) => { location.href = `${address}?code=${encodeURIComponent(event.detail.code.trim())}`; });
  const bad = document.querySelector("[data-bad]");
  if (bad) scan.bad(bad.textContent.trim());
})();
