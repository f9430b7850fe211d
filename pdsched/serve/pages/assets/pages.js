// What pages do beyond links and forms: everything here works without it, too, only less at once.
"use strict";

const language = document.documentElement.lang;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// --- Forms that take a while say so; files can be dropped on theirs ---

for (const form of $$("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const told = $("[role=status]", form);
    if (told) { told.textContent = form.dataset.busy; told.classList.add("wait"); }
    for (const button of $$("button", form)) setTimeout(() => { button.disabled = true; });
  });
}
addEventListener("pageshow", () => {
  for (const button of $$("form[data-busy] button")) button.disabled = false;
});

// What is wrong in a part that is folded could else be neither seen nor mended.
addEventListener("invalid", (event) => {
  const folded = event.target.closest("details");
  if (folded) folded.open = true;
}, true);

for (const form of $$("form.drop")) {
  const input = $("input[type=file]", form);
  const over = (event, is) => { event.preventDefault(); form.classList.toggle("over", is); };
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", async (event) => {
    over(event, false);
    const given = new DataTransfer();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    const files = entries.some((entry) => entry?.isDirectory)
      ? (await Promise.all(entries.filter(Boolean).map(filesIn))).flat()
      : event.dataTransfer.files;
    for (const file of files) given.items.add(file);
    input.files = given.files;
  });
}

function filesIn(entry) {
  return new Promise((resolve) => {
    if (entry.isFile) return entry.file((file) => resolve([file]), () => resolve([]));
    const reader = entry.createReader();
    const every = [];
    const more = () => reader.readEntries((some) => {
      if (!some.length) return Promise.all(every.map(filesIn)).then((each) => resolve(each.flat()));
      every.push(...some.filter((one) => one.isFile));  // a folder of tables has no others in it
      more();
    }, () => resolve([]));
    more();
  });
}

// --- Lists: rows come anew while somebody types; answers are shown beside them ---

for (const form of $$("form.listing")) {
  const rows = $(".rows", form);
  const field = $("input[type=search]", form);
  let asked = 0;
  let later = 0;

  async function renew(button) {
    const mine = ++asked;
    const data = new FormData(form, button);
    data.append("part", "rows");
    const html = await answered(form, form.action, new URLSearchParams(data));
    if (mine !== asked) return;
    rows.innerHTML = html;
    if (button && !button.isConnected) refocus(button);
  }

  function refocus(button) {
    const alike = $$(`button[name=${button.name}]`, rows);
    (alike.find((one) => one.textContent === button.textContent) ?? alike[0] ?? field).focus();
  }

  field.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(renew, 40);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button?.name === "ask") ask(form, button);
    else renew(button);
  });
}

async function ask(form, button) {
  const dialog = $("dialog.answer");
  const told = $(".told", dialog);
  told.innerHTML = "<p class=wait></p>";
  told.firstChild.textContent = form.dataset.waits;
  dialog.showModal();
  const data = new URLSearchParams({ ask: button.value, part: "told" });
  told.innerHTML = await answered(form, button.formAction, data);
}

// A part of a page, or what is told in its place; all of it comes from the service, escaped.
async function answered(form, address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body });
    if (answer.redirected) location.assign(answer.url); // to sign in
    const html = await answer.text();
    if (answer.ok) return html;
    return $("main", new DOMParser().parseFromString(html, "text/html")).innerHTML;
  } catch {
    const told = document.createElement("p");
    told.className = "warn";
    told.textContent = form.dataset.lost;
    return told.outerHTML;
  }
}

// --- Curves: value and bound of each goal, from the table below them and from what comes in ---

const progress = $("#progress");
const MOST_ROWS = 500;
const WIDTH = 320, HEIGHT = 130, LEFT = 6, RIGHT = 6, TOP = 16, BOTTOM = 18;
const shown = (value, digits = 0) =>
  new Intl.NumberFormat(language === "fr" ? "fr-CA" : language, { maximumFractionDigits: digits })
    .format(value);

const points = new Map();  // by goal
const seen = new Set();

if (progress) {
  for (const row of $$(".points tbody tr", progress)) {
    const [seconds, goal, value, bound] = $$("data", row).map((cell) => cell.value);
    const number = (text) => (text === "" ? null : Number(text));
    take({ seconds: Number(seconds), goal, value: number(value), bound: number(bound) });
  }
  draw();
  if (progress.dataset.events) listen(progress.dataset.events);
}

function take(point) {
  // What was there when the page was made is told again to whoever begins to listen.
  const key = [point.seconds, point.goal, point.value, point.bound].join(" ");
  if (seen.has(key)) return false;
  seen.add(key);
  if (!points.has(point.goal)) points.set(point.goal, []);
  points.get(point.goal).push(point);
  return true;
}

