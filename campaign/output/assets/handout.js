// The handout in a browser, without a network: one slide at a time, arrow keys, charts drawn when first shown.
(() => {
  "use strict";
  const root = document.documentElement;
  const slides = [...document.querySelectorAll("section")];
  const counter = document.getElementById("counter");
  const contents = document.getElementById("contents");
  const PAPER = { width: 1000, height: 560 }; // A4 landscape at 96 dots an inch, less its margins
  let at = 0;

  const unpacked = async (id) => {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };

  const charts = (async () => {
    if (typeof DecompressionStream === "undefined") throw new Error("old browser");
    const [source, figures] = await Promise.all([unpacked("plotly"), unpacked("charts")]);
    const script = document.createElement("script");
    script.textContent = source;
    document.head.append(script);
    return JSON.parse(figures);
  })();

  // a picture that says how tall it is may grow by half; another takes the room there is
  const room = (box, figure) => {
    const free = Math.max(280, window.innerHeight - box.getBoundingClientRect().top - 110);
    const own = figure.layout.height;
    return { width: box.clientWidth, height: own ? Math.max(own, Math.min(free, own * 1.5)) : Math.min(free, 720) };
  };

  const draw = (box, figures, size) => {
    const figure = figures[box.dataset.chart];
    const points = (figure.layout.font && figure.layout.font.size) || 13;
    const font = { ...figure.layout.font, size: window.innerWidth < 1700 ? points : points * 1.35 };
    const layout = { ...figure.layout, font, ...(size || room(box, figure)) };
    return Plotly.react(box, figure.data, layout, { displayModeBar: false, displaylogo: false, showTips: false });
  };

  const drawn = async (slide) => {
    const box = slide.querySelector("[data-chart]");
    if (!box) return;
    try {
      await draw(box, await charts);
    } catch (error) {
      root.classList.add("without-charts");
      for (const table of document.querySelectorAll("details")) table.open = true;
    }
  };

  const show = (number) => {
    at = Math.max(0, Math.min(slides.length - 1, number));
    slides.forEach((slide, place) => slide.classList.toggle("shown", place === at));
    counter.textContent = `${at + 1} / ${slides.length}`;
    contents.value = String(at);
    history.replaceState(null, "", `#${at + 1}`); // reloading keeps the slide
    window.scrollTo(0, 0);
    drawn(slides[at]);
  };

  const fullscreen = () =>
    document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen().catch(() => {});

  const keys = {
    ArrowRight: () => show(at + 1),
    PageDown: () => show(at + 1),
    ArrowLeft: () => show(at - 1),
    PageUp: () => show(at - 1),
    Home: () => show(0),
    End: () => show(slides.length - 1),
    f: fullscreen,
    F: fullscreen,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "SELECT") return;
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.getElementById("back").addEventListener("click", () => show(at - 1));
  document.getElementById("on").addEventListener("click", () => show(at + 1));
  document.getElementById("full").addEventListener("click", fullscreen);
  document.getElementById("print").addEventListener("click", () => window.print());
  contents.addEventListener("change", () => show(Number(contents.value)));
  window.addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1 || 0));
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => drawn(slides[at]), 150);
  });

  let ready = null;
  charts.then((figures) => (ready = figures)).catch(() => {});
  window.addEventListener("beforeprint", () => {
    if (!ready) return;
    for (const box of document.querySelectorAll("[data-chart]")) {
      const own = ready[box.dataset.chart].layout.height || PAPER.height;
      const fits = own <= 1.5 * PAPER.height; // a longer one is read in its table
      box.classList.toggle("too-long", !fits);
      box.parentElement.querySelector("details").open = !fits;
      if (fits) draw(box, ready, { ...PAPER, height: Math.min(own * 1.3, PAPER.height) });
    }
  });
  window.addEventListener("afterprint", () => {
    drawn(slides[at]);
  });

  root.classList.add("live");
  show(Number(location.hash.slice(1)) - 1 || 0);
})();
