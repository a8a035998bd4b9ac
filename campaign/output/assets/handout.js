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

  const room = (box, figure) => {
    const free = Math.max(280, window.innerHeight - box.getBoundingClientRect().top - 110);
    return { width: box.clientWidth, height: Math.max(figure.layout.height || 0, Math.min(free, 640)) };
  };

  const draw = (box, figures, size) => {
    const figure = figures[box.dataset.chart];
    const { width, height } = size || room(box, figure);
    const layout = { ...figure.layout, width, height };
    const config = { displayModeBar: false, displaylogo: false, showTips: false };
    box.dataset.drawn = "yes";
    return Plotly.react(box, figure.data, layout, config);
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
    root.classList.add("on-paper");
    if (!ready) return;
    for (const box of document.querySelectorAll("[data-chart]")) {
      draw(box, ready, { ...PAPER, height: Math.min(ready[box.dataset.chart].layout.height || PAPER.height, PAPER.height) });
    }
  });
  window.addEventListener("afterprint", () => {
    root.classList.remove("on-paper");
    drawn(slides[at]);
  });

  root.classList.add("live");
  show(Number(location.hash.slice(1)) - 1 || 0);
})();
