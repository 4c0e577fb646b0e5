/* The storefront's own behavior. Everything here is a comfort: each page works without it. */
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (text) => {
    const live = $("#live");
    if (live) live.textContent = text;
  };

  /* ---- the personal parts of a page that is cached for everybody ---- */
  const hasCookie = (name) => document.cookie.split("; ").some((part) => part.startsWith(`${name}=`));
  const loadPersonal = (root = document) => {
    if (!hasCookie("sc_known") || !$("#count-top")) return;
    const shown = new Set($$("[data-price]", root).map((each) => each.dataset.price));
    const hearts = new Set($$("[data-heart]", root).map((each) => each.value));
    const query = new URLSearchParams();
    if (shown.size) query.set("prices", [...shown].join());
    if (hearts.size) query.set("hearts", [...hearts].join());
    htmx.ajax("GET", `${document.body.dataset.me}?${query}`, { target: "#live", swap: "none" });
  };
  // What is on the wish list or compared is pressed, and pressing it again takes it off.
  const press = (button, is) => {
    button.setAttribute("aria-pressed", String(is));
    button.name = is ? "remove" : "add";
  };
  const pressHearts = () => {
    const { on, off } = $("#hearts").dataset;
    for (const [names, is] of [[on, true], [off, false]])
      for (const name of names.split(" "))
        $$(`[data-heart][value="${name}"]`).forEach((each) => press(each, is));
  };
  const pressScales = () => {
    const ids = document.cookie.split("; ").find((part) => part.startsWith("sc_compare="))?.slice(11).split(".") || [];
    $$("[data-compare]").forEach((each) => press(each, ids.includes(each.value)));
  };
  addEventListener("pageshow", pressScales);
  document.addEventListener("htmx:afterSettle", pressScales);
  document.addEventListener("htmx:oobAfterSwap", (event) => event.target.id === "hearts" && pressHearts());
  addEventListener("pageshow", (event) => event.persisted && loadPersonal());

  /* ---- how fast this page was, for the shop alone: no cookie, nothing about the visitor, a share of views ---- */
  const measure = () => {
    const { kind, measured } = document.body.dataset;
    if (!measured || navigator.webdriver || document.visibilityState === "hidden") return;
    if (!("PerformanceObserver" in window) || Math.random() * 100 >= Number(measured)) return;
    const found = {};
    const observe = (type, take, more) => {
      if (PerformanceObserver.supportedEntryTypes.includes(type))
        new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
    };
    observe("largest-contentful-paint", (entry) => (found.lcp = entry.startTime));
    observe("paint", (entry) => entry.name === "first-contentful-paint" && (found.fcp = entry.startTime));
    // Shifts count by bursts: at most five seconds long, with less than one second between two.
    let sum = 0, first = 0, last = 0;
    if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) found.cls = 0;
    observe("layout-shift", ({ hadRecentInput, startTime, value }) => {
      if (hadRecentInput) return;
      if (startTime - last > 1000 || startTime - first > 5000) [sum, first] = [0, startTime];
      sum += value;
      last = startTime;
      found.cls = Math.max(found.cls, sum * 1000);
    });
    // The slowest interaction, or of more than fifty the second slowest, and so on.
    const slow = new Map();
    const act = ({ interactionId, duration }) =>
      interactionId && slow.set(interactionId, Math.max(slow.get(interactionId) || 0, duration));
    observe("event", act, { durationThreshold: 40 });
    observe("first-input", act);
    const send = () => {
      if (document.visibilityState !== "hidden" || found.sent) return;
      found.sent = true;
      const [page] = performance.getEntriesByType("navigation");
      if (page?.responseStart > 0) found.ttfb = page.responseStart;
      const times = [...slow.values()].sort((a, b) => b - a);
      const acts = performance.interactionCount || times.length;
      if (times.length) found.inp = times[Math.min(times.length - 1, Math.floor(acts / 50))];
      const report = { kind, device: deviceKind() };
      for (const name of ["lcp", "inp", "cls", "fcp", "ttfb"]) if (name in found) report[name] = Math.round(found[name]);
      navigator.sendBeacon("/vitals/", JSON.stringify(report));
    };
    document.addEventListener("visibilitychange", send);
  };
  measure();

  /* ---- which page was seen, for the shop alone; the browser keeps nothing unless its owner said yes ---- */
  const deviceKind = () => (matchMedia("(width < 44rem)").matches ? "phone" : matchMedia("(pointer: coarse)").matches ? "tablet" : "desktop");
  const tell = (what) => navigator.sendBeacon("/seen/", JSON.stringify(what));
  const countView = (more = {}) => {
    if (!("counted" in document.body.dataset) || navigator.webdriver) return;
    const seen = { u: (location.pathname + location.search).slice(0, 900), r: document.referrer.slice(0, 600), d: deviceKind(), ...more };
    if ($("form[action$='/search/missed/']")) seen.n = 0;
    if ($("meta[property='product:availability']")?.content === "out of stock") seen.s = true;
    tell(seen);
  };
  const choice = () => document.cookie.split("; ").find((part) => part.startsWith("sc_measure="))?.slice(11);
  const showChoice = () => {
    const place = $("#visit-choice");
    if (!place || navigator.globalPrivacyControl) return;
    place.hidden = false;
    $$("[data-visits]", place).forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.visits === choice())));
  };
  const choose = (answer) => {
    const before = choice();
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `sc_measure=${answer}; path=/; max-age=15552000; samesite=lax${secure}`;
    if (answer === "no" && before === "yes") tell({ forget: true });
    if (answer === "yes" && before !== "yes") countView({ a: true });
    showChoice();
  };

  /* ---- suggestions ---- */
  const closeSuggestions = () => {
    const box = $("#suggest");
    if (box) box.replaceChildren();
  };
  document.addEventListener("keydown", (event) => {
    const search = event.target.closest?.(".search");
    if (!search) return;
    const stops = [$("input", search), ...$$("#suggest a", search)];
    const at = stops.indexOf(document.activeElement);
    if (event.key === "Escape") {
      closeSuggestions();
      stops[0].focus();
    } else if (event.key === "ArrowDown" && at > -1 && at < stops.length - 1) {
      event.preventDefault();
      stops[at + 1].focus();
    } else if (event.key === "ArrowUp" && at > 0) {
      event.preventDefault();
      stops[at - 1].focus();
    }
  });
  document.addEventListener("focusin", (event) => event.target.closest(".search") || closeSuggestions());

  /* ---- the filter sheet of phones ---- */
  let opener = null;
  const sheet = (open) => {
    const filters = $(".filters");
    if (!filters || filters.classList.contains("is-open") === open) return;
    filters.classList.toggle("is-open", open);
    document.documentElement.classList.toggle("has-sheet", open);
    $$("[data-behind]").forEach((part) => (part.inert = open));
    if (open) {
      opener = document.activeElement;
      filters.setAttribute("role", "dialog");
      filters.setAttribute("aria-modal", "true");
      $("[data-sheet-close]", filters)?.focus();
    } else {
      filters.removeAttribute("role");
      filters.removeAttribute("aria-modal");
      ($("[data-sheet-open]") || opener)?.focus();
    }
  };
  addEventListener("keydown", (event) => event.key === "Escape" && sheet(false));

  /* ---- quantities ---- */
  const step = (button) => {
    const input = $("input", button.parentElement);
    const before = input.value;
    Number(button.dataset.step) > 0 ? input.stepUp() : input.stepDown();
    if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /* ---- the picture strip ---- */
  const slide = (button) => {
    const strip = $(".gallery-strip", button.closest(".gallery"));
    const forward = Number(button.dataset.slide) * (document.dir === "rtl" ? -1 : 1);
    strip.scrollBy({ left: forward * strip.clientWidth });
  };

  /* ---- one picture of the strip as large as it gets; Escape and focus are the dialog's own ---- */
  const zoom = (shown) => {
    const box = $("#zoom");
    const strip = $(".gallery-strip");
    if (!box?.showModal || !strip) return;
    const at = Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth);
    const small = shown || $("img", strip.children[at] || strip);
    if (!small) return;
    const place = $(".zoom-place", box);
    const large = (small.closest("picture") || small).cloneNode(true);
    $$("source", large).forEach((source) => (source.sizes = "75rem"));
    place.replaceChildren(large);
    box.showModal();
    place.scrollTo((place.scrollWidth - place.clientWidth) / 2, (place.scrollHeight - place.clientHeight) / 2);
  };

  /* ---- fields: checked when left, forgiven while typing ---- */
  const messageOf = (field) => {
    const state = field.validity;
    if (state.valid) return "";
    return state.valueMissing ? field.dataset.missing : field.dataset.wrong || field.validationMessage;
  };
  const showMessage = (field, message) => {
    const place = document.getElementById(`${field.id}-error`);
    if (!place) return;
    field.closest(".field")?.classList.toggle("has-error", Boolean(message));
    message ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");
    place.textContent = message;
  };
  const checkable = (field) => field.matches?.("[data-missing]");
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!checkable(field) || !field.form?.noValidate) return;
    if (field.value || field.dataset.touched) showMessage(field, messageOf(field));
    field.dataset.touched = "1";
    const message = messageOf(field);
    if (message && field.value) say(message);
  });
  document.addEventListener("input", (event) => {
    if (checkable(event.target) && event.target.hasAttribute("aria-invalid")) showMessage(event.target, "");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-checked]") && !event.submitter?.formNoValidate) {
      const wrong = $$("[data-missing]", form).filter((field) => !field.validity.valid);
      $$("[data-missing]", form).forEach((field) => showMessage(field, messageOf(field)));
      if (wrong.length) {
        event.preventDefault();
        wrong[0].focus();
        say(messageOf(wrong[0]));
        return;
      }
    }
    if (form.matches("[data-once]")) {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      const button = event.submitter;
      if (button?.dataset.busy) {
        button.setAttribute("aria-disabled", "true");
        $("span", button).textContent = button.dataset.busy;
      }
    }
  });
  addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

  /* ---- an address that was found goes into the fields of its form ---- */
  const fillIn = (button) => {
    const form = button.closest("form");
    for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill))) {
      const field = form.elements[name];
      if (!field) continue;
      const options = [...(field.options || [])];
      field.value = options.find((one) => one.value === value || one.text === value)?.value ?? value;
      if (checkable(field)) showMessage(field, messageOf(field));
    }
    $("#found-addresses", form).replaceChildren();
    $("#lookup", form).value = "";
    say(button.textContent);
    (form.elements.street || form.elements.city)?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-lookup]")) event.preventDefault();
  });

  /* ---- one listener for every button of ours ---- */
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-step],[data-slide],[data-sheet-open],[data-sheet-close],[data-reveal],[data-fill],[data-visits],[data-zoom],[data-zoom-close],.gallery-strip img");
    if (target?.dataset.step) step(target);
    else if (target?.dataset.slide) slide(target);
    else if (target && "sheetOpen" in target.dataset) sheet(true);
    else if (target && "sheetClose" in target.dataset) sheet(false);
    else if (target && "zoomClose" in target.dataset) target.closest("dialog").close();
    else if (target && "zoom" in target.dataset) zoom();
    else if (target?.matches("img")) zoom(target);
    else if (target?.dataset.fill) fillIn(target);
    else if (target?.dataset.visits) choose(target.dataset.visits);
    else if (target?.dataset.reveal) {
      const hidden = document.getElementById(target.dataset.reveal);
      hidden.hidden = false;
      target.closest(".reveal")?.remove();
      $("input", hidden)?.focus();
    }
    if (!event.target.closest(".search")) closeSuggestions();
  });

  /* ---- whatever arrives, at load or later ---- */
  const watch = (root) => {
    const bar = $(".buybar");
    const main = $("[data-main-action]");
    if (bar && main && "IntersectionObserver" in window) {
      new IntersectionObserver(([entry]) => (bar.hidden = entry.intersectionRatio === 1), {
        threshold: [0, 1],
        rootMargin: "0px 0px -80px", // what the bar itself covers does not count as seen
      }).observe(main);
    }
    // The pattern belongs to one country; without script the country may change under it.
    // The page is everybody's; whoever named a place sees the dates and costs of that place.
    // Members see their own prices, and hearts what is on the list, on what arrives after the page, too.
    if (root !== document && $("[data-price],[data-heart],[data-recount]", root)) loadPersonal(root);
    if (hasCookie("sc_place"))
      $$("[data-place]", root).forEach((part) => htmx.ajax("GET", part.dataset.place, { target: part, swap: "outerHTML" }));
    $$("[data-pattern]", root).forEach((field) => (field.pattern = field.dataset.pattern));
    $$("form[data-checked]", root).forEach((form) => (form.noValidate = true));
    $("[data-focus]", root)?.focus();
    $("form[data-autosend]", root)?.requestSubmit($("form[data-autosend] [value=ask]", root));
    $$("[data-reveal]", root).forEach((button) => {
      const hidden = document.getElementById(button.dataset.reveal);
      if (hidden && !$$("input", hidden).some((input) => input.value)) hidden.hidden = true;
      else button.closest(".reveal")?.remove();
    });
  };
  document.addEventListener("DOMContentLoaded", () => {
    // Browsers that cannot open the summary by style alone on wide screens.
    if (matchMedia("(width >= 60rem)").matches && !CSS.supports("selector(::details-content)"))
      $$(".summary").forEach((summary) => (summary.open = true));
    watch(document);
    loadPersonal();
    showChoice();
    document.prerendering ? document.addEventListener("prerenderingchange", () => countView(), { once: true }) : countView();
  });
  document.addEventListener("htmx:afterSettle", (event) => watch(event.detail.elt));
  document.addEventListener("htmx:afterSwap", () => {
    const toast = $(".toast");
    if (toast) {
      clearTimeout(toast.timer);
      toast.timer = setTimeout(() => toast.remove(), 8000);
    }
  });
  // Whoever was typing elsewhere while an answer was on its way goes on where they were.
  let begun = [];
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    begun = $$("details[open] input[id]", detail.target)
      .filter((field) => !detail.requestConfig.elt.contains(field))
      .map((field) => ({ id: field.id, value: field.value, first: field.defaultValue, focused: field === document.activeElement }));
  });
  document.addEventListener("htmx:afterSettle", () => {
    begun.splice(0).forEach(({ id, value, first, focused }) => {
      const field = document.getElementById(id);
      const fold = field?.closest("details");
      if (!fold) return;
      fold.open = true;
      if (value !== first) field.value = value;
      if (focused) field.focus();
    });
  });
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));
})();
