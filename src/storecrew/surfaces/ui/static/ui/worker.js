/* Says that there is no connection, and keeps the look of that page. Prices, stock and carts are never kept: every
   page comes from the network or not at all. KEPT and VERSION are written above this text by the server. */
"use strict";

const NAME = `shop-${VERSION}`;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)));
  self.skipWaiting();
});

addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
    // Pages start loading while the worker still wakes up.
    await self.registration.navigationPreload?.enable();
  };
  event.waitUntil(old());
});

const offlinePage = async (url) => {
  const locale = url.pathname.split("/")[1];
  const cache = await caches.open(NAME);
  const page = KEPT.find((kept) => kept === `/${locale}/offline/`) || KEPT[0];
  return (await cache.match(page)) || Response.error();
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const ask = async () => (await event.preloadResponse) || fetch(request);
    event.respondWith(ask().catch(() => offlinePage(url)));
  } else if (KEPT.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) || Response.error()));
  }
});
