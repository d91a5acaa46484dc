// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The script of the page: moving about, finding, and lighting up what depends on what.
///
/// It does no arithmetic about availability: every figure comes from msctl; sets are followed along edges only.
enum GraphPageScript {
    static let source = #"""
        (function () {
          "use strict";
          const data = JSON.parse(document.getElementById("data").textContent);
          const svg = document.getElementById("graph"), panel = document.getElementById("panel");
          const find = document.getElementById("find"), legend = document.getElementById("legend");
          const items = Array.from(document.querySelectorAll("#nodes > .node"));
          const lines = Array.from(document.querySelectorAll("#links > path"));
          const nodes = data.nodes, links = data.links;
          const out = nodes.map(() => []), into = nodes.map(() => []);
          links.forEach((link, i) => { out[link.from].push(i); into[link.to].push(i); });
          const places = items.map(item => {
            const m = item.transform.baseVal.consolidate().matrix, b = item.firstElementChild.getBBox();
            return { x: m.e, y: m.f, w: b.width, h: b.height };
          });

          // Moving about.
          const whole = svg.viewBox.baseVal;
          const full = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
          let view = Object.assign({}, full);
          function show() { svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" ")); }
          function scale() { const r = svg.getBoundingClientRect(); return Math.max(view.w / r.width, view.h / r.height); }
          function zoom(factor, cx, cy) {
            const w = Math.min(Math.max(view.w * factor, 120), Math.max(full.w, full.h) * 8);
            const f = w / view.w;
            view = { x: cx - (cx - view.x) * f, y: cy - (cy - view.y) * f, w: w, h: view.h * f };
            show();
          }
          function middle() { return [view.x + view.w / 2, view.y + view.h / 2]; }
          function fit() { view = Object.assign({}, full); show(); }
          function open() {
            // A large system starts at a size that can be read, from its entry.
            const r = svg.getBoundingClientRect(), least = Math.max(full.w / r.width, full.h / r.height);
            if (least <= 2.2 || !items.length) return fit();
            const w = r.width * 1.5, h = r.height * 1.5, p = places[start()];
            view = { x: full.x, y: p.y - h / 2, w: w, h: h };
            show();
          }
          function start() { const g = nodes.findIndex(n => n.kind === "gateway"); return g < 0 ? 0 : g; }
          function point(event) {
            const p = svg.createSVGPoint(); p.x = event.clientX; p.y = event.clientY;
            const q = p.matrixTransform(svg.getScreenCTM().inverse()); return [q.x, q.y];
          }
          function reveal(i, always) {
            const p = places[i], m = 30;
            const inside = p.x > view.x + m && p.y > view.y + m && p.x + p.w < view.x + view.w - m && p.y + p.h < view.y + view.h - m;
            if (inside && !always) return;
            const r = svg.getBoundingClientRect(), k = Math.min(scale(), 1.6);
            view = { w: r.width * k, h: r.height * k, x: p.x + p.w / 2 - r.width * k / 2, y: p.y + p.h / 2 - r.height * k / 2 };
            show();
          }
          svg.addEventListener("wheel", e => {
            e.preventDefault();
            const [x, y] = point(e); zoom(Math.exp(Math.max(-60, Math.min(60, e.deltaY)) * 0.004), x, y);
          }, { passive: false });
          const fingers = new Map(); let moved = 0, apart = 0;
          svg.addEventListener("pointerdown", e => { fingers.set(e.pointerId, [e.clientX, e.clientY]); moved = 0; apart = 0; });
          window.addEventListener("pointermove", e => {
            const last = fingers.get(e.pointerId); if (!last) return;
            const dx = e.clientX - last[0], dy = e.clientY - last[1];
            fingers.set(e.pointerId, [e.clientX, e.clientY]);
            moved += Math.abs(dx) + Math.abs(dy);
            if (fingers.size === 1 && moved > 4) {
              svg.classList.add("moving");
              const k = scale(); view.x -= dx * k; view.y -= dy * k; show();
            } else if (fingers.size === 2) {
              const [a, b] = Array.from(fingers.values());
              const d = Math.hypot(a[0] - b[0], a[1] - b[1]);
              if (apart > 0 && d > 0) { const [x, y] = point({ clientX: (a[0] + b[0]) / 2, clientY: (a[1] + b[1]) / 2 }); zoom(apart / d, x, y); }
              apart = d;
            }
          });
          function lift(e) { fingers.delete(e.pointerId); svg.classList.remove("moving"); }
          window.addEventListener("pointerup", lift); window.addEventListener("pointercancel", lift);
          document.getElementById("in").onclick = () => zoom(0.75, ...middle());
          document.getElementById("out").onclick = () => zoom(1.33, ...middle());
          function fitLit() {
            const lit = places.filter((p, i) => items[i].classList.contains("on"));
            if (!svg.classList.contains("dim") || !lit.length) return fit();
            const x = Math.min(...lit.map(p => p.x)) - 40, y = Math.min(...lit.map(p => p.y)) - 40;
            view = { x: x, y: y, w: Math.max(...lit.map(p => p.x + p.w)) + 40 - x, h: Math.max(...lit.map(p => p.y + p.h)) + 40 - y };
            show();
          }
          document.getElementById("fit").onclick = fitLit;

