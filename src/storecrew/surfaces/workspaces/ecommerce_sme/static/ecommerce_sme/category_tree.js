// The tree of categories: drag one onto another. The link "Move" does the same without a mouse.
(() => {
  const tree = document.querySelector("[data-category-tree]");
  const form = tree?.querySelector("[data-move-form]");
  if (!form) return;
  let dragged = null;
  const node = (event) => event.target.closest("[data-node]");
  const fits = (target) => dragged && target && !dragged.closest("li").contains(target);

  tree.addEventListener("dragstart", (event) => { dragged = node(event); });
  tree.addEventListener("dragover", (event) => {
    const target = node(event);
    if (!fits(target)) return;
    event.preventDefault();
    target.setAttribute("data-over", "");
  });
  tree.addEventListener("dragleave", (event) => node(event)?.removeAttribute("data-over"));
  tree.addEventListener("drop", (event) => {
    const target = node(event);
    target?.removeAttribute("data-over");
    if (!fits(target)) return;
    event.preventDefault();
    const words = tree.dataset.question.replace("%a", dragged.dataset.name).replace("%b", target.dataset.name);
    if (!window.confirm(words)) return;
    form.action = dragged.dataset.move;
    form.elements.parent.value = target.dataset.node;
    form.submit();
  });
})();
