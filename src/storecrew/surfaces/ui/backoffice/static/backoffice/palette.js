// The command palette (Ctrl/Cmd-K), the keys of the back office, and questions before what cannot be undone.
(() => {
  "use strict";
  const OFF = "storecrew.keys.off";
  const keysOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const typing = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type);
  const mayUseKeys = (event) => !keysOff() && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && !document.querySelector("dialog[open]");
  window.storecrew = { mayUseKeys };

  document.addEventListener("submit", (event) => {
    const question = event.target.dataset?.scConfirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  const dialog = document.querySelector("[data-sc-palette]");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const state = dialog.querySelector("[data-sc-palette-state]");
  const help = document.querySelector("[data-sc-keys]");
  let items = [];
  let chosen = 0;
  let asked = 0;

  const choose = (to) => {
    chosen = items.length ? (to + items.length) % items.length : 0;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === chosen)));
    const li = list.children[chosen];
    input.setAttribute("aria-activedescendant", li ? li.id : "");
    li?.scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    items = found;
    list.replaceChildren(...found.map((item, i) => {
      const li = document.createElement("li");
      li.id = `sc-palette-${i}`;
      li.setAttribute("role", "option");
      const title = document.createElement("span");
      title.textContent = item.title;
      const kind = document.createElement("small");
      kind.textContent = [item.detail, item.kind].filter(Boolean).join(" · ");
      li.append(title, kind);
      li.addEventListener("click", () => location.assign(item.url));
      return li;
    }));
    state.textContent = found.length ? "" : input.value.trim() ? state.dataset.none : "";
    choose(0);
  };
  const ask = async () => {
    const number = ++asked;
    const answer = await fetch(`${dialog.dataset.scPalette}?q=${encodeURIComponent(input.value.trim())}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (number !== asked) return;
    show(answer.ok ? (await answer.json()).items : []);
  };
  const open = () => { if (dialog.open) return; input.value = ""; dialog.showModal(); ask(); };

  let timer = 0;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 60); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && items[chosen]) location.assign(items[chosen].url);
    else return;
    event.preventDefault();
  });
  for (const box of [dialog, help]) box?.addEventListener("click", (event) => { if (event.target === box) box.close(); });

  const off = help?.querySelector("input");
  if (off) {
    off.checked = keysOff();
    off.addEventListener("change", () => { try { localStorage.setItem(OFF, off.checked ? "1" : "0"); } catch { /* private mode keeps the keys on */ } });
  }
  const places = JSON.parse(document.getElementById("sc-go-keys")?.textContent || "{}");
  let waiting = 0;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.target.isContentEditable) { event.preventDefault(); event.stopPropagation(); open(); return; }
    if (!mayUseKeys(event)) return;
    if (waiting && Date.now() - waiting < 1200 && places[event.key]) { event.preventDefault(); location.assign(places[event.key]); return; }
    waiting = 0;
    if (event.key === "g") waiting = Date.now();
    else if (event.key === "?") { event.preventDefault(); event.stopImmediatePropagation(); help?.showModal(); }
    else if (event.key === "/") {
      event.preventDefault(); event.stopImmediatePropagation();
      const search = document.querySelector("[data-sc-search]");
      if (search) search.focus(); else open();
    }
  }, true);
  document.querySelectorAll("[data-sc-open-palette]").forEach((button) => button.addEventListener("click", open));
})();
