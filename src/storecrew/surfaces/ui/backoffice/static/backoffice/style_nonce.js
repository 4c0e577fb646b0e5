// Wagtail's rich text editor writes style elements as one types (list counters, the hint in an empty line).
// Those that script makes get this answer's nonce; one that comes in by markup has none and stays without effect.
(() => {
  const { nonce } = document.currentScript;
  const create = document.createElement;
  document.createElement = function (name, ...more) {
    const element = create.call(this, name, ...more);
    if (String(name).toLowerCase() === "style") element.nonce = nonce;
    return element;
  };
})();
