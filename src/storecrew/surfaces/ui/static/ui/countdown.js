/* How long an offer lasts. The end stands in words beside it; this is for the eye alone. */
(() => {
  "use strict";

  const show = (place) => {
    const left = Math.floor((new Date(place.dataset.countdown) - Date.now()) / 60000);
    if (left < 0) return (place.hidden = true);
    const { days, hours, minutes } = place.dataset;
    const parts = [[Math.floor(left / 1440), days], [Math.floor(left / 60) % 24, hours], [left % 60, minutes]];
    place.textContent = parts.map(([count, word]) => `${count} ${word}`).join(" · ");
    place.hidden = false;
  };
  const all = () => document.querySelectorAll("[data-countdown]").forEach(show);
  document.addEventListener("DOMContentLoaded", all);
  setInterval(all, 20000);
})();
