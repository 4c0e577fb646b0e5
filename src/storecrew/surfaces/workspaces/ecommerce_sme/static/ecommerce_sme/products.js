// The focal point of a picture by a click.
(() => {
  const frame = document.querySelector("[data-pd-focus]");
  const across = document.querySelector("[name=focal_x]");
  const down = document.querySelector("[name=focal_y]");
  if (!frame || !across || !down) return;
  const point = frame.querySelector(".pd-point");
  const show = () => {
    const set = across.value !== "" && down.value !== "";
    point.toggleAttribute("hidden", !set);
    point.style.insetInlineStart = `${across.value}%`;
    point.style.insetBlockStart = `${down.value}%`;
  };
  frame.addEventListener("click", (event) => {
    const box = frame.querySelector("img").getBoundingClientRect();
    const percent = (value, size) => Math.min(100, Math.max(0, Math.round((100 * value) / size)));
    across.value = percent(event.clientX - box.left, box.width);
    down.value = percent(event.clientY - box.top, box.height);
    show();
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
})();
