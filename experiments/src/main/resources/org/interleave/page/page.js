"use strict";
(() => {
  const groups = JSON.parse(document.getElementById("data").textContent);
  const live = document.getElementById("live");
  const TEXT = "#1a1a1a", AXIS = "#4d4d4d", GRID = "#e4e4e4", LAUNCH = "#a8a8a8", RELEASE = "#dcdcdc";
  const FONT = '"Liberation Sans", Arial, Helvetica, sans-serif';
  const LEFT = 78, RIGHT = 46;
  const charts = [];
  // A canvas of a browser is not of any height.
  const MOST_STACKED = 24;

  const text = (t) => document.createTextNode(t);
  const make = (name, attributes = {}, ...children) => {
    const e = document.createElement(name);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  };
  const seconds = (micros) => {
    const s = micros / 1e6, a = Math.abs(s);
    return s.toFixed(a >= 100 || a === 0 ? 2 : a >= 1 ? 3 : 6) + " s";
  };
  const level = (v) => String(+v.toFixed(2));
  const some = (n, what) => n + " " + what + (String(n) === "1" ? "" : "s");
  const tick = (micros) => String(+(micros / 1e6).toFixed(6));

  // Stripes as in the figures: one way, then both ways.
  function tile([, color, stripes], width = 6, height = 6, scale = 4) {
    const c = make("canvas");
    c.width = width * scale;
    c.height = height * scale;
    const g = c.getContext("2d");
    g.scale(scale, scale);
    g.fillStyle = color;
    g.fillRect(0, 0, width, height);
    if (stripes > 0) {
      const [r, b, e] = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
      g.strokeStyle = 0.299 * r + 0.587 * b + 0.114 * e > 140 ? "#000" : "#fff";
      g.lineWidth = 0.9;
      for (let x = -height; x <= width; x += 6) {
        g.beginPath();
        g.moveTo(x - 1, height + 1);
        g.lineTo(x + height + 1, -1);
        if (stripes > 1) {
          g.moveTo(x - 1, -1);
          g.lineTo(x + height + 1, height + 1);
        }
        g.stroke();
      }
    }
    return c;
  }
  const paintOf = (fill) =>
    fill[2] === 0 ? fill[1] : { image: tile(fill, 6, 6, 1), repeat: "repeat" };
  const swatch = (fill) => tile(fill, 22, 14, 2);
  const WAITS = [
    ["for resources", "#8a8a8a", 0],
    ["in the launcher", "#ffffff", 1],
  ];

  // The column of a stack that an instant lies in, or -1.
  function columnAt(t, x) {
    let low = 0, high = t.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (t[mid] <= x) low = mid + 1;
      else high = mid;
    }
    return low - 1;
  }

  // Areas on top of each other: each stretch in which a series is not 0 is a polygon.
  function areas(stack, fills, hidden, api, box, from, to) {
    const t = stack.t, n = t.length, children = [];
    const base = new Float64Array(n);
    const a = Math.max(0, columnAt(t, from)), b = Math.min(n - 1, columnAt(t, to) + 1);
    const xs = new Float64Array(n);
    for (let c = a; c <= b; c++) {
      xs[c] = Math.min(box.x + box.width, Math.max(box.x, api.coord([t[c], 0])[0]));
    }
    const zero = api.coord([0, 0])[1], unit = zero - api.coord([0, 1])[1];
    stack.levels.forEach((levels, s) => {
      if (hidden.has(s) || levels.length === 0) return;
      const fill = paintOf(fills[s]);
      for (let c = a; c < b; ) {
        if (!(levels[c] > 0)) {
          c++;
          continue;
        }
        const top = [], bottom = [];
        for (; c < b && levels[c] > 0; c++) {
          const y0 = zero - base[c] * unit, y1 = zero - (base[c] + levels[c]) * unit;
          top.push([xs[c], y1], [xs[c + 1], y1]);
          bottom.push([xs[c], y0], [xs[c + 1], y0]);
        }
        children.push({
          type: "polygon",
          shape: { points: top.concat(bottom.reverse()) },
          style: { fill, stroke: fills[s][1] === "#ffffff" ? AXIS : fills[s][1], lineWidth: 0.8 },
          silent: true,
        });
      }
      for (let c = a; c <= b; c++) base[c] += levels[c];
    });
    return children;
  }

  // Where the axes begin and end just now, by where two points lie on the page.
  function seen(api, box, end, y) {
    const [x0, y0] = api.coord([0, 0]), [x1, y1] = api.coord([end, y]);
    const t = (px) => ((px - x0) / (x1 - x0)) * end;
    const l = (px) => ((px - y0) / (y1 - y0)) * y;
    return [t(box.x), t(box.x + box.width), l(box.y), l(box.y + box.height)];
  }

  const line = (x1, y1, x2, y2, dashed) => ({
    type: "line",
    shape: { x1, y1, x2, y2 },
    style: { stroke: TEXT, lineWidth: 1, lineDash: dashed ? [5, 4] : null },
    silent: true,
  });
  const word = (x, y, t, align, bold) => ({
    type: "text",
    style: { x, y, text: t, align, verticalAlign: "middle", fill: TEXT, font: (bold ? "bold " : "") + "12px " + FONT },
    silent: true,
  });
  const axisX = (gridIndex, end, labels) => ({
    gridIndex, type: "value", min: 0, max: end,
    axisLabel: { show: labels, formatter: (v, i) => (i === 0 && v !== 0 ? "" : tick(v)), color: AXIS, hideOverlap: true, showMaxLabel: false },
    axisTick: { show: labels }, splitLine: { lineStyle: { color: GRID } },
    axisLine: { lineStyle: { color: AXIS } },
  });
  const counted = (gridIndex, name, most) => ({
    gridIndex, type: "value", min: 0, max: most * 1.06 || 1, interval: Math.max(1, most / 2),
    name, nameLocation: "middle", nameGap: 50, nameTextStyle: { color: TEXT },
    axisLabel: { showMaxLabel: most === 0, formatter: (v) => String(Math.round(v)), color: AXIS },
    splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: AXIS } },
  });
  const zoomX = (all) => [
    { type: "inside", xAxisIndex: all, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
    { type: "slider", xAxisIndex: all, filterMode: "none", height: 18, bottom: 8, showDataShadow: false,
      labelFormatter: (v) => tick(Math.round(v / 1e3) * 1e3) + " s", brushSelect: true },
  ];
  const custom = (i, renderItem, clip = true) => ({
    type: "custom", xAxisIndex: i, yAxisIndex: i, data: [[0, 0]], renderItem, clip, silent: true,
  });
  const common = { animation: false, textStyle: { fontFamily: FONT }, backgroundColor: "#fff" };

  // What both charts have: a chart of the library, a line at an instant, a tip, zoom and keys.
  function view(host, option, end) {
    const inner = make("div", { style: "width:100%;height:100%" });
    const cross = make("div", { class: "cross" }), tip = make("div", { class: "tip" });
    host.replaceChildren(inner, cross, tip);
    const chart = echarts.init(inner);
    chart.setOption(option);
    const v = { host, chart, at: null };
    v.window = () => {
      const z = chart.getOption().dataZoom[0];
      return [z.start, z.end];
    };
    v.zoom = (start, stop) => {
      const width = Math.min(100, Math.max(1e-4, stop - start));
      const s = Math.min(100 - width, Math.max(0, start));
      chart.dispatchAction({ type: "dataZoom", dataZoomIndex: 0, start: s, end: s + width });
    };
    v.act = (what) => {
      const [s, e] = v.window(), w = e - s;
      const p = v.at === null ? (s + e) / 2 : Math.min(e, Math.max(s, (100 * v.at) / end));
      if (what === "in") v.zoom(p - (p - s) / 2, p + (e - p) / 2);
      if (what === "out") v.zoom(p - (p - s) * 2, p + (e - p) * 2);
      if (what === "left") v.zoom(s - w / 4, e - w / 4);
      if (what === "right") v.zoom(s + w / 4, e + w / 4);
      if (what === "reset") v.zoom(0, 100);
      const [a, b] = v.window();
      live.textContent = "from " + seconds((a * end) / 100) + " to " + seconds((b * end) / 100);
    };
    v.hide = () => {
      v.at = null;
      cross.style.display = tip.style.display = "none";
    };
    v.show = (x, y, content) => {
      cross.style.left = x + "px";
      cross.style.display = "block";
      if (!content) {
        tip.style.display = "none";
        return;
      }
      tip.replaceChildren(content);
      tip.style.display = "block";
      const right = x + 14 + tip.offsetWidth > host.clientWidth;
      tip.style.left = (right ? Math.max(0, x - 14 - tip.offsetWidth) : x + 14) + "px";
      tip.style.top = Math.max(0, Math.min(y + 10, host.clientHeight - tip.offsetHeight)) + "px";
    };
    v.pointed = () => {};
    v.keyed = () => false;
    chart.getZr().on("mousemove", (e) => v.pointed(e.offsetX, e.offsetY));
    chart.getZr().on("globalout", v.hide);
    host.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.altKey || e.metaKey) return;
      const acts = { "+": "in", "=": "in", "-": "out", 0: "reset" };
      if (e.key in acts) v.act(acts[e.key]);
      else if (e.shiftKey && e.key === "ArrowLeft") v.act("left");
      else if (e.shiftKey && e.key === "ArrowRight") v.act("right");
      else if (e.key === "Escape") v.hide();
      else if (!v.keyed(e.key)) return;
      e.preventDefault();
    });
    host.addEventListener("blur", v.hide);
    charts.push(v);
    return v;
  }

  function rows(title, subtitle, list) {
    const table = make("table");
    for (const [fill, ...cells] of list) {
      table.append(
        make("tr", {}, make("td", {}, ...(fill ? [swatch(fill)] : [])),
          ...cells.map((c, i) => make("td", i > 0 ? { class: "n" } : {}, text(c)))));
    }
    return make("div", {}, make("strong", {}, text(title)), make("br"), text(subtitle), table);
  }

  function utilization(host, group, hidden) {
    const many = group.runs.length > 4;
    const heights = many ? [70, 40] : [130, 76];
    const panels = [], option = { ...common, title: [], grid: [], xAxis: [], yAxis: [], series: [] };
    let y = 12;
    for (const run of group.runs.slice(0, MOST_STACKED)) {
      option.title.push({ text: run.name, left: LEFT - 6, top: y, padding: 0, textStyle: { fontSize: 13, color: TEXT } });
      y += 22;
      const stacks = [run.slots, run.gpus].filter((s) => s.capacity > 0);
      stacks.forEach((stack, k) => {
        const i = panels.length, last = k === stacks.length - 1;
        panels.push({ run, stack, top: y });
        const height = heights[stack === run.slots ? 0 : 1];
        option.grid.push({ left: LEFT, right: RIGHT, top: y, height });
        option.xAxis.push(axisX(i, group.end, last));
        option.yAxis.push(counted(i, stack === run.slots ? "CPU slots" : "GPUs", stack.capacity));
        option.series.push(custom(i, (params, api) => {
          const box = params.coordSys;
          const [from, to] = seen(api, box, group.end, 1);
          const children = areas(stack, group.fills, hidden, api, box, from, to);
          const top = api.coord([0, stack.capacity])[1];
          children.push(line(box.x, top, box.x + box.width, top, true));
          const [x] = api.coord([run.ttx, 0]);
          if (x >= box.x && x <= box.x + box.width + 1) {
            children.push(line(x, box.y, x, box.y + box.height, false));
            if (k === 0) {
              const inside = x - box.x > 120;
              children.push({
                ...word(x + (inside ? -5 : 5), box.y + 24, "TTX " + (run.ttx / 1e6).toFixed(2) + " s", inside ? "right" : "left", true),
              });
              Object.assign(children[children.length - 1].style, { stroke: "#fff", lineWidth: 3 });
            }
          }
          return { type: "group", children };
        }));
        y += height + (last ? 30 : 10);
      });
    }
    const all = panels.map((_, i) => i);
    option.dataZoom = zoomX(all);
    option.title.push({ text: "time [s]", right: RIGHT, top: y - 8, padding: 0, textStyle: { fontSize: 12, fontWeight: "normal", color: AXIS } });
    if (group.runs.length > MOST_STACKED) {
      const more = "The first " + MOST_STACKED + " of " + group.runs.length + " runs; all are in the tables, and below one by one.";
      host.before(make("p", { class: "note" }, text(more)));
    }
    host.style.height = y + 42 + "px";
    const v = view(host, option, group.end);
    const say = (run, t) => {
      const list = [];
      group.fills.forEach((fill, s) => {
        const [cpu, gpu] = [run.slots, run.gpus].map((k) => {
          const c = columnAt(k.t, t);
          return c >= 0 && k.levels[s].length ? k.levels[s][c] : 0;
        });
        if ((cpu > 0 || gpu > 0) && !hidden.has(s)) list.unshift([fill, fill[0], some(level(cpu), "slot"), some(level(gpu), "GPU")]);
      });
      const busy = [run.slots, run.gpus].map((k) => {
        const c = columnAt(k.t, t);
        return c < 0 ? 0 : k.levels.reduce((sum, l) => sum + (l.length ? l[c] : 0), 0);
      });
      list.push([null, "busy of all", level(busy[0]) + " / " + run.slots.capacity, level(busy[1]) + " / " + run.gpus.capacity]);
      return list;
    };
    let panel = 0;
    const showAt = (t, y, speak) => {
      v.at = t;
      const run = panels[panel].run, list = say(run, t);
      v.show(v.chart.convertToPixel({ xAxisIndex: 0 }, t), y, rows(run.name, "at " + seconds(t), list));
      if (speak) live.textContent = run.name + " at " + seconds(t) + ": " + list.map((r) => r.slice(1).join(" ")).join("; ");
    };
    v.pointed = (x, y) => {
      const i = panels.findIndex((_, k) => v.chart.containPixel({ gridIndex: k }, [x, y]));
      if (i < 0) return v.hide();
      panel = i;
      showAt(v.chart.convertFromPixel({ xAxisIndex: i }, x), y, false);
    };
    v.keyed = (key) => {
      const [s, e] = v.window().map((p) => (p * group.end) / 100);
      if (key === "ArrowLeft" || key === "ArrowRight") {
        const at = v.at === null ? (s + e) / 2 : v.at + ((key === "ArrowLeft" ? -1 : 1) * (e - s)) / 50;
        showAt(Math.min(e, Math.max(s, at)), panels[panel].top, true);
        return true;
      }
      if (key === "ArrowUp" || key === "ArrowDown") {
        panel = Math.min(panels.length - 1, Math.max(0, panel + (key === "ArrowUp" ? -1 : 1)));
        showAt(v.at === null ? (s + e) / 2 : v.at, panels[panel].top, true);
        return true;
      }
      return false;
    };
    v.redraw = () => v.chart.setOption({ series: option.series.map((s) => ({ renderItem: s.renderItem, data: [[0, 0]] })) });
    return v;
  }

  // Columns of numbers as they are looked up; bars by lane.
  function bars(run) {
    const g = run.gantt;
    if (!g) return null;
    if (g.ready) return g;
    const get = (c) => (Array.isArray(c) ? (i) => c[i] : () => c);
    for (const k of ["set", "iteration", "index", "attempt", "end", "slots", "gpus", "waited", "launch", "time", "release"]) {
      g[k] = get(g[k]);
    }
    const start = new Float64Array(g.n);
    for (let i = 0, at = 0; i < g.n; i++) start[i] = at += g.start[i];
    g.from = start;
    g.lanes = g.nodes.reduce((sum, [, , n]) => sum + n, 0);
    const first = new Int32Array(g.lanes + 2);
    for (const lane of g.lane) first[lane + 1]++;
    for (let l = 0; l < g.lanes; l++) first[l + 1] += first[l];
    const next = first.slice(), order = new Int32Array(g.n);
    for (let i = 0; i < g.n; i++) order[next[g.lane[i]]++] = i;
    Object.assign(g, { first, order, ready: true, critical: new Set(g.chain) });
    g.taken = (i) => start[i] - g.launch(i);
    g.stopped = (i) => start[i] + g.time(i);
    g.freed = (i) => start[i] + g.time(i) + g.release(i);
    // The first bar of a lane that is not over at an instant, as a place in the order.
    g.seek = (lane, t) => {
      let low = first[lane], high = first[lane + 1];
      while (low < high) {
        const mid = (low + high) >> 1;
        if (g.freed(order[mid]) < t) low = mid + 1;
        else high = mid;
      }
      return low;
    };
    g.label = (i) => g.names[g.set(i)] + (run.iterations > 1 ? "[" + g.iteration(i) + "]" : "");
    return g;
  }

  function gantt(host, group, hidden, controls) {
    let run = null, g = null, v = null, focus = -1;
    const fillOf = (i) => Math.min(g.set(i), group.fills.length - 1);
    const canvas = make("canvas"), strip = make("canvas");
    const chainOn = () => controls.critical.getAttribute("aria-pressed") === "true";

    function begin(c, width, height) {
      const ratio = Math.max(window.devicePixelRatio || 1, 2);
      c.width = Math.max(1, Math.round(width * ratio));
      c.height = Math.max(1, Math.round(height * ratio));
      const x = c.getContext("2d");
      x.scale(ratio, ratio);
      x.font = "11px " + FONT;
      x.textBaseline = "middle";
      return x;
    }
    function styles(x) {
      return group.fills.map((f) => {
        if (f[2] === 0) return f[1];
        const p = x.createPattern(tile(f), "repeat");
        p.setTransform(new DOMMatrix().scale(0.25));
        return p;
      });
    }

    // Bars of less than a pixel: the first of each pixel stands for all in it.
    function paint(width, height, t0, t1, l0, l1) {
      const x = begin(canvas, width, height), fill = styles(x);
      const sx = width / (t1 - t0), sy = height / (l1 - l0);
      x.fillStyle = "#fff";
      x.fillRect(0, 0, width, height);
      g.nodes.forEach(([, first, n], k) => {
        x.fillStyle = k % 2 ? "#f4f4f4" : "#fff";
        x.fillRect(0, (first - l0) * sy, width, n * sy);
      });
      const gap = sy >= 5 ? 1 : 0, end = Math.min(g.lanes, Math.ceil(l1));
      let style = null;
      const rect = (s, a, y, w, h) => {
        if (s !== style) x.fillStyle = style = s;
        x.fillRect(a, y, w, h);
      };
      for (let lane = Math.max(0, Math.floor(l0)); lane < end; lane++) {
        const y = sy < 1 ? Math.floor((lane - l0) * sy) : (lane - l0) * sy;
        const h = Math.max(sy < 1 ? 1 : sy - gap, 0.5);
        let last = -1;
        for (let k = g.seek(lane, t0); k < g.first[lane + 1]; k++) {
          const i = g.order[k], taken = g.taken(i);
          if (taken > t1) break;
          const a = (taken - t0) * sx, b = (g.freed(i) - t0) * sx, f = fillOf(i);
          if (b - a < 1) {
            const pixel = Math.floor(a);
            if (pixel !== last && !hidden.has(f)) rect(fill[f], pixel, y, 1, h);
            last = pixel;
            continue;
          }
          const s = (g.from[i] - t0) * sx, e = (g.stopped(i) - t0) * sx;
          if (hidden.has(f)) {
            rect("#ececec", a, y, b - a, h);
            continue;
          }
          if (s - a > 0.3) rect(LAUNCH, a, y, s - a, h);
          if (b - e > 0.3) rect(RELEASE, e, y, b - e, h);
          const w = Math.max(1, e - s - (sy >= 5 ? 0.6 : 0));
          rect(fill[f], s, y, w, h);
          if (g.end(i) !== 0) {
            rect("rgba(255,255,255,0.55)", s, y, w, h);
            x.strokeStyle = "#000";
            x.lineWidth = 1;
            x.beginPath();
            for (let c = 0; c < Math.min(w, 4000); c += Math.max(6, h)) {
              x.moveTo(s + c, y + h);
              x.lineTo(s + Math.min(w, c + Math.max(6, h)), y);
            }
            x.strokeRect(s, y, w, h);
            x.stroke();
          }
          if (h >= 12 && w > 56) {
            const m = Math.max(0, s), name = g.label(i) + " " + g.index(i);
            if (s + w - m > x.measureText(name).width + 8) {
              style = null;
              haloed(x, name, m + 4, y + h / 2 + 0.5);
            }
          }
        }
      }
      const outline = (i, color, wide) => {
        const a = (g.from[i] - t0) * sx, b = (g.stopped(i) - t0) * sx;
        const y = (g.lane[i] - l0) * sy;
        if (b < 0 || a > width || y + sy < 0 || y > height) return;
        const h = Math.max(5, sy - gap), from = Math.max(-9, a), to = Math.min(width + 9, Math.max(b, a + 2));
        const top = y + (sy - h) / 2;
        x.strokeStyle = "#fff";
        x.lineWidth = wide + 2;
        x.strokeRect(from, top, to - from, h);
        x.strokeStyle = color;
        x.lineWidth = wide;
        x.strokeRect(from, top, to - from, h);
      };
      if (chainOn()) for (const i of g.chain) outline(i, "#000", 2);
      if (focus >= 0) outline(focus, "#0072b2", 3);
    }

    function paintChain(width, height, t0, t1) {
      const x = begin(strip, width, height), fill = styles(x), sx = width / (t1 - t0);
      x.fillStyle = "#fff";
      x.fillRect(0, 0, width, height);
      for (const i of g.chain) {
        const a = (g.from[i] - t0) * sx, b = (g.stopped(i) - t0) * sx;
        if (b < 0 || a > width) continue;
        x.fillStyle = fill[fillOf(i)];
        x.fillRect(a, 0, Math.max(1, b - a), height);
        x.strokeStyle = "#000";
        x.lineWidth = 1;
        x.strokeRect(a, 0.5, Math.max(1, b - a), height - 1);
        const name = g.label(i), m = Math.max(0, a);
        if (b - m > x.measureText(name).width + 12) {
          haloed(x, name, m + 6, height / 2 + 0.5);
        }
      }
    }

    /** Text that can be read on any fill, and hides nothing of the bar's ends. */
    function haloed(x, text, left, middle) {
      x.strokeStyle = "rgba(255,255,255,0.9)";
      x.lineWidth = 3;
      x.lineJoin = "round";
      x.strokeText(text, left, middle);
      x.fillStyle = "#000";
      x.fillText(text, left, middle);
    }

    const picture = (image, box) => ({
      type: "image",
      style: { image, x: box.x, y: box.y, width: box.width, height: box.height },
      silent: true,
    });

    function choose(which) {
      run = group.runs[which];
      g = bars(run);
      focus = -1;
      controls.nodes.replaceChildren();
      if (!g || g.n === 0) {
        if (v) {
          v.chart.dispose();
          charts.splice(charts.indexOf(v), 1);
          v = null;
        }
        host.style.height = "auto";
        host.replaceChildren(make("p", { class: "note" }, text(g ? "No task was started." : "There are too many tasks to draw each: they are in the figures and tables only.")));
        return;
      }
      host.style.height = "";
      g.names = group.sets;
      controls.nodes.append(make("option", { value: "" }, text("all nodes")));
      for (const [node] of g.nodes) controls.nodes.append(make("option", { value: node }, text("node " + node)));
      const shown = v ? v.window() : [0, 100];
      const lanes = g.lanes, most = run.waits.capacity;
      const y = [{ gridIndex: 0, type: "value", min: 0, max: 1, show: false },
        { gridIndex: 1, type: "value", min: 0, max: lanes, inverse: true, axisLabel: { show: false }, axisTick: { show: false },
          splitLine: { show: false }, axisLine: { show: true, onZero: false, lineStyle: { color: AXIS } } },
        counted(2, "tasks waiting", most)];
      const option = {
        ...common,
        grid: [{ left: LEFT, right: RIGHT, top: 10, height: 22 }, { left: LEFT, right: RIGHT, top: 40, height: 460 },
          { left: LEFT, right: RIGHT, top: 528, height: 74 }],
        xAxis: [{ ...axisX(0, group.end, false), show: false }, axisX(1, group.end, false), axisX(2, group.end, true)],
        yAxis: y,
        title: [{ text: "time [s]", right: RIGHT, top: 628, padding: 0, textStyle: { fontSize: 12, fontWeight: "normal", color: AXIS } }],
        dataZoom: [...zoomX([0, 1, 2]).map((z) => ({ ...z, start: shown[0], end: shown[1] })),
          { type: "inside", yAxisIndex: 1, filterMode: "none", zoomOnMouseWheel: "shift", moveOnMouseWheel: false },
          { type: "slider", yAxisIndex: 1, filterMode: "none", width: 14, right: 12, showDetail: false, showDataShadow: false, brushSelect: false }],
        series: [
          custom(0, (params, api) => {
            const box = params.coordSys, [t0, t1] = seen(api, box, group.end, 1);
            paintChain(box.width, box.height, t0, t1);
            return { type: "group", children: [picture(strip, box), word(box.x - 6, box.y + 11, "critical", "right", false)] };
          }, false),
          custom(1, (params, api) => {
            const box = params.coordSys, [t0, t1, l0, l1] = seen(api, box, group.end, lanes);
            paint(box.width, box.height, t0, t1, l0, l1);
            const children = [picture(canvas, box)], unit = box.height / (l1 - l0);
            let free = -1e9;
            for (const [node, first, n] of g.nodes) {
              const a = Math.max(box.y, box.y + (first - l0) * unit), b = Math.min(box.y + box.height, box.y + (first + n - l0) * unit);
              if (b - a < 4 || (a + b) / 2 < free) continue;
              children.push(word(box.x - 6, (a + b) / 2, "node " + node, "right", false));
              free = (a + b) / 2 + 14;
            }
            return { type: "group", children };
          }, false),
          custom(2, (params, api) => {
            const box = params.coordSys, [t0, t1] = seen(api, box, group.end, 1);
            const children = areas(run.waits, WAITS, new Set(), api, box, t0, t1);
            return { type: "group", children };
          }),
        ],
        graphic: WAITS.map((w, k) => ({
          type: "group", left: LEFT + 8 + k * 150, top: 508,
          children: [
            { type: "rect", shape: { width: 18, height: 11 }, style: { fill: paintOf(w), stroke: AXIS, lineWidth: 1 }, silent: true },
            { type: "text", left: 24, style: { x: 24, y: 6, text: w[0], verticalAlign: "middle", fill: TEXT, font: "12px " + FONT }, silent: true },
          ],
        })),
      };
      if (v) v.chart.setOption(option, true);
      else v = attach(view(host, option, group.end));
    }

    function find(x, y) {
      const at = v.chart.convertFromPixel({ gridIndex: 1 }, [x, y]);
      const [t1, l1] = v.chart.convertFromPixel({ gridIndex: 1 }, [x + 1.5, y + 1]);
      const lane = Math.floor(at[1]), around = t1 - at[0];
      for (let l = lane; l <= Math.min(g.lanes - 1, Math.max(lane, Math.floor(l1))); l++) {
        if (l < 0) continue;
        const k = g.seek(l, at[0] - around);
        if (k < g.first[l + 1] && g.taken(g.order[k]) <= at[0] + around) return g.order[k];
      }
      return -1;
    }
    const nodeOf = (lane) => g.nodes.find(([, first, n]) => lane >= first && lane < first + n)[0];
    const told = (i) => [
      [null, "runs", seconds(g.time(i)) + ", " + seconds(g.from[i]) + " to " + seconds(g.stopped(i))],
      [null, "waited for resources", seconds(g.waited(i)) + " from " + seconds(g.taken(i) - g.waited(i))],
      [null, "in the launcher", seconds(g.launch(i))],
      [null, "released after", seconds(g.release(i))],
      [null, "has", some(g.slots(i), "slot") + ", " + some(g.gpus(i), "GPU") + " on node " + nodeOf(g.lane[i])],
      [null, "ended", g.ends[g.end(i)] + (g.attempt(i) > 1 ? ", attempt " + g.attempt(i) : "")],
      ...(g.critical.has(i) ? [[null, "is", "on the critical chain"]] : []),
    ];
    const name = (i) => g.label(i) + ", task " + g.index(i);
    function waiting(t) {
      const c = columnAt(run.waits.t, t);
      return run.waits.levels.map((l, s) => [WAITS[s], WAITS[s][0], some(level(c >= 0 && l.length ? l[c] : 0), "task")]);
    }
    function attach(w) {
      w.pointed = (x, y) => {
        const k = [0, 1, 2].findIndex((i) => w.chart.containPixel({ gridIndex: i }, [x, y]));
        if (k < 0) return w.hide();
        const t = (w.at = w.chart.convertFromPixel({ xAxisIndex: 1 }, x));
        let i = -1;
        if (k === 1) i = find(x, y);
        if (k === 0) i = g.chain.find((c) => g.from[c] <= t && t <= g.stopped(c)) ?? -1;
        w.show(x, y, i >= 0 ? rows(name(i), run.name, told(i)) : k === 2 ? rows("Waiting", "at " + seconds(t), waiting(t)) : null);
      };
      w.keyed = (key) => {
        const [s, e] = w.window().map((p) => (p * group.end) / 100);
        const middle = (s + e) / 2;
        if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(key)) return false;
        if (focus < 0) {
          const lane = Math.floor(lanesSeen()[0]);
          focus = g.order[Math.min(g.seek(lane, s), g.first[lane + 1] - 1)];
        }
        else if (key === "ArrowLeft" || key === "ArrowRight") {
          const lane = g.lane[focus], place = g.order.indexOf(focus, g.first[lane]) + (key === "ArrowLeft" ? -1 : 1);
          if (place >= g.first[lane] && place < g.first[lane + 1]) focus = g.order[place];
        } else {
          const lane = Math.min(g.lanes - 1, Math.max(0, g.lane[focus] + (key === "ArrowUp" ? -1 : 1)));
          focus = g.order[Math.min(g.seek(lane, g.from[focus]), g.first[lane + 1] - 1)];
        }
        const [top, bottom] = lanesSeen(), lane = g.lane[focus];
        if (lane < top || lane + 1 > bottom) {
          const to = Math.min(g.lanes - (bottom - top), Math.max(0, lane - (bottom - top) / 2));
          showLanes(to, to + bottom - top);
          controls.nodes.value = "";
        }
        const half = (e - s) / 2, at = g.from[focus];
        if (at < s || at > e) w.zoom((100 * (at - half)) / group.end, (100 * (at + half)) / group.end);
        else redraw();
        w.at = at;
        const [x, y] = w.chart.convertToPixel({ gridIndex: 1 }, [at, g.lane[focus]]);
        w.show(x, Math.max(0, y), rows(name(focus), run.name, told(focus)));
        live.textContent = name(focus) + ": " + told(focus).map((r) => r.slice(1).join(" ")).join("; ");
        return true;
      };
      return w;
    }
    function redraw() {
      if (v) v.chart.setOption({ series: [{ data: [[0, 0]] }, { data: [[0, 0]] }, { data: [[0, 0]] }] });
    }
    controls.critical.addEventListener("click", () => {
      controls.critical.setAttribute("aria-pressed", String(!chainOn()));
      redraw();
    });
    function showLanes(a, b) {
      v.chart.dispatchAction({ type: "dataZoom", dataZoomIndex: 2, start: (100 * a) / g.lanes, end: (100 * b) / g.lanes });
    }
    function lanesSeen() {
      const z = v.chart.getOption().dataZoom[2];
      return [z.start, z.end].map((p) => Math.round((p * g.lanes * 1e3) / 100) / 1e3);
    }
    controls.nodes.addEventListener("change", () => {
      const node = g.nodes.find(([n]) => String(n) === controls.nodes.value);
      showLanes(...(node ? [node[1], node[1] + node[2]] : [0, g.lanes]));
    });
    return {
      choose,
      redraw,
      act: (what) => {
        if (!v) return;
        v.act(what);
        if (what === "reset") {
          controls.nodes.value = "";
          showLanes(0, g.lanes);
        }
      },
    };
  }

  function begin(section) {
    const group = groups[Number(section.dataset.group)], hidden = new Set();
    const use = utilization(section.querySelector(".use"), group, hidden);
    const select = section.querySelector("select.run");
    const tasks = gantt(section.querySelector(".gantt"), group, hidden, {
      critical: section.querySelector(".critical"),
      nodes: section.querySelector("select.node"),
    });
    const choose = () => {
      tasks.choose(Number(select.value));
      for (const d of section.querySelectorAll(".details")) d.classList.toggle("shown", d.dataset.run === select.value);
    };
    const last = group.runs.findIndex((r) => r.name.startsWith("asynchronous"));
    select.value = String(Math.max(0, last));
    select.addEventListener("change", choose);
    choose();
    const legend = section.querySelector(".legend");
    group.fills.forEach((fill, s) => {
      const button = make("button", { type: "button", "aria-pressed": "true" }, swatch(fill), text(fill[0]));
      button.addEventListener("click", () => {
        if (!hidden.delete(s)) hidden.add(s);
        button.setAttribute("aria-pressed", String(!hidden.has(s)));
        use.redraw();
        tasks.redraw();
      });
      legend.append(button);
    });
    for (const bar of section.querySelectorAll(".controls")) {
      const target = bar.dataset.chart === "use" ? use : tasks;
      for (const b of bar.querySelectorAll("[data-do]")) b.addEventListener("click", () => target.act(b.dataset.do));
    }
  }

  document.documentElement.classList.add("scripted");
  let width = 0;
  // Drawn at once: paper does not wait for the next frame.
  const fit = (w) =>
    charts.forEach((v) => {
      v.chart.resize(w ? { width: w } : { width: "auto" });
      v.chart.getZr().flush();
    });
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) fit(0);
    width = window.innerWidth;
  });
  window.addEventListener("beforeprint", () => fit(690));
  window.addEventListener("afterprint", () => fit(0));
  // One section after the other, so that the first can be used before the last is drawn.
  const sections = [...document.querySelectorAll(".group")];
  (function go(i) {
    if (i < sections.length) {
      begin(sections[i]);
      setTimeout(go, 0, i + 1);
    } else {
      document.body.dataset.readyMillis = Math.round(performance.now());
    }
  })(0);
})();
