// How many characters are left in a box for writing. Said aloud only once somebody pauses.
const PAUSE = 800;

export function left(box) {
  const told = document.getElementById(`${box.id}_left`);
  if (!told) return;
  const most = Number(box.dataset.most);
  const aloud = told.cloneNode();
  aloud.removeAttribute("id");
  aloud.className = "unseen";
  aloud.setAttribute("role", "status");
  told.after(aloud);
  let pause = 0;

  const tell = () => {
    // A line break is sent as two characters, and counted as two where it is read.
    const over = box.value.replace(/\n/g, "\r\n").length - most;
    const count = Math.abs(over).toLocaleString("en-GB");
    const noun = Math.abs(over) === 1 ? "character" : "characters";
    told.textContent = over > 0 ? `${count} ${noun} too many.` : `${count} ${noun} left.`;
    told.classList.toggle("over", over > 0);
    clearTimeout(pause);
    pause = setTimeout(() => { aloud.textContent = told.textContent; }, PAUSE);
  };
  box.addEventListener("input", tell);
  if (box.value) tell();
}
