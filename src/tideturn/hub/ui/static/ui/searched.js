// A long list in which one searches by typing: a box over the list itself, which stays the one that is sent. Whatever is
// typed that is no entry leaves the list as it was.
import { choices } from "./choices.js";

const folded = (words) => words.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().trim();

export function searched(list) {
  const entries = [...list.options].filter((option) => option.value);
  const id = list.id;
  const frame = document.createElement("div");
  const box = document.createElement("input");
  const called = document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.trim() ?? "";
  let matching = [];

  frame.className = "combobox";
  Object.assign(box, { type: "text", id, disabled: list.disabled });
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (list.hasAttribute(name)) box.setAttribute(name, list.getAttribute(name));
  }

  const chosen = () => entries.find((option) => option.value === list.value);
  const say = () => { box.value = chosen()?.text ?? ""; };
  const choose = (option) => {
    list.value = option.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    say();
  };
  const beneath = choices(box, {
    called,
    open: () => { box.select(); look(); },
    take: (_, number) => choose(matching[number]),
    leave: say,
  });
  const look = () => {
    const words = folded(box.value === chosen()?.text ? "" : box.value).split(/\s+/);
    matching = entries.filter((option) => words.every((word) => folded(option.text).includes(word)));
    beneath.show(matching.map((option) => option.text));
  };

  box.addEventListener("input", look);
  box.addEventListener("click", () => { if (beneath.found.hidden) look(); });
  box.addEventListener("blur", () => {
    if (!box.value.trim() && !list.required) list.value = "";
    const exact = entries.find((option) => folded(option.text) === folded(box.value));
    if (exact && exact.value !== list.value) choose(exact);
    say();
    beneath.shut();
  });

  list.id = `${id}_list`;
  list.hidden = true;
  list.before(frame);
  frame.append(box, beneath.found, beneath.told, list);
  say();
}
