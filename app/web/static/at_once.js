// Presses the page's own button on a device that the person trusts: after three visible seconds in which it can be
// cancelled, never on a page that nobody sees. Source: mail 1.6.
(() => {
  const form = document.querySelector("form[data-at-once]");
  if (!form) return;
  const status = form.querySelector(".countdown");
  const cancel = form.querySelector("[data-cancel]");
  const sentence = status.dataset.sentence;
  let left = 3;
  let timer = 0;

  const seen = () => !document.prerendering && document.visibilityState === "visible";
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    status.hidden = cancel.hidden = true;
  };
  const show = () => { status.textContent = sentence.replace("{}", String(left)); };
  const second = () => {
    if (!seen()) return;
    left -= 1;
    if (left > 0) return show();
    stop();
    form.requestSubmit();
  };
  const start = () => {
    if (timer || !seen()) return;
    status.hidden = cancel.hidden = false;
    show();
    timer = setInterval(second, 1000);
  };
  cancel.addEventListener("click", () => {
    document.removeEventListener("visibilitychange", start);
    stop();
  });
  form.addEventListener("submit", stop);
  if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
  document.addEventListener("visibilitychange", start);
  start();
})();
