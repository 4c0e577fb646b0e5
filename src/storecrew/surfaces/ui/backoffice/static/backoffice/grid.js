// Grids (products, prices, stock): paste from a spreadsheet, arrows between cells, changed cells marked, no
// silent leaving. A form with data-sc-sheet holds a table.sc-sheet; cells that can be typed into have data-was.
(() => {
  const form = document.querySelector("[data-sc-sheet]");
  if (!form) return;
  const grid = form.querySelector(".sc-sheet");
  const rows = [...grid.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => cell.querySelector("[data-was]")));
  const cells = rows.flat().filter(Boolean);
  const state = form.querySelector("[data-grid-state]");
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

  const write = (cell, value) => {
    if (cell.tagName !== "SELECT") { cell.value = value; return; }
    const wanted = value.toLowerCase();
    const option = [...cell.options].find((each) => [each.value, each.text.toLowerCase()].includes(wanted));
    if (option) cell.value = option.value;
  };

  form.addEventListener("input", mark);
  form.addEventListener("change", mark);

  form.addEventListener("paste", (event) => {
    const [row, column] = place(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (row < 0 || !/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    lines.forEach((line, down) => line.split("\t").forEach((value, right) => {
      const cell = rows[row + down]?.[column + right];
      if (cell) write(cell, value.trim());
    }));
    mark();
  });

  const go = (row, column, step) => {
    for (let at = row + step; rows[at]; at += step) {
      if (rows[at][column]) return rows[at][column];
    }
    return null;
  };

  form.addEventListener("keydown", (event) => {
    const [row, column] = place(event.target);
    if (row < 0 || event.ctrlKey || event.metaKey) return;
    const isSelect = event.target.tagName === "SELECT";
    let next = null;
    const vertical = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (vertical && !event.altKey && !(isSelect && event.key !== "Enter")) next = go(row, column, vertical);
    else if (sideways && (isSelect || event.altKey || atEdge(event.target, sideways))) {
      for (let at = column + sideways; at >= 0 && at < rows[row].length && !next; at += sideways) next = rows[row][at];
    } else return;
    event.preventDefault();
    if (!next) return;
    next.focus();
    next.select?.();
  });

  const atEdge = (cell, step) => {
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    return all || (step < 0 ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length);
  };

  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && mark()) event.preventDefault(); });
  mark();
})();