          // Following edges.
          function reach(from, edges, other, takes) {
            const seen = new Set(), queue = [from];
            while (queue.length) for (const i of edges[queue.pop()]) {
              const next = links[i][other];
              if (takes(links[i]) && next !== from && !seen.has(next)) { seen.add(next); queue.push(next); }
            }
            return seen;
          }
          const hard = link => link.kind === "call" && link.required;
          function around(i) {
            const breaks = reach(i, into, "from", hard), requires = reach(i, out, "to", hard);
            const silent = new Set(breaks); silent.add(i);
            const degrades = new Set(), uses = new Set();
            links.forEach(link => {
              const soft = link.kind === "route" || (link.kind === "call" && !link.required);
              if (soft && silent.has(link.to) && !silent.has(link.from)) degrades.add(link.from);
              if (link.from === i && !hard(link) && !requires.has(link.to)) uses.add(link.to);
              if (link.to === i && link.kind !== "call" && link.kind !== "route") uses.add(link.from);
            });
            return { breaks, degrades, requires, uses, silent };
          }
          const marks = ["on", "self", "breaks", "degrades", "requires", "uses", "match"];
          function wipe() { items.concat(lines).forEach(e => e.classList.remove(...marks)); svg.classList.remove("dim"); }
          function light(i) {
            wipe(); svg.classList.add("dim");
            const a = around(i);
            items[i].classList.add("on", "self");
            for (const name of ["uses", "degrades", "requires", "breaks"]) a[name].forEach(n => items[n].classList.add("on", name));
            const below = new Set(a.requires); below.add(i);
            links.forEach((link, k) => {
              let name = "";
              if (hard(link) && a.silent.has(link.from) && a.silent.has(link.to)) name = "breaks";
              else if (hard(link) && below.has(link.from) && below.has(link.to)) name = "requires";
              else if (a.silent.has(link.to) && a.degrades.has(link.from) && !hard(link)) name = "degrades";
              else if (link.from === i || link.to === i) name = "uses";
              if (name) { lines[k].classList.add("on", name); }
            });
          }

          // The panel.
          const titles = { kind: "Kind", owner: "Team", domain: "Domain", tier: "Tier", slo: "SLO", availability: "Computed", own: "Own", budget: "Budget, 30 days", loss: "Expected loss", blast: "Breaks services", traffic: "Breaks traffic", deadline: "Deadline", worst: "Its calls at most", peak: "Peak" };
          function add(parent, tag, text, name) {
            const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (name) e.className = name;
            parent.appendChild(e); return e;
          }
          function list(title, name, set) {
            if (!set.length) return;
            add(panel, "h3", title + " (" + set.length + ")", name);
            const ul = add(panel, "ul");
            set.slice(0, 60).forEach(([n, note]) => {
              const li = add(ul, "li"), b = add(li, "button", nodes[n].name);
              b.onclick = () => { select(n); focus(n); reveal(n, true); };
              if (note) add(li, "small", " " + note);
            });
            if (set.length > 60) add(ul, "li", "and " + (set.length - 60) + " more");
          }
          function byName(set) { return Array.from(set).sort((a, b) => nodes[a].name < nodes[b].name ? -1 : 1).map(n => [n, ""]); }
          function describe(i) {
            panel.textContent = "";
            if (i < 0) {
              add(panel, "h2", "Nothing selected");
              add(panel, "p", "Point at a node to read its figures. Click it, or press Enter on it, to see what breaks without it and what it requires.");
              const below = nodes.map((n, k) => k).filter(k => nodes[k].below);
              list("Promise more than they can keep", "breaks", byName(below));
              list("Call in a circle", "breaks", byName(nodes.map((n, k) => k).filter(k => nodes[k].circle)));
              return;
            }
            const n = nodes[i], dl = document.createElement("dl");
            add(panel, "h2", n.name);
            for (const key in titles) if (n[key] !== undefined) { add(dl, "dt", titles[key]); add(dl, "dd", n[key]); }
            panel.appendChild(dl);
            if (n.below) add(panel, "p", "Its parts amount to less than it promises.", "bad");
            if (n.circle) add(panel, "p", "It calls itself in a circle, so figures that depend on it are left out.", "bad");
            const a = around(i);
            list("Breaks without it", "breaks", byName(a.breaks));
            list("Gets worse without it", "degrades", byName(a.degrades));
            list("Requires", "requires", byName(a.requires));
            list("Calls and events", "", out[i].map(k => [links[k].to, (links[k].kind === "call" ? (links[k].required ? "" : "optional ") : links[k].kind + " ") + (links[k].label || "")]));
            list("Called by", "", into[i].map(k => [links[k].from, (links[k].kind === "call" ? (links[k].required ? "" : "optional ") : links[k].kind + " ") + (links[k].label || "")]));
          }

