// Lists: selecting rows, the bulk bar, the keyboard and a tidy address. Everything works without it too.
(() => {
  "use strict";
  const list = document.querySelector("[data-sc-list]");
  const search = document.querySelector("[data-sc-search]");
  const bar = document.querySelector(".sc-bar");

  // Empty fields of the filter form do not belong into the address.
  bar?.addEventListener("submit", () => {
    for (const set of bar.querySelectorAll("[data-sc-filter]")) {
      const filled = [...set.querySelectorAll("input")].some((i) => (i.type === "checkbox" || i.type === "radio" ? i.checked : i.value.trim()));
      const op = set.querySelector("[data-sc-op]");
      if (op && (op.value === "empty" ? false : !filled || op.selectedIndex === 0)) op.disabled = true;
      for (const input of set.querySelectorAll("input")) if (input.type !== "checkbox" && input.type !== "radio" && !input.value.trim()) input.disabled = true;
    }
    if (search && !search.value.trim()) search.disabled = true;
  });
  window.addEventListener("pageshow", () => bar?.querySelectorAll(":disabled").forEach((i) => { i.disabled = false; }));
  for (const op of document.querySelectorAll("[data-sc-op]")) {
    op.addEventListener("change", () => {
      const to = op.closest("fieldset").querySelector("[data-sc-to]");
      if (to) to.hidden = op.value !== "between";
    });
  }
  // One open panel at a time; Escape and a click elsewhere close it.
  const pops = [...document.querySelectorAll(".sc-pop")];
  document.addEventListener("click", (event) => { for (const pop of pops) if (pop.open && !pop.contains(event.target)) pop.open = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const pop of pops) if (pop.open) { pop.open = false; pop.querySelector("summary").focus(); }
  });

  if (!list) return;
  const boxes = [...list.querySelectorAll('input[name="ids"]')];
  const page = list.querySelector("[data-sc-page]");
  const all = list.querySelector("[data-sc-all]");
  const bulk = list.querySelector("[data-sc-bulk]");
  const words = list.querySelector("[data-sc-selected]");
  const selectAll = list.querySelector("[data-sc-select-all]");

  const update = (everything = false) => {
    if (!bulk) return;
    const count = boxes.filter((box) => box.checked).length;
    all.value = everything ? "1" : "";
    bulk.hidden = !count;
    page.checked = count === boxes.length;
    page.indeterminate = count > 0 && count < boxes.length;
    if (selectAll) selectAll.hidden = everything || count < boxes.length;
    words.textContent = everything ? words.dataset.every : count === 1 ? words.dataset.one : words.dataset.many.replace("%s", count);
  };
  page?.addEventListener("change", () => { for (const box of boxes) box.checked = page.checked; update(); });
  selectAll?.addEventListener("click", () => { for (const box of boxes) box.checked = true; update(true); });
  let last = null;
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      }
      last = box;
      update();
    });
  }
  update();

  const rows = [...list.querySelectorAll("[data-sc-row]")];
  let current = -1;
  const go = (to) => {
    rows[current]?.removeAttribute("data-sc-current");
    current = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[current];
    row.setAttribute("data-sc-current", "");
    row.scrollIntoView({ block: "nearest" });
    (row.querySelector(".sc-primary a") || row.querySelector("input"))?.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (window.storecrew && !window.storecrew.mayUseKeys(event)) return;
    if (event.key === "j") go(current + 1);
    else if (event.key === "k") go(current - 1);
    else if (event.key === "x" && boxes[current]) boxes[current].click();
    else if (event.key === "Enter" && current >= 0 && rows[current].dataset.href && event.target === document.body) location.assign(rows[current].dataset.href);
    else return;
    event.preventDefault();
  });
})();
