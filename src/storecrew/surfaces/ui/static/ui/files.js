/* Fields for files speak the page's language: browsers write their button in their own. The field stays what it is,
   lies invisibly above its new face, and works without this script. */
"use strict";

(() => {
  const { choose, none, many } = document.currentScript.dataset;

  const dress = (input) => {
    if (input.dataset.dressed || input.hidden) return;
    input.dataset.dressed = "1";
    const frame = document.createElement("span");
    frame.className = "file-field";
    const face = document.createElement("span");
    face.className = "file-face";
    face.setAttribute("aria-hidden", "true");
    const button = document.createElement("span");
    button.className = "file-button";
    button.textContent = choose;
    const names = document.createElement("span");
    names.className = "file-names";
    face.append(button, names);
    const tell = () => {
      const { files } = input;
      names.textContent = !files.length ? none : files.length === 1 ? files[0].name : many.replace("{n}", files.length);
    };
    input.replaceWith(frame);
    frame.append(input, face);
    input.addEventListener("change", tell);
    input.form?.addEventListener("reset", () => setTimeout(tell));
    tell();
  };

  const all = () => document.querySelectorAll('input[type="file"]').forEach(dress);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
  document.addEventListener("htmx:afterSwap", all);
})();
