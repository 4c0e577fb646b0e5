// Dragging a date to another day submits the same form that its menu offers to the keyboard.
for (const calendar of document.querySelectorAll("[data-sc-cal]")) {
  for (const item of calendar.querySelectorAll("[data-entry]")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      const day = item.closest("[data-day]").dataset.day;
      event.dataTransfer.setData("text/plain", `${item.dataset.entry} ${item.dataset.first} ${day}`);
      event.dataTransfer.effectAllowed = "move";
    });
  }
  for (const day of calendar.querySelectorAll("[data-day]")) {
    day.addEventListener("dragover", (event) => {
      event.preventDefault();
      day.classList.add("sc-cal-over");
    });
    day.addEventListener("dragleave", () => day.classList.remove("sc-cal-over"));
    day.addEventListener("drop", (event) => {
      event.preventDefault();
      day.classList.remove("sc-cal-over");
      const [entry, first, held] = event.dataTransfer.getData("text/plain").split(" ");
      const form = calendar.querySelector(`[data-entry="${CSS.escape(entry)}"] .sc-cal-move form`);
      if (!form || held === day.dataset.day) return;
      // the day it was held by moves under the pointer, its first day by as much
      const shift = Date.parse(day.dataset.day) - Date.parse(held);
      form.elements.day.value = new Date(Date.parse(first) + shift).toISOString().slice(0, 10);
      form.submit();
    });
  }
}
