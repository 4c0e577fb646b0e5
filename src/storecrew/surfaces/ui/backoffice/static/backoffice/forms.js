// Forms: a save bar and a warning while something is unsaved, names to call in comments, a toast to close.
(() => {
  "use strict";
  const words = document.querySelector("[data-sc-words]")?.dataset || {};

  // ---- unsaved changes. Every form of ours that ends in a row of buttons is an edit form.
  const forms = [...document.querySelectorAll('.sc-page form[method="post"]')].filter((form) =>
    form.querySelector(".sc-form-foot") && !("scPlain" in form.dataset) && form.querySelector('textarea, select, input:not([type="hidden"])'));
  let leaving = false;
  const content = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "sc_spent").map(([name, value]) => [name, value.name ?? value]));

  const bar = (form) => {
    const foot = form.querySelector(".sc-form-foot");
    if (foot.querySelector(".sc-unsaved")) return;
    const note = document.createElement("span");
    note.className = "sc-unsaved";
    note.setAttribute("role", "status");
    note.textContent = words.unsaved;
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "sc-row-link sc-discard";
    discard.textContent = words.discard;
    discard.addEventListener("click", () => { leaving = true; location.assign(location.href.split("#")[0]); });
    foot.prepend(note);
    foot.append(discard);
  };
  const set = (form, dirty) => {
    form.toggleAttribute("data-sc-dirty", dirty);
    if (dirty) bar(form);
  };
  // A refused form begins with what to correct: the keyboard and readers of the screen start there.
  const refusal = document.querySelector('.sc-page form [role="alert"][tabindex="-1"]');
  if (refusal && !document.querySelector("[autofocus]")) refusal.focus();
  for (const form of forms) {
    // What the server sent back with errors is not saved either.
    const refused = Boolean(form.querySelector('.sc-field-bad, [role="alert"]'));
    let before = null;
    const start = () => { before ??= content(form); };
    const compare = () => setTimeout(() => set(form, refused || content(form) !== before), 0);
    for (const name of ["focusin", "pointerdown"]) form.addEventListener(name, start, true);
    for (const name of ["input", "change", "click", "keyup"]) form.addEventListener(name, () => { start(); compare(); if (form.querySelector("[data-draftail-input]")) setTimeout(compare, 400); });
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) leaving = true; });
    if (refused) set(form, true);
  }
  // ---- how long a form was in sight until it was saved: one number, sent with the form, kept per role only
  const SPENT = "storecrew.spent";
  const remembered = () => { try { return JSON.parse(sessionStorage.getItem(SPENT)) || {}; } catch { return {}; } };
  const before = remembered();
  let seen = before.path === location.pathname && Date.now() - before.at < 30000 ? before.spent : 0;
  let since = document.visibilityState === "visible" ? Date.now() : 0;
  const pause = () => { if (since) seen += Date.now() - since; since = 0; };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") since ||= Date.now(); else pause(); });
  for (const form of forms) {
    form.addEventListener("submit", () => {
      pause();
      let field = form.elements.sc_spent;
      if (!field) {
        field = Object.assign(document.createElement("input"), { type: "hidden", name: "sc_spent" });
        form.append(field);
      }
      field.value = String(Math.round(seen));
      try { sessionStorage.setItem(SPENT, JSON.stringify({ path: location.pathname, spent: seen, at: Date.now() })); } catch { /* it counts anew */ }
      since = Date.now();
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && forms.some((form) => "scDirty" in form.dataset)) event.preventDefault();
  });
  // Coming back by the browser's own button, the page is as it was left: guarded again.
  window.addEventListener("pageshow", () => { leaving = false; });

  // ---- the toast of what can be undone stays until it is closed or another page is opened
  for (const button of document.querySelectorAll(".messages .sc-undo")) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "sc-toast-close";
    close.setAttribute("aria-label", words.close || "");
    close.textContent = "×";
    close.addEventListener("click", () => close.closest("li").remove());
    button.after(close);
  }

  // ---- previous and next record, and editing it
  document.addEventListener("keydown", (event) => {
    if (!window.storecrew?.mayUseKeys(event) || document.querySelector("[data-sc-list]")) return;
    const rel = { j: "next", k: "prev" }[event.key];
    const wanted = rel ? `.sc-walk [rel="${rel}"]` : event.key === "e" && '.sc-head-actions a[href$="/edit/"]';
    const link = wanted && document.querySelector(wanted);
    if (link) { event.preventDefault(); link.click(); }
  });

  // ---- names to choose from while one types: colleagues in a comment, articles in a list of SKUs
  const suggest = (box, { address, typed, text, note, write }) => {
    const list = document.createElement("ul");
    list.className = "sc-mention-list";
    list.id = `${box.id}-names`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    box.after(list);
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-autocomplete", "list");
    let chosen = 0;
    let asked = 0;
    const close = () => { asked += 1; list.hidden = true; list.replaceChildren(); box.removeAttribute("aria-activedescendant"); };
    const choose = (to) => {
      const all = [...list.children];
      chosen = all.length ? (to + all.length) % all.length : 0;
      all.forEach((li, i) => li.setAttribute("aria-selected", String(i === chosen)));
      if (all[chosen]) box.setAttribute("aria-activedescendant", all[chosen].id);
    };
    const take = () => {
      const word = list.children[chosen]?.dataset.word;
      const start = typed();
      if (!word || start === null) return;
      const end = box.selectionStart;
      box.setRangeText(write(word), end - start.length, end, "end");
      close();
      box.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const ask = async () => {
      const start = typed();
      if (start === null) { close(); return; }
      const number = ++asked;
      const url = new URL(address, location.href);
      url.searchParams.set("q", start);
      const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (number !== asked || !answer.ok) return;
      const { items } = await answer.json();
      if (number !== asked) return;
      list.replaceChildren(...items.map((item, i) => {
        const li = document.createElement("li");
        li.id = `${list.id}-${i}`;
        li.dataset.word = text(item);
        li.setAttribute("role", "option");
        li.textContent = item.name;
        const small = document.createElement("small");
        small.textContent = note(item);
        li.append(small);
        li.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(i); take(); });
        return li;
      }));
      list.hidden = !items.length;
      choose(0);
    };
    box.addEventListener("input", ask);
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter" || event.key === "Tab") take();
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  };

  for (const box of document.querySelectorAll("[data-sc-mentions]")) {
    suggest(box, {
      address: box.dataset.scMentions,
      typed: () => /(?:^|\s)@([\p{L}\p{N}._+-]*)$/u.exec(box.value.slice(0, box.selectionStart))?.[1] ?? null,
      text: (item) => item.handle,
      note: (item) => `@${item.handle}`,
      write: (handle) => `${handle} `,
    });
  }

  for (const box of document.querySelectorAll("[data-sc-articles]")) {
    const hold = document.createElement("div");
    hold.className = "sc-suggest";
    box.replaceWith(hold);
    hold.append(box);
    const hasUnits = "scUnits" in box.dataset;
    const hasCommas = "scCommas" in box.dataset;
    suggest(box, {
      address: box.dataset.scArticles,
      typed: () => {
        const row = box.value.slice(0, box.selectionStart).split(hasCommas ? /\n|, */ : "\n").pop();
        // Behind a SKU come its units, so there is nothing more to choose.
        return row.trim().length < 2 || (hasUnits && /^\S+\s+\d*$/.test(row)) ? null : row;
      },
      text: (item) => item.text,
      note: (item) => item.text,
      write: (word) => `${word}${hasUnits ? " " : hasCommas ? ", " : ""}`,
    });
  }
})();
