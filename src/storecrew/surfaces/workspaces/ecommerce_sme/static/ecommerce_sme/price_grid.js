// The price grid: paste from a spreadsheet, arrows between rows, changed cells marked, a question before leaving.
(() => {
  const form = document.querySelector("[data-price-grid]");
  if (!form) return;
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input[data-was]")]);
  const cells = rows.flat();
  const state = form.querySelector("[data-price-grid-state]");
  let leaving = false;

  const place = (cell) => {
    const row = rows.findIndex((each) => each.includes(cell));
    return [row, row < 0 ? -1 : rows[row].indexOf(cell)];
  };

  const mark = () => {
    let changed = 0;
    for (const cell of cells) {
      const differs = cell.value.trim() !== cell.dataset.was;
      cell.toggleAttribute("data-changed", differs);
      changed += differs;
    }
    if (state) state.textContent = changed ? `${changed} ${changed === 1 ? state.dataset.one : state.dataset.many}` : "";
    return changed;
  };

  form.addEventListener("input", mark);

  form.addEventListener("paste", (event) => {
    const [row, column] = place(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (row < 0 || !/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    lines.forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const cell = rows[row + down]?.[column + right];
        if (cell) cell.value = value.trim();
      });
    });
    mark();
  });

  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    const [row, column] = place(event.target);
    if (!step || row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = rows[row + step]?.[column];
    event.preventDefault();
    if (next) {
      next.focus();
      next.select();
    }
  });

  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && mark()) event.preventDefault();
  });
  mark();
})();
