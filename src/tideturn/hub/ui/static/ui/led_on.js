// A part of a page that is asked for anew may be answered by another page: the log-in, once a session is over. That page
// is gone to, and never put in the part's place.
export function led_on() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    const asked = new URL(pathInfo.requestPath, location.href);
    const came = new URL(xhr.responseURL || asked);
    if (asked.pathname === came.pathname) return;
    event.detail.shouldSwap = false;
    location.assign(came);
  });
}
