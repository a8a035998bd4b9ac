// Streamlit writes a few words of its own (menus, placeholders, connection notices) in English only.
// This turns them into Chinese on a Chinese page, and back when the reader changes the language.
(() => {
  const WORDS = {
    "Skip to main content": "跳到正文",
    "Sidebar": "侧边菜单",
    "Collapse sidebar": "收起菜单",
    "Expand sidebar": "展开菜单",
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Press Enter to apply": "按回车生效",
    "Press Enter to submit form": "按回车提交",
    "Press ⌘+Enter to apply": "按 ⌘+回车生效",
    "Press Ctrl+Enter to apply": "按 Ctrl+回车生效",
    "Press ⌘+Enter to submit form": "按 ⌘+回车提交",
    "Press Ctrl+Enter to submit form": "按 Ctrl+回车提交",
    "Increment": "加",
    "Decrement": "减",
    "Scroll tabs left": "向左",
    "Scroll tabs right": "向右",
    "Show password text": "显示密码",
    "Hide password text": "隐藏密码",
    "Open": "打开",
    "Close": "关闭",
    "Dismiss": "关闭",
    "No results": "没有符合的选项",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Exit fullscreen": "退出全屏",
    "Running...": "正在计算…",
    "Running…": "正在计算…",
    "Stop": "停止",
    "Connecting": "正在连接",
    "Connecting...": "正在连接…",
    "Connection error": "连接中断",
    "Connection lost": "连接中断",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接中断，请等待自动恢复后重试。",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "看板服务可能已经停止，请联系管理员重新启动：",
    "Copy to clipboard": "复制",
    "Copied": "已复制",
    "Loading...": "正在加载…",
    "Help": "说明",
    "Show help": "查看说明",
    "Main menu": "菜单",
    "Print": "打印",
    "Rerun": "刷新",
    "Search": "查找",
    "Clear value": "清除",
    "Clear all": "全部清除",
    "Select all": "全选",
    "Upload": "选择文件",
    "file upload": "上传文件",
    "Drag and drop file here": "把文件拖到这里",
    "Drop file here": "松开即可上传",
    "Browse files": "浏览文件",
    "Upload failed": "上传失败",
    "Remove file": "移除文件",
    "Add row": "添加一行",
    "Add column": "添加一列",
    "Delete row(s)": "删除所选行",
    "Download as CSV": "下载 CSV",
    "Show/hide columns": "显示或隐藏列",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Autosize": "自动列宽",
    "Pin column": "固定此列",
    "Hide column": "隐藏此列",
    "Format": "格式",
    "Choose date": "选择日期",
    "Previous month": "上个月",
    "Next month": "下个月",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "用方向键移动，回车选定，Esc 关闭。",
  };
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December"];
  const PATTERNS = [
    [/^Selected Date: ([A-Z][a-z]+) (\d+), (\d+)$/,
      (_, month, day, year) => `已选${year}年${MONTHS.indexOf(month) + 1}月${Number(day)}日`,
      /^已选(\d+)年(\d+)月(\d+)日$/,
      (_, year, month, day) => `Selected Date: ${MONTHS[month - 1]} ${day}, ${year}`],
    [/^(\d+) options? available\.$/, "$1 个选项。", /^(\d+) 个选项。$/, "$1 options available."],
    [/^Help for (.+)$/, "$1：说明", /^(.+)：说明$/, "Help for $1"],
    [/^year, (.+)$/, "$1：年", /^(.+)：年$/, "year, $1"],
    [/^month, (.+)$/, "$1：月", /^(.+)：月$/, "month, $1"],
    [/^day, (.+)$/, "$1：日", /^(.+)：日$/, "day, $1"],
    [/^(\d\d) – [A-Z][a-z]+$/, "$1月", /^(\d\d)月$/, "$1"],
    [/^Choose date, (.+)$/, "选择日期，$1", /^选择日期，(.+)$/, "Choose date, $1"],
    [/^(\d+)MB per file/, "每个文件不超过 $1 MB", /^每个文件不超过 (\d+) MB/, "$1MB per file"],
    [/^File must be (.+) or smaller\.?$/, "文件不能超过 $1", /^文件不能超过 (.+)$/, "File must be $1 or smaller."],
    [/^(.+) files are not allowed\.?$/, "不接受 $1 文件", /^不接受 (.+) 文件$/, "$1 files are not allowed."],
  ];
  const BACK = Object.fromEntries(Object.entries(WORDS).map(([en, zh]) => [zh, en]));
  const NAMES = ["aria-label", "aria-valuetext", "title", "placeholder", "data-title", "alt"];

  const isEnglish = () => new URLSearchParams(location.search).get("lang") === "en";
  let english = null;
  // a calendar names its months in the browser's language: on a page it is the page's
  const language = () => (isEnglish() ? "en-US" : "zh-CN");
  Object.defineProperty(navigator, "language", { get: language });
  Object.defineProperty(navigator, "languages", { get: () => [language()] });
  const said = (text) => {
    const whole = (english ? BACK : WORDS)[text.trim()];
    if (whole) return text.replace(text.trim(), whole);
    for (const [en, zh, back, again] of PATTERNS) {
      if (english && back.test(text)) return text.replace(back, again);
      if (!english && en.test(text)) return text.replace(en, zh);
    }
    return text;
  };
  // what comes from data is ours already; only Streamlit's own elements are looked at, a chart's inside never:
  // it is hundreds of nodes, all new after a click
  const OURS = ".stHtml, .js-plotly-plot .main-svg";
  const translate = (root) => {
    const element = root.nodeType === Node.TEXT_NODE ? root.parentElement : root;
    if (!element || !element.closest || element.closest(OURS)) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
      node.matches?.(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
    );
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = said(node.data);
        if (text !== node.data) node.data = text;
        continue;
      }
      for (const name of NAMES) {
        const value = node.getAttribute?.(name);
        if (value && said(value) !== value) node.setAttribute(name, said(value));
      }
    }
  };
  const look = (changes) => {
    if (isEnglish() !== english) {
      english = isEnglish();
      document.documentElement.lang = english ? "en" : "zh-CN";
      if (document.body) translate(document.body);
      window.dispatchEvent(new Event("languagechange"));
    }
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translate);
      else translate(change.target);
    }
  };
  new MutationObserver(look).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
  if (document.body) look([]);

  // What only the browser can do. An intranet without https has no clipboard, so there is an older way too.
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  const ACTS = {
    print: () => print(),
    seen: () => {
      localStorage.setItem("board-seen", "1");
      document.documentElement.classList.add("b-seen");
    },
    copy_text: async (button) => {
      await copy(button.dataset.value);
      button.textContent = button.dataset.done;
    },
    copy: async (button) => {
      const link = new URL(location.href);
      link.searchParams.delete("known");
      if (button.dataset.value) link.searchParams.set("known", button.dataset.value);
      await copy(link.href);
      button.textContent = button.dataset.done;
    },
  };
  // A sheet of A4: the page is first laid out as wide as paper, charts included, then scaled until it fits one sheet.
  const SHEET = { width: 700, height: 925 }; // CSS pixels between the margins; 1030 high, and a tenth for gaps, wider on paper
  const WIDTHS = [700, 780, 880, 1040]; // scaled from a wider one, the small print would be under 6 points
  const root = document.documentElement;
  const LEFT_FROM = "board-left-from";
  // text flows: the narrowest layout that is no taller than the sheet once it is scaled to the sheet's width
  const narrowest = (main) => {
    const found = WIDTHS.find((width) => {
      main.style.cssText = `width: ${width}px !important; max-width: none !important; padding: 0 !important`;
      return main.scrollHeight * (SHEET.width / width) <= SHEET.height;
    });
    main.style.cssText = "";
    return found;
  };
  // tiles as they are, else as lines; undefined: it does not fit
  const fitting = (main) => {
    root.classList.remove("b-dense");
    const width = narrowest(main);
    if (width) return width;
    root.classList.add("b-dense");
    return narrowest(main);
  };
  // what goes first when one sheet cannot hold it all: links, the longest table, then what stands last on the page
  const inOrderToGo = (main) => {
    const panels = [...main.querySelectorAll("[class*=st-key-panel_]")];
    const tables = panels.filter((panel) => panel.querySelector(".b-table"));
    const others = panels.filter((panel) => !tables.includes(panel));
    const links = main.querySelectorAll(".st-key-ways_on");
    return [...links, ...tables.sort((one, other) => other.offsetHeight - one.offsetHeight), ...others.reverse()];
  };
  const restore = () => {
    document.querySelectorAll(".b-left-out").forEach((note) => note.remove());
    document.querySelectorAll(".b-unprinted").forEach((panel) => panel.classList.remove("b-unprinted"));
    root.classList.remove("b-dense");
  };
  const noteLeftOut = (main, panels, said) => {
    const names = panels.map((panel) => panel.querySelector("h2, h3")?.textContent).filter(Boolean);
    const note = document.createElement("p");
    note.className = "b-left-out";
    note.textContent = said.replace("{names}", names.join(root.lang === "en" ? ", " : "、"));
    main.append(note);
  };
  const layOut = () => {
    const main = document.querySelector(".stMainBlockContainer");
    if (!main) return;
    restore();
    root.classList.add("b-measured");
    let width = fitting(main);
    const said = document.querySelector("[data-act=print]")?.dataset.value; // only there one sheet is promised
    const [panels, left] = [said ? inOrderToGo(main) : [], []];
    while (!width && panels.length) {
      left.push(panels.shift());
      left.at(-1).classList.add("b-unprinted");
      width = fitting(main);
    }
    // the last to go made room, perhaps for some that went before it
    for (const panel of left.slice(0, -1).reverse()) {
      panel.classList.remove("b-unprinted");
      if (!fitting(main)) panel.classList.add("b-unprinted");
    }
    width = fitting(main);
    const unprinted = left.filter((panel) => panel.classList.contains("b-unprinted"));
    if (unprinted.length) noteLeftOut(main, unprinted, said);
    root.classList.remove("b-measured");
    width ??= WIDTHS.at(-1);
    root.style.setProperty("--print-width", `${width}px`);
    root.style.setProperty("--print-zoom", SHEET.width / width);
  };
  window.addEventListener("beforeprint", layOut);
  window.addEventListener("afterprint", () => {
    root.classList.remove("b-printing");
    restore();
  });
  const chartsFit = () =>
    [...document.querySelectorAll(".js-plotly-plot .main-svg")].every(
      (svg) => svg.clientWidth <= (svg.closest("[data-testid=stPlotlyChart]")?.clientWidth ?? Infinity) + 1
    );
  const print = () => {
    layOut();
    root.classList.add("b-printing"); // charts are drawn as wide as they will be printed
    window.dispatchEvent(new Event("resize"));
    const asked = performance.now();
    const wait = () =>
      chartsFit() || performance.now() - asked > 2000 ? setTimeout(() => window.print(), 120) : requestAnimationFrame(wait);
    requestAnimationFrame(wait);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-act]");
    if (button) ACTS[button.dataset.act]?.(button);
    if (event.target.closest?.(".st-key-provider_page, .st-key-provider_side"))
      sessionStorage.setItem(LEFT_FROM, JSON.stringify({ to: location.pathname + location.search, at: Date.now() }));
  });

  // Streamlit brings who signed in with the provider to the first page; they wanted the one they came from
  const left = JSON.parse(sessionStorage.getItem(LEFT_FROM) ?? "null");
  sessionStorage.removeItem(LEFT_FROM);
  if (left && location.pathname === "/" && left.to !== "/" && Date.now() - left.at < 600_000) location.replace(left.to);

  if (localStorage.getItem("board-seen")) document.documentElement.classList.add("b-seen");

  // A click that opens another page first puts the new parameters on the old page's address and only then
  // moves on, so Back would land on a page the reader never saw: that entry gets its own address back.
  const push = history.pushState.bind(history);
  let before = location.href;
  history.pushState = (state, title, target) => {
    const here = new URL(location.href);
    const there = new URL(target ?? here, here);
    const old = new URL(before);
    const moved = there.pathname !== here.pathname && there.search === here.search;
    if (moved && old.pathname === here.pathname && old.search !== here.search) {
      history.replaceState(history.state, "", before);
    }
    before = location.href;
    push(state, title, target);
  };
})();
