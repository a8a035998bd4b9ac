// Keys and the clicker on a show: the number asked for is known here at once, the slide follows.
const MOST_ASKED_AGAIN = 5;

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".keys");
  const words = data.words;
  let number = data.number;

  // a slide drawn for an earlier key must not take back the keys pressed since; window outlives this drawing
  const asked = window.campaignAsked;
  if (asked && asked.show === data.show && asked.to !== number && asked.again < MOST_ASKED_AGAIN) {
    asked.again += 1;
    number = asked.to;
    setTriggerValue("go", asked.to);
  } else {
    delete window.campaignAsked;
  }

  const draw = () => {
    root.querySelector("output").textContent = `${number} / ${data.count}`;
  };
  const go = (wanted) => {
    const to = Math.min(Math.max(wanted, 1), data.count);
    if (to === number) return;
    number = to;
    window.campaignAsked = { show: data.show, to, again: 0 };
    draw();
    setTriggerValue("go", to);
  };
  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  };
  const leave = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    setTriggerValue("leave", true);
  };
  const BUTTONS = {
    back: ["‹", () => go(number - 1)],
    next: ["›", () => go(number + 1)],
    full: [words.full_short, full],
    leave: ["✕", leave],
  };
  const KEYS = {
    PageDown: BUTTONS.next[1],
    ArrowRight: BUTTONS.next[1],
    ArrowDown: BUTTONS.next[1],
    " ": BUTTONS.next[1],
    Enter: BUTTONS.next[1],
    PageUp: BUTTONS.back[1],
    ArrowLeft: BUTTONS.back[1],
    ArrowUp: BUTTONS.back[1],
    Backspace: BUTTONS.back[1],
    Home: () => go(1),
    End: () => go(data.count),
    f: full,
    F: full,
    Escape: leave,
  };

  root.replaceChildren();
  for (const name of ["back", "count", "next", "full", "leave"]) {
    if (name === "count") {
      root.append(document.createElement("output"));
      continue;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = BUTTONS[name][0];
    button.title = words[name];
    button.setAttribute("aria-label", words[name]);
    button.onclick = () => {
      button.blur(); // else the space bar would press it again
      BUTTONS[name][1]();
    };
    root.append(button);
  }
  draw();

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select")) return;
    const does = KEYS[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };
  window.addEventListener("keydown", press, true);
  return () => window.removeEventListener("keydown", press, true);
}
