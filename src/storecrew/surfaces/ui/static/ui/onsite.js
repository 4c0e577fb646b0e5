/* Banners and pop-ups of marketing. Banners need none of this. A pop-up opens late and rarely, never while
   somebody types, and on a phone never on the first page: there it is a low sheet that covers no content. */
(() => {
  "use strict";

  const $$ = (selector) => [...document.querySelectorAll(selector)];
  const phone = matchMedia("(width < 44rem)").matches;
  const device = phone ? "phone" : matchMedia("(pointer: coarse)").matches ? "tablet" : "desktop";
  const began = Date.now();

  /* ---- counts, without anything about the visitor ---- */
  const tell = (id, what) => {
    if ("counted" in document.body.dataset && !navigator.webdriver)
      navigator.sendBeacon("/seen/", JSON.stringify({ m: Number(id), e: what, u: location.pathname.slice(0, 900), d: device }));
  };
  const seen = new Set();
  const see = (id) => {
    if (!seen.has(id)) tell(id, "shown");
    seen.add(id);
  };
  const eye =
    "IntersectionObserver" in window &&
    new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && see(entry.target.dataset.onsite)), { threshold: 0.5 });

  /* ---- how often: only times are kept, in this browser, and nothing is sent ---- */
  const DAY = 86400000;
  const kept = () => JSON.parse(localStorage.getItem("onsite") || "{}");
  const mayOpen = ({ id, times, days }) => {
    try {
      return !sessionStorage.getItem("onsite") && (kept()[id] || []).filter((at) => at > Date.now() - days * DAY).length < times;
    } catch {
      return false; // a browser that keeps nothing would be asked on every page
    }
  };
  const remember = (id) => {
    const all = kept();
    all[id] = [...(all[id] || []), Date.now()].slice(-10);
    for (const key of Object.keys(all)) if (all[key].at(-1) < Date.now() - 365 * DAY) delete all[key];
    localStorage.setItem("onsite", JSON.stringify(all));
    sessionStorage.setItem("onsite", "1");
  };

  /* ---- opening and closing ---- */
  const busy = () =>
    document.hidden ||
    document.activeElement?.matches("input,textarea,select") ||
    document.documentElement.classList.contains("has-sheet") ||
    document.querySelector("dialog[open],.buybox [aria-busy=true]");
  const open = (dialog, rules) => {
    if (!dialog.isConnected || !mayOpen(rules)) return true;
    if (busy()) return false;
    remember(rules.id);
    if (phone) {
      const before = document.activeElement;
      dialog.show(); // the page stays usable, so the focus stays where it was
      before && before !== document.body ? before.focus({ preventScroll: true }) : document.activeElement.blur();
      const live = document.querySelector("#live");
      if (live) live.textContent = dialog.querySelector("h2").textContent;
    } else dialog.showModal(); // keeps the focus inside and gives it back
    see(String(rules.id));
    return true;
  };
  const until = (dialog, rules) => {
    if (!open(dialog, rules)) setTimeout(() => until(dialog, rules), 3000);
  };

  const onScroll = (percent, run) => {
    const look = () => {
      const whole = document.documentElement;
      if (scrollY === 0 || ((scrollY + innerHeight) / whole.scrollHeight) * 100 < percent) return;
      if (run()) removeEventListener("scroll", look);
    };
    addEventListener("scroll", look, { passive: true });
  };
  const arm = (dialog) => {
    const rules = JSON.parse(dialog.dataset.popup);
    delete dialog.dataset.popup;
    const arrived = !document.referrer.startsWith(`${location.origin}/`);
    if ((phone && arrived) || !mayOpen(rules)) return;
    if (rules.on === "scroll") onScroll(rules.after, () => open(dialog, rules));
    else if (rules.on === "delay") setTimeout(() => until(dialog, rules), rules.after * 1000);
    else if (device !== "desktop") onScroll(60, () => open(dialog, rules));
    else
      document.documentElement.addEventListener("mouseleave", (event) => {
        if (event.clientY <= 0 && Date.now() - began > 5000) open(dialog, rules);
      });
  };

  document.addEventListener("click", (event) => {
    const { target } = event;
    const link = target.closest("[data-onsite-go]");
    if (link) tell(link.dataset.onsiteGo, "clicked");
    const dialog = target.closest(".onsite-popup");
    if (dialog && (target === dialog || target.closest("[data-onsite-close]"))) dialog.close();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") $$(".onsite-popup[open]:not(:modal)").forEach((dialog) => dialog.close());
  });

  /* ---- at load, and when something for this visitor alone arrives ---- */
  const watch = () => {
    if (eye) $$("[data-onsite]").forEach((part) => eye.observe(part));
    $$("[data-popup]").forEach(arm);
  };
  document.addEventListener("DOMContentLoaded", () => {
    watch();
    const more = document.querySelector("[data-onsite-ask]");
    if (more && document.cookie.split("; ").some((part) => part.startsWith("sc_known=")))
      htmx.ajax("GET", more.dataset.onsiteAsk, { target: "#live", swap: "none" }).then(watch);
  });
})();
