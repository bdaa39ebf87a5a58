// The list beneath a box in which one types: the combobox of the ARIA practices. `open` has it shown by the arrow keys,
// `take` is told the words that were taken and their place, and `leave` that somebody left it by Escape.
export function choices(box, { called, open, take, leave }) {
  const found = document.createElement("ul");
  const told = document.createElement("p");
  let offered = [];
  let at = -1;

  box.autocomplete = "off";
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", `${box.id}_found`);
  found.id = `${box.id}_found`;
  found.hidden = true;
  found.setAttribute("role", "listbox");
  found.setAttribute("aria-label", called);
  told.className = "unseen";
  told.setAttribute("role", "status");

  const shut = () => {
    found.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const pick = (number) => {
    const words = offered[number];
    shut();
    take(words, number);
  };
  const mark = (to) => {
    const items = [...found.children];
    if (!items.length) return;
    at = (to + items.length) % items.length;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    items[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[at].id);
  };
  const show = (words) => {
    offered = words;
    found.replaceChildren(...words.map((text, number) => {
      const item = document.createElement("li");
      item.id = `${found.id}_${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = text;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(number); });
      return item;
    }));
    at = -1;
    found.hidden = words.length === 0;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(words.length > 0));
    told.textContent = `${words.length} found`;
  };

  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.hidden) open();
      mark(event.key === "ArrowDown" ? at + 1 : Math.max(at, 0) - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      pick(at);
    } else if (event.key === "Escape" && !found.hidden) {
      event.preventDefault();
      shut();
      leave();
    }
  });
  return { found, told, show, shut };
}
