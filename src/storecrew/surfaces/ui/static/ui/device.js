/* What this device remembers and can do for its owner: seen products, sharing, printing, offline. Nothing of it
   leaves the device. */
(() => {
  "use strict";

  const MOST = 8;
  const OFF = "seen:off";

  // Storage may be forbidden or full; then nothing is remembered, and nothing else suffers.
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const write = (name, value) => {
    try {
      value === null ? localStorage.removeItem(name) : localStorage.setItem(name, JSON.stringify(value));
    } catch {
      /* a private window */
    }
  };

  /* ---- recently viewed ---- */
  const fill = (place) => {
    const here = document.querySelector("[data-seen]");
    const now = here ? JSON.parse(here.dataset.seen).url : "";
    const seen = (read(place.dataset.seenList) || []).filter((one) => one.url !== now);
    const list = place.querySelector("ul");
    const one = place.querySelector("template").content.firstElementChild;
    list.replaceChildren(
      ...seen.map(({ url, title, image }) => {
        const item = one.cloneNode(true);
        const [link, picture] = [item.querySelector("a"), item.querySelector("img")];
        // An address of this shop and nothing else, whatever the storage says.
        if (!/^\/(?!\/)/.test(url) || (image && !/^\/(?!\/)/.test(image))) return "";
        link.href = url;
        link.textContent = title;
        if (picture && image) picture.src = image;
        else picture?.remove();
        return item;
      }),
    );
    place.hidden = !list.children.length;
  };
  const remember = () => {
    const here = document.querySelector("[data-seen]");
    if (!here || read(OFF)) return;
    const { list, ...one } = JSON.parse(here.dataset.seen);
    const before = (read(list) || []).filter((other) => other.url !== one.url);
    write(list, [one, ...before].slice(0, MOST + 1));
  };
  const forget = (place) => {
    for (const name of Object.keys(localStorage)) if (name.startsWith("seen:")) write(name, null);
    write(OFF, true);
    place.hidden = true;
    document.getElementById("live").textContent = place.dataset.forgotten;
    document.getElementById("main").focus();
  };

  /* ---- sharing ---- */
  const share = async (button) => {
    const variant = new URLSearchParams(location.search).get("variant");
    const url = location.origin + location.pathname + (variant ? `?variant=${encodeURIComponent(variant)}` : "");
    const field = document.getElementById("share-link");
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url });
      await navigator.clipboard.writeText(url);
      document.getElementById("live").textContent = button.dataset.copied;
      button.querySelector("span").textContent = button.dataset.copied;
    } catch (error) {
      if (error.name === "AbortError") return;
      // Neither is allowed here: the address to copy by hand.
      field.value = url;
      field.parentElement.hidden = false;
      field.select();
    }
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-share],[data-print],[data-forget]");
    if (!button) return;
    if ("share" in button.dataset) share(button);
    else if ("print" in button.dataset) print();
    else forget(button.closest("[data-seen-list]"));
  });
  addEventListener("beforeprint", () => document.querySelectorAll("details.fold").forEach((part) => (part.open = true)));
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-seen-list]").forEach(fill);
    remember();
  });
  addEventListener("load", () => navigator.serviceWorker?.register("/worker.js").catch(() => {}));
})();
