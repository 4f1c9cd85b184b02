// Keeps the mailroom's lists fresh while they are looked at, opens the list of mailboxes where there is room for it,
// and lets the frame of a mail be as high as the mail. Without scripts the pages reload by themselves.
(() => {
  const columns = document.querySelector("[data-latest]");
  const boxes = document.querySelector("[data-boxes]");
  const wide = matchMedia("(min-width: 861px)");
  const widen = () => { if (wide.matches) boxes.open = true; };
  wide.addEventListener("change", widen);
  widen();

  const frame = document.querySelector("iframe.letter");
  const fit = () => {
    const page = frame.contentDocument && frame.contentDocument.documentElement;
    if (page) frame.style.height = `${page.scrollHeight + 4}px`;
  };
  if (frame) {
    frame.addEventListener("load", fit);
    addEventListener("resize", fit);
    fit();
  }

  const refresh = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
    columns.dataset.latest = page.querySelector("[data-latest]").dataset.latest;
  };
  setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const { latest } = await (await fetch("/mailroom/latest")).json();
      if (String(latest) !== columns.dataset.latest) await refresh();
    } catch { /* the server restarts: the next round finds it again */ }
  }, 2000);
})();
