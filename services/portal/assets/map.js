/* global L */
// Draws the classes found on the outlines of the authorities. Names come as data and are only ever set as text.
const REGION = [[53.3, -2.6], [54.7, 0.2]];
const CLOSEST = 17;
const UNDER_PINS = 450;
const BESIDE_BUTTONS = [64, 12];
const WIDEST_POPUP = 230;
const AROUND_POPUP = 145;
const MOVES = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

let map = null;

function pin(kind, size) {
  const shape = document.createElement("span");
  shape.className = kind ? `sp-pin sp-pin--${kind}` : "sp-pin";
  return L.divIcon({ className: "sp-marker", html: shape, iconSize: [size, size], popupAnchor: [0, -size / 2] });
}

const kindOf = (each) => (each.area_only ? "area" : ["given", "postcode"].includes(each.precision) ? "" : "rough");

function paragraph(words) {
  const p = document.createElement("p");
  p.textContent = words;
  return p;
}

function about(each, words) {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = `/classes/${encodeURIComponent(each.id)}`;
  link.textContent = each.name;
  box.append(link, paragraph(each.provider), paragraph(each.where));
  const kind = kindOf(each);
  if (kind === "area") box.append(paragraph(words.areaWords));
  if (kind === "rough") box.append(paragraph(words.roughWords));
  return box;
}

function cluster(words) {
  return (group) => {
    const count = group.getChildCount();
    const size = count < 10 ? 44 : count < 100 ? 50 : 58;
    const shape = document.createElement("span");
    shape.textContent = count;
    const icon = L.divIcon({ className: "sp-cluster", html: shape, iconSize: [size, size] });
    group.options.title = words.manyWords.replace("#", count);
    return icon;
  };
}

function markers(pins, words, width) {
  const popup = { maxWidth: Math.min(WIDEST_POPUP, width - AROUND_POPUP), autoPanPaddingTopLeft: BESIDE_BUTTONS };
  const group = L.markerClusterGroup({
    iconCreateFunction: cluster(words),
    maxClusterRadius: 60,
    showCoverageOnHover: false,
    animate: MOVES,
  });
  for (const each of pins) {
    const kind = kindOf(each);
    const marker = L.marker([each.lat, each.lon], { icon: pin(kind, kind === "area" ? 44 : 28), title: `${each.name}, ${each.where}` });
    group.addLayer(marker.bindPopup(about(each, words), popup));
  }
  return group;
}

function ground(outlines, tiled) {
  return L.geoJSON(outlines, {
    style: { className: "sp-outline", fillOpacity: tiled ? 0 : 1 },
    interactive: false,
    onEachFeature: (feature, layer) =>
      layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "sp-authority", interactive: false, pane: "names" }),
  });
}

// The place searched from, and how far around it.
function searched(words) {
  const middle = [words.lat, words.lon];
  if (words.within) L.circle(middle, { radius: Number(words.within) * 1000, className: "sp-reach", interactive: false }).addTo(map);
  const icon = L.divIcon({ className: "sp-you", iconSize: [18, 18] });
  L.marker(middle, { icon, title: words.place, keyboard: false, interactive: false }).addTo(map);
}

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function draw() {
  const box = document.getElementById("map");
  if (!box || box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  const words = box.dataset;
  map?.remove();
  try {
    const [found, outlines] = await Promise.all([json(words.pins), json(words.outlines)]);
    map = L.map(box, { maxZoom: CLOSEST, minZoom: 7, zoomSnap: 0.5, zoomAnimation: MOVES, fadeAnimation: MOVES });
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words.label);
    if (words.tiles) L.tileLayer(words.tiles, { attribution: words.attribution, maxZoom: CLOSEST }).addTo(map);
    map.createPane("names").style.zIndex = UNDER_PINS;
    ground(outlines, Boolean(words.tiles)).addTo(map);
    map.attributionControl.setPrefix(false).addAttribution(outlines.attribution ?? "");
    const group = markers(found.pins, words, box.clientWidth).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.fitBounds(found.pins.length ? group.getBounds().pad(0.06) : REGION, { maxZoom: 14 });
    if (words.lat) searched(words);
    box.dataset.ready = "yes";
  } catch {
    box.replaceChildren(paragraph(words.failed));
  }
}

document.addEventListener("results", draw);
draw();
