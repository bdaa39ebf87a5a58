// A long list in which one searches by typing: the combobox of the ARIA practices over the list itself, which stays the
// one that is sent. Whatever is typed that is no entry leaves the list as it was.
const folded = (words) => words.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().trim();

export function searched(list) {
  const entries = [...list.options].filter((option) => option.value);
  const id = list.id;
  const frame = document.createElement("div");
  frame.className = "combobox";
  const box = document.createElement("input");
  const found = document.createElement("ul");
  const told = document.createElement("p");

  Object.assign(box, { type: "text", id, autocomplete: "off", disabled: list.disabled });
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", `${id}_found`);
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (list.hasAttribute(name)) box.setAttribute(name, list.getAttribute(name));
  }
  found.id = `${id}_found`;
  found.hidden = true;
  found.setAttribute("role", "listbox");
  found.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.trim() ?? "");
  told.className = "unseen";
  told.setAttribute("role", "status");

  const chosen = () => entries.find((option) => option.value === list.value);
  const show = () => { box.value = chosen()?.text ?? ""; };
  let matching = [];
  let at = -1;

  const shut = () => {
    found.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    list.value = option.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    show();
    shut();
  };
  const mark = (to) => {
    const items = [...found.children];
    if (!items.length) return;
    at = (to + items.length) % items.length;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    items[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[at].id);
  };
  const look = () => {
    const words = folded(box.value === chosen()?.text ? "" : box.value).split(/\s+/);
    matching = entries.filter((option) => words.every((word) => folded(option.text).includes(word)));
    found.replaceChildren(...matching.map((option, number) => {
      const item = document.createElement("li");
      item.id = `${id}_found_${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = option.text;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
      return item;
    }));
    at = -1;
    found.hidden = matching.length === 0;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(matching.length > 0));
    told.textContent = matching.length === 1 ? "1 found" : `${matching.length} found`;
  };

  box.addEventListener("input", look);
  box.addEventListener("click", () => { if (found.hidden) look(); });
  box.addEventListener("blur", () => {
    if (!box.value.trim() && !list.required) list.value = "";
    const exact = entries.find((option) => folded(option.text) === folded(box.value));
    if (exact && exact.value !== list.value) take(exact);
    show();
    shut();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.hidden) { box.select(); look(); }
      mark(event.key === "ArrowDown" ? at + 1 : Math.max(at, 0) - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(matching[at]);
    } else if (event.key === "Escape" && !found.hidden) {
      event.preventDefault();
      show();
      shut();
    }
  });

  list.id = `${id}_list`;
  list.hidden = true;
  list.before(frame);
  frame.append(box, found, told, list);
  show();
}
