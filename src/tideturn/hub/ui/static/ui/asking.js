// A box for which the hub is asked, as one types, what there is of that name. Whatever is typed stays; where the hub does
// not answer it is a box like any other.
import { choices } from "./choices.js";

const PAUSE = 200; // after the last key
const LEAST = 2; // letters

export function asking(box) {
  const frame = document.createElement("div");
  const called = document.querySelector(`label[for="${CSS.escape(box.id)}"]`)?.textContent.trim() ?? "";
  let pause = 0;
  let under = null;

  const stop = () => {
    clearTimeout(pause);
    under?.abort();
  };
  const ask = async () => {
    stop();
    const text = box.value.trim();
    if (text.length < LEAST) return beneath.shut();
    const asked = (under = new AbortController());
    try {
      const address = `${box.dataset.asks}?${new URLSearchParams({ text })}`;
      const answer = await fetch(address, {
        headers: { Accept: "application/json" },
        redirect: "error",
        signal: asked.signal,
      });
      if (answer.ok && asked === under && document.activeElement === box) beneath.show((await answer.json()).found);
    } catch {
      if (asked === under) beneath.shut();
    }
  };
  const beneath = choices(box, {
    called,
    open: ask,
    take: (words) => {
      box.value = words;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    },
    leave: stop,
  });

  frame.className = "combobox";
  box.addEventListener("input", () => {
    stop();
    pause = setTimeout(ask, PAUSE);
  });
  box.addEventListener("blur", () => {
    stop();
    beneath.shut();
  });
  box.before(frame);
  frame.append(box, beneath.found, beneath.told);
}
