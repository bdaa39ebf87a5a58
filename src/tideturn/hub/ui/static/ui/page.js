// What a page does better with script. Each part works without, and is left alone where it is not on the page.
import { asking } from "./asking.js";
import { searched } from "./searched.js";
import { left } from "./left.js";
import { led_on } from "./led_on.js";

led_on();
document.querySelector("[data-errors]")?.focus();
document.querySelectorAll("textarea[data-most]").forEach(left);
document.querySelectorAll("select[data-searched]").forEach(searched);
document.querySelectorAll("input[data-asks]").forEach(asking);

for (const menu of document.querySelectorAll("details.account")) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
