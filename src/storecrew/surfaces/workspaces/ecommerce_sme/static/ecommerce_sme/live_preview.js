// Collections: the products that fit follow the conditions while they are typed.
(() => {
  const form = document.querySelector("[data-live-preview]");
  if (!form) return;
  let timer = 0;
  let latest = 0;
  const show = async () => {
    const mine = ++latest;
    const data = new FormData(form);
    data.set("do", "preview");
    const answer = await fetch(window.location.href, { method: "POST", body: data, credentials: "same-origin" });
    if (!answer.ok || mine !== latest) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#preview");
    if (fresh) document.querySelector("#preview").replaceChildren(...fresh.childNodes);
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(show, 400);
  });
})();