          // Choosing.
          let chosen = -1, current = -1;
          function select(i) {
            chosen = i; group = null;
            if (i < 0) wipe(); else light(i);
            describe(i); paintLegend();
            history.replaceState(null, "", i < 0 ? "#" : "#" + encodeURIComponent(nodes[i].name));
          }
          function focus(i) {
            items.forEach(e => e.setAttribute("tabindex", "-1"));
            items[i].setAttribute("tabindex", "0"); current = i; items[i].focus({ preventScroll: true });
          }
          items.forEach((item, i) => {
            item.addEventListener("click", () => { if (moved > 4) return; select(chosen === i ? -1 : i); });
            item.addEventListener("pointerenter", () => { if (chosen < 0) describe(i); });
            item.addEventListener("pointerleave", () => { if (chosen < 0) describe(-1); });
            item.addEventListener("focus", () => { current = i; if (chosen < 0) describe(i); });
          });
          svg.addEventListener("click", e => { if (moved <= 4 && !e.target.closest(".node")) select(-1); });
          function step(i, key) {
            const p = places[i];
            if (key === "ArrowRight" && out[i].length) return links[out[i][0]].to;
            if (key === "ArrowLeft" && into[i].length) return links[into[i][0]].from;
            if (key !== "ArrowUp" && key !== "ArrowDown") return i;
            let best = i, gap = Infinity;
            places.forEach((q, k) => {
              const d = key === "ArrowDown" ? q.y - p.y : p.y - q.y;
              if (q.x === p.x && d > 0 && d < gap) { gap = d; best = k; }
            });
            return best;
          }
          document.addEventListener("keydown", e => {
            const typing = e.target === find || e.target.tagName === "SELECT";
            if (e.key === "Escape") { find.value = ""; select(-1); if (typing) find.blur(); return; }
            if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
            if (e.key === "/") { e.preventDefault(); find.focus(); }
            else if (e.key === "+" || e.key === "=") zoom(0.75, ...middle());
            else if (e.key === "-") zoom(1.33, ...middle());
            else if (e.key === "0") fit();
            else if (e.target.closest && e.target.closest(".node")) {
              if (e.key === "Enter" || e.key === " ") { e.preventDefault(); select(chosen === current ? -1 : current); }
              else if (e.key.startsWith("Arrow")) { e.preventDefault(); const n = step(current, e.key); focus(n); reveal(n); if (chosen >= 0) select(n); }
            }
          });

          // Finding.
          let hits = [], hit = 0;
          find.addEventListener("input", () => {
            const word = find.value.trim().toLowerCase();
            chosen = -1; wipe(); hits = []; hit = 0;
            if (!word) return describe(-1);
            nodes.forEach((n, i) => { if ([n.name, n.owner, n.domain].some(t => t && t.toLowerCase().includes(word))) hits.push(i); });
            svg.classList.add("dim");
            hits.forEach(i => items[i].classList.add("on"));
            panel.textContent = "";
            add(panel, "h2", hits.length === 1 ? "1 match" : hits.length + " matches");
            list("Matches", "", byName(hits));
            if (hits.length) reveal(hits[0]);
          });
          find.addEventListener("keydown", e => {
            if (e.key !== "Enter" || !hits.length) return;
            e.preventDefault(); const n = hits[hit++ % hits.length]; select(n); reveal(n, true);
          });

          // Colours.
          const colour = document.getElementById("colour"); let group = null, groups = [];
          function paint() {
            const key = colour.value;
            groups = Array.from(new Set(nodes.map(n => n[key]).filter(Boolean))).sort();
            // The golden angle keeps neighbours in the list apart.
            const hue = name => Math.round(groups.indexOf(name) * 137.5 + 205) % 360;
            items.forEach((item, i) => {
              const name = nodes[i][key];
              item.classList.toggle("plain", !name);
              if (name) item.style.setProperty("--h", hue(name)); else item.style.removeProperty("--h");
            });
            legend.textContent = "";
            groups.forEach(name => {
              const b = add(add(legend, "li"), "button", name);
              b.style.setProperty("--h", hue(name)); b.dataset.group = name; b.setAttribute("aria-pressed", "false");
              b.onclick = () => {
                const next = group === name ? null : name;
                select(-1); group = next;
                if (group) { svg.classList.add("dim"); nodes.forEach((n, i) => { if (n[key] === group) items[i].classList.add("on"); }); links.forEach((l, k) => { if (nodes[l.from][key] === group && nodes[l.to][key] === group) lines[k].classList.add("on"); }); }
                paintLegend();
              };
            });
          }
          function paintLegend() { legend.querySelectorAll("button").forEach(b => b.setAttribute("aria-pressed", String(b.dataset.group === group))); }
          colour.addEventListener("change", () => { select(-1); paint(); });

          paint(); open(); describe(-1);
          const wanted = nodes.findIndex(n => n.name === decodeURIComponent(location.hash.slice(1)));
          if (wanted >= 0) { select(wanted); reveal(wanted); }
        })();

        """#
}