function draw() {
  for (const each of points.values()) each.sort((a, b) => a.seconds - b.seconds);
  const last = Math.max(1, ...[...points.values()].map((each) => each.at(-1).seconds));
  for (const article of $$("[data-goal]", progress)) {
    const known = points.get(article.dataset.goal) ?? [];
    $(".curve", article).replaceChildren(...(known.length ? [curve(known, last)] : []));
  }
}

function curve(known, last) {
  const heights = known.flatMap((point) => [point.value, point.bound]).filter((y) => y !== null);
  const low = Math.min(...heights), high = Math.max(...heights);
  const x = (seconds) => LEFT + (seconds / last) * (WIDTH - LEFT - RIGHT);
  const y = (value) =>
    HEIGHT - BOTTOM - ((value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const value = steps(known, "value", x, y, last), bound = steps(known, "bound", x, y, last);
  const end = known.at(-1);
  const told = `${progress.dataset.value} ${end.value === null ? "–" : shown(end.value)}, ` +
    `${progress.dataset.bound} ${end.bound === null ? "–" : shown(end.bound)}`;
  const made = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": told });
  if (value.length && bound.length) {
    const around = [...value, ...bound.toReversed()];
    made.append(element("polygon", { class: "gap", points: around.join(" ") }));
  }
  const base = HEIGHT - BOTTOM + 3;
  made.append(element("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: base, y2: base }));
  made.append(element("polyline", { class: "bound", points: bound.join(" ") }));
  made.append(element("polyline", { class: "value", points: value.join(" ") }));
  made.append(element("text", { x: LEFT, y: 11 }, shown(high)));
  if (high > low) made.append(element("text", { x: LEFT, y: HEIGHT - 4 }, shown(low)));
  const right = { x: WIDTH - RIGHT, y: HEIGHT - 4, "text-anchor": "end" };
  made.append(element("text", right, `${shown(last)} ${progress.dataset.seconds}`));
  return made;
}

function steps(known, field, x, y, last) {
  const made = [];
  let before = null;
  for (const point of known) {
    if (point[field] === null) continue;
    if (before !== null) made.push(`${x(point.seconds).toFixed(1)},${y(before).toFixed(1)}`);
    before = point[field];
    made.push(`${x(point.seconds).toFixed(1)},${y(before).toFixed(1)}`);
  }
  if (before !== null) made.push(`${x(last).toFixed(1)},${y(before).toFixed(1)}`);
  return made;
}

function element(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function listen(address) {
  const source = new EventSource(address);
  let later = 0;
  const soon = () => { later ||= setTimeout(() => { later = 0; draw(); }, 500); };
  source.addEventListener("point", (event) => { add(JSON.parse(event.data)); soon(); });
  let begun = null;
  source.addEventListener("status", (event) => {
    const run = JSON.parse(event.data);
    if (run.status === "solving") begun ??= Date.now() - 1000 * run.seconds;
    if (["queued", "solving"].includes(run.status)) return;
    source.close();
    location.reload();
  });
  setInterval(() => {
    if (begun === null) return;
    const spent = Math.round((Date.now() - begun) / 1000);
    $("#now").textContent = progress.dataset.now.replace("{s}", shown(spent));
  }, 1000);
}

function add(point) {
  if (!take(point)) return;
  const body = $(".points tbody", progress);
  const row = body.insertRow();
  const number = (value, digits) => (value === null ? "" : shown(value, digits));
  const texts = [number(point.seconds, 1), point.goal, number(point.value), number(point.bound)];
  const values = [point.seconds, point.goal, point.value ?? "", point.bound ?? ""];
  texts.forEach((text, column) => {
    const cell = row.insertCell(), data = document.createElement("data");
    data.value = values[column];
    data.textContent = text;
    cell.className = column === 1 ? "" : "n";
    cell.append(data);
  });
  if (body.rows.length > MOST_ROWS) body.deleteRow(0);
  const article = $$("[data-goal]", progress).find((one) => one.dataset.goal === point.goal);
  if (article) tell(article, point);
}

function tell(article, point) {
  const set = (of, text) => { $(`[data-of=${of}]`, article).textContent = text; };
  if (point.value !== null) set("value", shown(point.value));
  if (point.bound !== null) set("bound", shown(point.bound));
  if (point.value === null || point.bound === null) return;
  const gap = Math.abs(point.bound - point.value) /
    Math.max(Math.abs(point.bound), Math.abs(point.value), 1);
  set("gap", gap ? `${shown(100 * gap, 2)} %` : progress.dataset.best);
}
