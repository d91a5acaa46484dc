// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The style sheet of the page, for light and dark.
enum GraphPageStyle {
    static let css = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #f7f8fa; --card: #ffffff; --rule: #d5dae1; --line: #8d98a7; --accent: #0b62d6; --bad: #c62828; --warn: #b26a00; --good: #1b7f4b; --fill-l: 92%; --fill-s: 62%; --edge-l: 52%; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e7ebf1; --soft: #9aa6b5; --paper: #14181e; --card: #1c222b; --rule: #323b47; --line: #667384; --accent: #6cb0ff; --bad: #ff7b72; --warn: #f0b34c; --good: #5fd39a; --fill-l: 22%; --fill-s: 38%; --edge-l: 58%; } }
        * { box-sizing: border-box; }
        html, body { height: 100%; margin: 0; }
        body { display: flex; flex-direction: column; font: 14px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper); }
        header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 18px; padding: 8px 16px; background: var(--card); border-bottom: 1px solid var(--rule); }
        h1 { font-size: 17px; margin: 0; }
        header p, footer p { margin: 0; color: var(--soft); }
        .field { display: flex; align-items: center; gap: 6px; color: var(--soft); }
        header p + .field { margin-left: auto; }
        input, select, button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: 6px; padding: 4px 9px; }
        button { cursor: pointer; }
        .buttons { display: flex; gap: 4px; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        main { flex: 1; min-height: 340px; display: flex; overflow: hidden; }
        #stage { flex: 1; min-width: 0; position: relative; }
        svg { position: absolute; inset: 0; width: 100%; height: 100%; cursor: grab; touch-action: none; user-select: none; -webkit-user-select: none; }
        svg.moving { cursor: grabbing; }
        #links path { fill: none; stroke: var(--line); stroke-width: 1.4; }
        #links path.optional { stroke-dasharray: 6 4; }
        #links path.route { stroke-width: 2.2; }
        #links path.publish, #links path.subscribe { stroke-dasharray: 1.5 4; stroke-linecap: round; }
        .node { cursor: pointer; --h: 215; }
        .node > rect, .node > path { fill: hsl(var(--h) var(--fill-s) var(--fill-l)); stroke: hsl(var(--h) 45% var(--edge-l)); stroke-width: 1.4; }
        .node.plain > rect, .node.plain > path { fill: var(--card); stroke: var(--line); }
        .node.external > rect { stroke-dasharray: 5 3; }
        .node.gateway > path { stroke-width: 2.4; }
        .node text { text-anchor: middle; fill: var(--ink); pointer-events: none; }
        .node .name { font-size: 13px; font-weight: 600; }
        .node .sub { font-size: 10.5px; fill: var(--soft); }
        .node.below .sub, .node.circle .sub { fill: var(--bad); font-weight: 600; }
        .node:hover > rect, .node:hover > path { stroke-width: 2.6; }
        .node:focus { outline: none; }
        .node:focus-visible > rect, .node:focus-visible > path { stroke: var(--accent); stroke-width: 3.4; }
        svg.dim .node, svg.dim #links path { opacity: .13; }
        svg.dim .node.on { opacity: 1; }
        svg.dim .node.self > rect, svg.dim .node.self > path { stroke: var(--accent); stroke-width: 3.4; }
        svg.dim .node.breaks > rect, svg.dim .node.breaks > path { stroke: var(--bad); stroke-width: 3; }
        svg.dim .node.degrades > rect, svg.dim .node.degrades > path { stroke: var(--warn); stroke-width: 3; }
        svg.dim .node.requires > rect, svg.dim .node.requires > path { stroke: var(--good); stroke-width: 3; }
        svg.dim #links path.on { opacity: 1; stroke-width: 2.4; }
        svg.dim #links path.breaks { stroke: var(--bad); }
        svg.dim #links path.degrades { stroke: var(--warn); }
        svg.dim #links path.requires, svg.dim #links path.uses { stroke: var(--good); }
        #panel { width: 292px; flex: none; overflow: auto; padding: 12px 16px; background: var(--card); border-left: 1px solid var(--rule); }
        #panel h2 { font-size: 16px; margin: 0 0 6px; overflow-wrap: anywhere; }
        #panel h3 { font-size: 13px; margin: 14px 0 4px; }
        #panel h3.breaks { color: var(--bad); } #panel h3.degrades { color: var(--warn); } #panel h3.requires { color: var(--good); }
        #panel p { margin: 4px 0; color: var(--soft); }
        #panel p.bad { color: var(--bad); }
        dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; text-align: right; font-variant-numeric: tabular-nums; }
        #panel ul { list-style: none; margin: 0; padding: 0; }
        #panel li button { border: 0; background: none; color: var(--accent); padding: 1px 0; text-align: left; overflow-wrap: anywhere; }
        #panel li small { color: var(--soft); }
        footer { display: flex; flex-wrap: wrap; gap: 4px 22px; align-items: center; padding: 6px 16px; background: var(--card); border-top: 1px solid var(--rule); font-size: 12.5px; }
        #legend { display: flex; flex-wrap: wrap; gap: 4px; list-style: none; margin: 0; padding: 0; max-height: 64px; overflow: auto; }
        #legend button { border-radius: 11px; padding: 0 9px; border-color: hsl(var(--h) 45% var(--edge-l)); background: hsl(var(--h) var(--fill-s) var(--fill-l)); }
        #legend button[aria-pressed=true] { outline: 2px solid var(--accent); }
        .line { display: inline-block; width: 26px; margin: 0 4px 3px 8px; border-top: 2px solid var(--line); vertical-align: middle; }
        .line.optional { border-top-style: dashed; } .line.route { border-top-width: 3px; } .line.event { border-top-style: dotted; }
        kbd { border: 1px solid var(--rule); border-radius: 4px; padding: 0 4px; font: inherit; font-size: 11px; margin-left: 6px; }
        details { padding: 6px 16px; background: var(--paper); border-top: 1px solid var(--rule); max-height: 45%; overflow: auto; flex: none; }
        summary { cursor: pointer; color: var(--soft); }
        table { border-collapse: collapse; margin-top: 8px; font-size: 12.5px; }
        th, td { text-align: left; padding: 3px 10px; border-bottom: 1px solid var(--rule); white-space: nowrap; }
        @media (max-width: 760px) { main { flex-direction: column; } #panel { width: auto; max-height: 38%; border-left: 0; border-top: 1px solid var(--rule); } .keys { display: none; } }
        @media print { header .field, .buttons, .keys, #panel { display: none; } }

        """
}
