'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const review = data.review;
  const groups = ['destroy', 'replace', 'change', 'forget', 'move', 'add', 'read'];
  const groupOf = {
    'delete': 'destroy', 'delete-then-create': 'replace', 'create-then-delete': 'replace', 'create-then-forget': 'replace',
    'update': 'change', 'create': 'add', 'forget': 'forget', 'no-op': 'move', 'read': 'read'
  };
  const marks = { destroy: '−', replace: '±', change: '~', add: '+', forget: '.', move: '→', read: '?' };
  // The worst first.
  const impacts = ['down', 'down-until-replaced', 'interrupts', 'takes-over', 'renegotiates'];
  const sections = ['changes', 'findings', 'effects', 'graph', 'drift', 'outputs'];
  const state = {
    language: remembered('language') || data.language,
    theme: remembered('theme') || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
    tab: 'changes', search: '', groups: new Set(), open: new Set(), scope: 'changed', chosen: -1
  };

  // What is kept from one visit to the next; nothing where the browser does not allow it.
  function remembered(name) {
    try { return localStorage.getItem('groma.' + name); } catch { return null; }
  }
  function remember(name, value) {
    state[name] = value;
    try { localStorage.setItem('groma.' + name, value); } catch { /* It holds for this visit. */ }
  }

  // Words and elements

  function word(name, argument) {
    const text = data.words[state.language][name];
    return argument === undefined ? text : text.replace('{0}', () => argument);
  }
  function doc(both) {
    return state.language === 'zh' && both.zh ? both.zh : both.en;
  }
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    fill(made, attributes, children);
    return made;
  }
  function drawn(name, attributes, ...children) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    fill(made, attributes, children);
    return made;
  }
  function fill(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === 'function') made.addEventListener(name, value);
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ''));
  }
  const code = text => element('code', {}, text);
  const dot = level => element('span', { class: 'dot ' + level, 'aria-hidden': 'true' });
  const separator = () => state.language === 'zh' ? '，' : ', ';

  // The model

  const changes = review.changes.map((item, i) => prepared(item, 'c' + i));
  const drift = review.drift.map((item, i) => prepared(item, 'd' + i));
  function prepared(item, id) {
    const texts = [item.address, item.previous_address, item.type, item.reason];
    for (const difference of item.differences) {
      texts.push(difference.attribute, ...(difference.upstream || []));
      for (const edit of difference.edits) texts.push(edit.where, edit.before && edit.before.text, edit.after && edit.after.text);
    }
    return { ...item, id, group: groupOf[item.action], text: texts.filter(Boolean).join('\n').toLowerCase() };
  }
  function likeness(item) {
    return JSON.stringify([item.block.replace(/\[[^\]]*\]/g, ''), item.action, item.reason, item.drift,
      item.group === 'add' || item.group === 'destroy' ? '' : item.differences.map(d => [d.attribute, d.replaces, d.impact, d.edits.map(e => e.where)])]);
  }
  function batches(items) {
    const all = new Map();
    for (const item of items) {
      const key = likeness(item);
      if (!all.has(key)) all.set(key, []);
      all.get(key).push(item);
    }
    return [...all.values()];
  }
  function reason(item) {
    const text = item.reason ? word('reason.' + item.reason) : '';
    return text ? text.replace('{block}', () => item.block).replace('{key}', () => item.key || '').replace('{module}', () => item.module || '') : item.reason || '';
  }

  // The head: what must be seen without scrolling

  function head() {
    const s = review.summary;
    const urgent = review.findings.filter(f => f.level === 'blocking' || f.level === 'high');
    const counts = groups.filter(g => s[g] > 0).map(g => element('button', {
      class: 'chip ' + g, 'data-group': g, 'aria-pressed': state.groups.has(g),
      click: () => { state.groups.has(g) ? state.groups.delete(g) : state.groups.add(g); state.tab = 'changes'; draw(); }
    }, word('count.' + g, s[g])));
    const felt = Object.entries(s.impacts).map(([impact, n]) => word('impact.count.' + impact, n));
    document.getElementById('top').replaceChildren(
      element('div', { class: 'title' },
        element('h1', {}, word('title') + ': ' + review.stack + (review.workspace === 'default' ? '' : ' (' + word('workspace') + ' ' + review.workspace + ')')),
        element('span', { class: 'faint' }, word('made', review.timestamp.replace(/\.\d+/, ''))),
        element('span', { class: 'tools' },
          element('button', { id: 'theme', title: word('html.theme'), 'aria-label': word('html.theme'), click: turnTheme }, state.theme === 'dark' ? '☀' : '☾'),
          element('button', { id: 'language', click: turnLanguage }, word('html.language')),
          element('button', { id: 'keys', title: word('html.keys'), 'aria-label': word('html.keys'), click: help }, '?'))),
      element('div', { class: 'verdict', id: 'verdict' },
        dot(data.sign),
        counts.length ? counts : element('strong', {}, s.risk || review.outputs.length ? word('count.output', review.outputs.length) : word('nothing')),
        element('span', {}, word('risk') + ' ', element('strong', { class: s.risk === 'blocking' || s.risk === 'high' ? 'destroy' : '' }, word('level.' + (s.risk || 'none')))),
        element('span', {}, word('traffic') + ': ', element('strong', { class: felt.length ? 'destroy' : '' }, felt.length ? felt.join(separator()) : word('traffic.none'))),
        review.drift.length ? element('span', {}, word('count.drift', review.drift.length)) : ''),
      review.errored ? element('p', { class: 'warning' }, word('errored')) : '',
      review.complete ? '' : element('p', { class: 'warning' }, word('incomplete') + (review.deferred.length ? ' · ' + word('deferred') + ': ' + review.deferred.join(', ') : '')),
      urgent.length ? element('div', { class: 'urgent', id: 'urgent' }, element('strong', {}, word('attention')),
        element('ul', {}, urgent.slice(0, 4).map(f => element('li', {}, dot(f.level), ' ', element('strong', {}, doc(f.summary)), ' ',
          f.addresses.slice(0, 3).map((a, i) => [i ? ', ' : '', address(a)]))),
        urgent.length > 4 ? element('li', {}, element('button', { class: 'link', click: () => go('findings') }, word('more', urgent.length - 4))) : '')) : '',
      tabs());
  }
  function tabs() {
    const all = [['changes', word('html.changes'), changes.length], ['findings', word('html.findings'), review.findings.length],
      ['effects', word('html.feels'), changes.filter(c => c.impact !== 'none').length],
      ['graph', word('html.graph'), null], ['drift', word('drift'), drift.length], ['outputs', word('outputs'), review.outputs.length]];
    return element('div', { class: 'tabs', role: 'tablist' }, all.map(([name, text, n]) => element('button', {
      role: 'tab', 'data-tab': name, 'aria-selected': state.tab === name, click: () => go(name)
    }, text + (n === null ? '' : ' (' + n + ')'))));
  }
  function go(tab) { state.tab = tab; draw(); }
  function turnTheme() { remember('theme', state.theme === 'dark' ? 'light' : 'dark'); draw(); }
  function turnLanguage() { remember('language', state.language === 'zh' ? 'en' : 'zh'); draw(); }

  // An address leads to its change, or to its place in the graph.
  function address(name) {
    const item = changes.find(c => c.address === name);
    const node = review.nodes.findIndex(n => n.name === name);
    if (!item && node < 0) return code(name);
    return element('button', { class: 'link', click: () => item ? reveal(item) : choose(node) }, code(name));
  }
  function reveal(item) {
    state.search = ''; state.groups.clear(); state.tab = 'changes'; state.open.add(item.id);
    const batch = batches(changes).find(b => b.includes(item));
    if (batch.length > 3) state.open.add('b' + batch[0].id);
    draw();
    const row = document.querySelector('[data-id="' + item.id + '"]');
    row.scrollIntoView({ block: 'center' });
    row.focus();
  }
  function choose(node) { state.tab = 'graph'; state.scope = data.layouts[state.scope].places[node] ? state.scope : 'all'; state.chosen = node; draw(); }

  // Changes

  function filtered(items) {
    const wanted = state.search.toLowerCase().split(/\s+/).filter(Boolean);
    return items.filter(item => wanted.every(w => item.text.includes(w)));
  }
  function searchBar(list, items, redraw) {
    const ids = () => items.flatMap(item => [item.id, 'b' + item.id]);
    return element('div', { class: 'bar' },
      element('input', { id: 'search', type: 'search', placeholder: word('html.search') + '  ( / )', 'aria-label': word('html.search'), value: state.search,
        input: e => { state.search = e.target.value; redraw(); } }),
      element('button', { id: 'open-all', click: () => { ids().forEach(id => state.open.add(id)); redraw(); } }, word('html.open')),
      element('button', { id: 'close-all', click: () => { state.open.clear(); redraw(); } }, word('html.close')),
      state.groups.size && list === changes ? element('button', { click: () => { state.groups.clear(); draw(); } }, word('html.all')) : '');
  }
  function changeList(items, byGroup) {
    const holder = element('div', { id: 'list' });
    const redraw = () => {
      const focused = document.activeElement && document.activeElement.dataset.id;
      const shown = filtered(items).filter(item => !byGroup || !state.groups.size || state.groups.has(item.group));
      holder.replaceChildren(...(byGroup ? groups : ['']).flatMap(g => {
        const some = byGroup ? shown.filter(item => item.group === g) : shown;
        return some.length ? [byGroup ? element('h2', { class: g }, word('group.' + g) + ' (' + some.length + ')') : '', ...batches(some).flatMap(b => batch(b, redraw))] : [];
      }), shown.length ? '' : element('p', { class: 'faint' }, items.length ? word('html.nomatch') : word('html.none')));
      const again = focused && holder.querySelector('[data-id="' + focused + '"]');
      if (again) again.focus();
    };
    redraw();
    return [searchBar(items, items, redraw), holder];
  }
  function batch(items, redraw) {
    if (items.length <= 3) return items.map(item => row(item, redraw));
    const first = items[0];
    const id = 'b' + first.id;
    const open = state.open.has(id);
    const keys = items.map(item => item.block === first.block ? item.key : item.address);
    return [element('div', { class: 'item' },
      element('button', { class: 'row', 'data-id': id, 'aria-expanded': open, click: () => toggle(id, redraw) },
        element('span', { class: 'action ' + first.group }, marks[first.group]),
        code(first.block), element('strong', {}, '×' + items.length),
        element('span', { class: 'small' }, keys.slice(0, 4).join(' ') + (keys.length > 4 ? ' …' : '')), notes(first)),
      open ? element('div', { class: 'body' }, items.map(item => row(item, redraw))) : '')];
  }
  function toggle(id, redraw) {
    state.open.has(id) ? state.open.delete(id) : state.open.add(id);
    redraw();
  }
  function row(item, redraw) {
    const open = state.open.has(item.id);
    return element('div', { class: 'item' },
      element('button', { class: 'row', 'data-id': item.id, 'aria-expanded': open, click: () => toggle(item.id, redraw) },
        element('span', { class: 'action ' + item.group }, marks[item.group]),
        code(item.address + (item.deposed ? ' (deposed ' + item.deposed + ')' : '')), notes(item)),
      open ? body(item) : '');
  }
  function notes(item) {
    const replacing = item.differences.filter(d => d.replaces);
    const meant = replacing.filter(d => !decided(d));
    const forcing = (meant.length ? meant : replacing).map(d => d.attribute);
    return [
      item.drift ? element('span', { class: 'badge' }, word('drift.' + (item.action === 'delete' ? 'deleted' : item.drift))) : '',
      item.group === 'replace' ? element('span', { class: 'badge' }, word('action.' + item.action)) : '',
      forcing.length ? element('span', { class: 'replace' }, forcing.join(', ') + ' ' + word('replaces')) : '',
      item.impact !== 'none' ? element('span', { class: 'impact' }, word('impact.' + item.impact)) : '',
      item.reason && item.reason !== 'replace_because_cannot_update' ? element('span', { class: 'small' }, word('because') + ' ' + reason(item)) : ''
    ];
  }
  // What nobody asked for: the cloud will say.
  function decided(difference) {
    return !difference.place && difference.edits.every(e => e.after && e.after.kind === 'unknown');
  }
  function body(item) {
    const facts = [];
    if (item.previous_address) facts.push(element('p', {}, word('from') + ' ', code(item.previous_address)));
    if (item.import_id) facts.push(element('p', {}, word('imported') + ' ', code(item.import_id)));
    if (item.place) facts.push(element('span', { class: 'small faint' }, place(item.place)));
    const node = review.nodes.findIndex(n => n.name === item.address);
    if (node >= 0 && !item.drift) facts.push(element('button', { class: 'link', click: () => choose(node) }, word('html.graph')));
    return element('div', { class: 'body' }, facts, item.differences.length ? table(item) : '');
  }
  function table(item) {
    const rows = [];
    const asked = item.differences.filter(d => !decided(d));
    for (const difference of [...asked, ...item.differences.filter(decided)]) {
      difference.edits.forEach((edit, i) => rows.push(element('tr', {},
        element('td', {}, code(difference.attribute + (edit.where === '[]' ? '' : edit.where || '')),
          i === 0 && difference.replaces ? element('div', { class: 'replace' }, word('replaces')) : '',
          i === 0 && difference.impact !== 'none' ? element('div', { class: 'destroy' }, word('impact.' + difference.impact)) : ''),
        cell(edit.before, edit, 'gone'), cell(edit.after, edit, 'come'),
        i === 0 ? element('td', { rowspan: difference.edits.length, class: 'faint' }, difference.place ? place(difference.place) : '',
          (difference.upstream || []).map(u => element('div', {}, address(u)))) : '')));
    }
    return element('table', {}, element('thead', {}, element('tr', {},
      element('th', { class: 'name' }, word('html.attribute')), element('th', {}, word('html.before')), element('th', {}, word('html.after')),
      element('th', { class: 'why' }, word('html.why')))), element('tbody', {}, rows));
  }
  function cell(shown, edit, side) {
    if (!shown) return element('td', {});
    const moved = edit.before && edit.after && edit.before.kind === 'value' && edit.before.text === edit.after.text;
    const secret = side === 'come' && shown.kind === 'sensitive' && edit.before && edit.before.kind === 'sensitive';
    const content = shown.kind === 'value' ? code(shown.text) : element('em', { class: 'faint' }, word('value.' + shown.kind) + (secret ? ' ' + word('changed') : ''));
    return element('td', { class: moved ? '' : side }, moved && side === 'come' ? word('moved.element') + ' ' : '', content);
  }
  const place = p => code(p.file + ':' + p.line);

  // Findings and outputs

  function findings() {
    if (!review.findings.length) return [element('p', { class: 'faint' }, word('html.none'))];
    return ['policy', 'link', 'risk', 'check'].flatMap(kind => {
      const some = review.findings.filter(f => f.kind === kind);
      return some.length ? [element('h2', {}, word('kind.' + kind) + ' (' + some.length + ')'), ...some.map(finding)] : [];
    });
  }
  function finding(f) {
    return element('div', { class: 'finding ' + f.level },
      element('div', {}, dot(f.level), ' ', element('strong', {}, doc(f.summary)), ' ', element('span', { class: 'badge' }, word('level.' + f.level)), ' ',
        element('span', { class: 'faint code' }, f.rule)),
      element('p', {}, doc(f.detail)),
      f.addresses.length ? element('div', {}, f.addresses.map((a, i) => [i ? ' ' : '', address(a)])) : '',
      f.places.length ? element('div', { class: 'faint' }, f.places.map(p => [place(p), ' '])) : '');
  }
  // What traffic feels, object by object.
  function effects() {
    const felt = impacts.map(impact => [impact, changes.filter(item => item.impact === impact)]).filter(([, some]) => some.length);
    if (!felt.length) return [element('p', { class: 'faint' }, word('traffic.none'))];
    return felt.flatMap(([impact, some]) => [element('h2', { class: 'destroy' }, word('impact.' + impact) + ' (' + some.length + ')'),
      element('table', { class: 'effects', 'data-impact': impact }, element('tbody', {}, some.map(item => element('tr', {},
        element('td', {}, element('span', { class: 'action ' + item.group }, marks[item.group] + ' '), address(item.address)),
        element('td', {}, item.differences.filter(d => d.impact === impact || d.replaces && item.group === 'replace' && !decided(d))
          .map((d, i) => [i ? ', ' : '', code(d.attribute)])),
        element('td', { class: 'faint' }, reached(item))))))]);
  }
  // How many objects depend on it.
  function reached(item) {
    const node = review.nodes.findIndex(n => n.name === item.address);
    const n = node < 0 ? 0 : [...reach(node, i => below[i])].filter(i => !review.nodes[i].meeting).length;
    return n ? element('button', { class: 'link', click: () => choose(node) }, word('html.reach', n)) : '';
  }
  function outputs() {
    if (!review.outputs.length) return [element('p', { class: 'faint' }, word('html.none'))];
    return [table({ differences: review.outputs.map(o => ({ attribute: o.name, edits: o.edits, impact: 'none', replaces: false })) })];
  }

  // The graph

  const below = review.nodes.map(() => []);
  review.nodes.forEach((node, i) => node.above.forEach(above => below[above].push(i)));
  function reach(start, next) {
    const seen = new Set([start]);
    const open = [start];
    while (open.length) for (const other of next(open.pop())) if (!seen.has(other)) { seen.add(other); open.push(other); }
    seen.delete(start);
    return seen;
  }
  const view = { x: 0, y: 0, k: 1 };
  function graph() {
    const layout = data.layouts[state.scope];
    const size = data.layouts.node;
    const edges = drawn('g', {});
    const nodes = drawn('g', {});
    const canvas = drawn('g', { id: 'canvas' }, edges, nodes);
    const svg = drawn('svg', { id: 'svg', role: 'group', 'aria-label': word('html.graph') }, canvas);
    const groups = new Map();
    const drawnEdges = [];
    layout.places.forEach((at, i) => {
      if (!at) return;
      for (const above of review.nodes[i].above) {
        const from = layout.places[above];
        if (from) drawnEdges.push([above, i, edges.appendChild(drawn('path', { class: 'edge', d: curve(from, at, review.nodes[above].meeting, size) }))]);
      }
      groups.set(i, nodes.appendChild(nodeOf(i, at, size)));
    });
    const aside = element('aside', { id: 'aside', 'aria-live': 'polite' });
    const select = i => {
      state.chosen = i;
      const lower = i < 0 ? new Set() : reach(i, n => below[n]);
      const upper = i < 0 ? new Set() : reach(i, n => review.nodes[n].above);
      canvas.classList.toggle('selected', i >= 0);
      groups.forEach((g, n) => { g.classList.toggle('near', n === i || lower.has(n) || upper.has(n)); g.classList.toggle('chosen', n === i); });
      drawnEdges.forEach(([a, b, path]) => path.classList.toggle('near', (a === i || lower.has(a)) && lower.has(b) || (b === i || upper.has(b)) && upper.has(a)));
      aside.replaceChildren(...details(i, lower));
    };
    const fit = () => {
      const box = svg.getBoundingClientRect();
      view.k = Math.min(1.4, (box.width - 40) / Math.max(1, layout.width), (box.height - 40) / Math.max(1, layout.height));
      view.x = (box.width - layout.width * view.k) / 2;
      view.y = (box.height - layout.height * view.k) / 2;
      move();
    };
    const move = () => {
      canvas.setAttribute('transform', 'translate(' + view.x + ' ' + view.y + ') scale(' + view.k + ')');
      canvas.classList.toggle('far', view.k < 0.3);
    };
    const zoom = (factor, x, y) => {
      const k = Math.min(4, Math.max(0.05, view.k * factor));
      view.x = x - (x - view.x) * k / view.k;
      view.y = y - (y - view.y) * k / view.k;
      view.k = k;
      move();
    };
    graph.zoom = factor => { const box = svg.getBoundingClientRect(); zoom(factor, box.width / 2, box.height / 2); };
    graph.fit = fit;
    graph.select = select;
    svg.addEventListener('wheel', e => { e.preventDefault(); const box = svg.getBoundingClientRect(); zoom(Math.exp(-e.deltaY / 400), e.clientX - box.left, e.clientY - box.top); }, { passive: false });
    let drag = null;
    svg.addEventListener('pointerdown', e => { drag = { x: e.clientX, y: e.clientY, moved: false }; });
    svg.addEventListener('pointermove', e => {
      if (!drag) return;
      const dx = e.clientX - drag.x, dy = e.clientY - drag.y;
      if (!drag.moved && Math.hypot(dx, dy) < 4) return;
      if (!drag.moved) svg.setPointerCapture(e.pointerId);
      view.x += dx; view.y += dy;
      drag = { x: e.clientX, y: e.clientY, moved: true };
      move();
    });
    svg.addEventListener('pointerup', e => {
      if (drag && !drag.moved) {
        const g = e.target.closest('.node');
        select(g ? Number(g.dataset.node) : -1);
      }
      drag = null;
    });
    svg.addEventListener('keydown', e => {
      const g = e.target.closest('.node');
      if (g && (e.key === 'Enter' || e.key === ' ')) { e.preventDefault(); e.stopPropagation(); select(Number(g.dataset.node)); }
    });
    const scope = name => element('button', { 'data-scope': name, 'aria-pressed': state.scope === name, click: () => { state.scope = name; state.chosen = -1; draw(); } }, word('html.scope.' + name));
    requestAnimationFrame(() => { fit(); select(state.chosen); });
    return [element('div', { class: 'bar' }, scope('changed'), scope('all'),
      element('button', { id: 'fit', click: fit }, word('html.fit')), element('button', { 'aria-label': '+', click: () => graph.zoom(1.3) }, '+'),
      element('button', { 'aria-label': '−', click: () => graph.zoom(1 / 1.3) }, '−'), element('span', { class: 'faint' }, word('html.graph.help'))),
    element('div', { class: 'graph' }, svg, aside)];
  }
  const shade = node => node.action === 'no-op' ? 'none' : groupOf[node.action];
  function nodeOf(i, at, size) {
    const node = review.nodes[i];
    const look = shade(node);
    const g = drawn('g', { class: 'node ' + look, 'data-node': i, tabindex: 0, role: 'button', 'aria-label': node.name + ' ' + (look === 'none' ? word('html.unchanged') : word('group.' + look)),
      transform: 'translate(' + at[0] + ' ' + at[1] + ')' }, drawn('title', {}, node.name));
    if (node.meeting) {
      g.append(drawn('circle', { cx: 6, cy: size.height / 2, r: 5 }), drawn('text', { x: 16, y: size.height / 2 + 4 }, short(node.name, 38)));
    } else {
      g.append(drawn('rect', { width: size.width, height: size.height, rx: 5 }),
        look === 'none' ? '' : drawn('text', { class: 'mark', x: 8, y: 20 }, marks[look]),
        drawn('text', { x: look === 'none' ? 8 : 22, y: 20 }, short(node.name, look === 'none' ? 40 : 38)));
    }
    return g;
  }
  // The end of a name tells instances apart, its beginning the module; the type in the middle can be guessed.
  function short(name, most) {
    return name.length <= most ? name : name.slice(0, Math.floor(most * 0.36)) + '…' + name.slice(name.length - Math.ceil(most * 0.64) + 1);
  }
  function curve(from, to, meeting, size) {
    const x1 = from[0] + (meeting ? 12 : size.width), y1 = from[1] + size.height / 2, x2 = to[0], y2 = to[1] + size.height / 2;
    const bend = Math.max(30, (x2 - x1) / 2);
    return 'M' + x1 + ' ' + y1 + 'C' + (x1 + bend) + ' ' + y1 + ' ' + (x2 - bend) + ' ' + y2 + ' ' + x2 + ' ' + y2;
  }
  const drawnNodes = n => data.layouts[state.scope].places[n];
  function details(i, lower) {
    if (i < 0) return [element('p', { class: 'faint' }, word('html.graph.help'))];
    const node = review.nodes[i];
    const item = changes.find(c => c.address === node.name);
    const real = [...lower].filter(n => !review.nodes[n].meeting).sort((a, b) => a - b);
    const list = all => element('ul', {}, all.slice(0, 60).map(n => element('li', {}, element('button', { class: 'link', click: () => drawnNodes(n) ? graph.select(n) : choose(n) }, element('code', { class: shade(review.nodes[n]) }, review.nodes[n].name)))),
      all.length > 60 ? element('li', {}, word('more', all.length - 60)) : '');
    return [element('strong', { id: 'chosen' }, code(node.name)),
      element('p', { class: shade(node) }, shade(node) === 'none' ? word('html.unchanged') : word('action.' + node.action)),
      item && item.impact !== 'none' ? element('p', { class: 'destroy' }, word('impact.' + item.impact)) : '',
      item ? element('button', { class: 'link', id: 'show', click: () => reveal(item) }, word('html.show')) : '',
      element('p', { id: 'reach' }, word('html.reach', real.length)),
      node.above.length ? element('h3', {}, word('html.depends')) : '', node.above.length ? list(node.above) : '',
      real.length ? element('h3', {}, word('html.reached')) : '', real.length ? list(real) : ''].filter(Boolean);
  }

  // Everything

  function draw() {
    document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.theme = state.theme;
    head();
    const content = {
      changes: () => changeList(changes, true), findings, effects, graph, drift: () => changeList(drift, false), outputs
    }[state.tab]();
    const link = data.link && /^https?:/.test(data.link) ? element('p', {}, element('a', { href: data.link, rel: 'noopener' }, word('full'))) : '';
    document.getElementById('main').replaceChildren(...content, link);
  }
  function help() {
    const rows = [['/', 'search'], ['j k', 'next'], ['Enter', 'open'], ['o', 'all'], ['1 … 6', 'tabs'], ['+ − 0', 'zoom'], ['t', 'theme'], ['l', 'language'], ['?', 'help']];
    const dialog = document.getElementById('help');
    dialog.replaceChildren(element('strong', {}, word('html.keys')), element('table', {}, rows.map(([key, name]) =>
      element('tr', {}, element('td', {}, element('kbd', {}, key)), element('td', {}, word('html.key.' + name))))));
    if (dialog.open) dialog.close(); else dialog.showModal();
  }
  function step(by) {
    const rows = [...document.querySelectorAll('#list [data-id]')];
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))].focus();
  }
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.tagName === 'INPUT') {
      if (e.key === 'Escape') { state.search = ''; draw(); }
      return;
    }
    const tab = sections[Number(e.key) - 1];
    const does = {
      '/': () => { if (!document.getElementById('search')) go('changes'); document.getElementById('search').focus(); },
      j: () => step(1), k: () => step(-1), t: turnTheme, l: turnLanguage, '?': help,
      o: () => { const button = document.getElementById(state.open.size ? 'close-all' : 'open-all'); if (button) button.click(); },
      '+': () => state.tab === 'graph' && graph.zoom(1.3), '-': () => state.tab === 'graph' && graph.zoom(1 / 1.3), '0': () => state.tab === 'graph' && graph.fit(),
      Escape: () => state.tab === 'graph' && graph.select(-1)
    }[e.key] || (tab && (() => go(tab)));
    if (does) { e.preventDefault(); does(); }
  });
  draw();
})();
