"use strict";
// The workflow's graph is drawn already; here only what a set waits for, and what waits for it, is
// brought out, and arrows go along the edges.
(() => {
  for (const svg of document.querySelectorAll(".dag svg")) {
    const sets = new Map([...svg.querySelectorAll(".set")].map((s) => [s.dataset.set, s]));
    const edges = [...svg.querySelectorAll("[data-from]")];
    const show = (set) => {
      const near = new Set();
      for (const e of edges) {
        const on = set && (e.dataset.from === set.dataset.set || e.dataset.to === set.dataset.set);
        e.classList.toggle("near", Boolean(on));
        if (on) near.add(e.dataset.from).add(e.dataset.to);
      }
      for (const [id, s] of sets) s.classList.toggle("near", near.has(id) || s === set);
      svg.classList.toggle("looking", Boolean(set));
    };
    // The critical chain first.
    const beside = (set, from, to) => {
      const all = edges.filter((e) => e.dataset[from] === set.dataset.set);
      const edge = all.find((e) => e.classList.contains("strong")) ?? all[0];
      return edge && sets.get(edge.dataset[to]);
    };
    const step = (set, by) => {
      const all = [...sets.values()];
      return all[all.indexOf(set) + by];
    };
    for (const set of sets.values()) {
      set.addEventListener("focus", () => show(set));
      set.addEventListener("blur", () => show(null));
      set.addEventListener("mouseenter", () => show(set));
      set.addEventListener("mouseleave", () => show(null));
      set.addEventListener("keydown", (e) => {
        if (e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) return;
        const next = {
          ArrowRight: () => beside(set, "from", "to"),
          ArrowLeft: () => beside(set, "to", "from"),
          ArrowDown: () => step(set, 1),
          ArrowUp: () => step(set, -1),
        }[e.key];
        if (!next) return;
        e.preventDefault();
        next()?.focus();
      });
    }
  }
})();
