// A page's own colours -> a palette that can be read: text has a contrast of 4.5 (WCAG AA).
const LIGHT = { paper: "#fbfaf7", ink: "#1b1a17", accent: "#8a1c2c", fill: "#8a1c2c" };
const DARK = { paper: "#161614", ink: "#eceae3", accent: "#f0a3a0", fill: "#ad3a48" };
const WHITE = "#ffffff";

// "#rrggbb" of any opaque sRGB colour that CSS knows, or null
function hex(colour) {
  if (!colour || !CSS.supports("color", colour)) return null;
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = colour;
  return /^#[0-9a-f]{6}$/.test(context.fillStyle) ? context.fillStyle : null;
}

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(colour) {
  const [r, g, b] = channels(colour).map((one) =>
    one <= 10 ? one / 3294.6 : ((one / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
}

function contrast(one, other) {
  const ratio = luminance(one) / luminance(other);
  return Math.max(ratio, 1 / ratio);
}

function mixed(one, other, share) {
  const goal = channels(other);
  const parts = channels(one).map((value, at) => Math.round(value + (goal[at] - value) * share));
  return "#" + parts.map((value) => value.toString(16).padStart(2, "0")).join("");
}

// A colour, moved towards the ink just as far as it has to be to be read on the paper and its wash
function readable(colour, { paper, ink }) {
  const papers = [paper, mixed(paper, ink, 0.07)];
  for (let share = 0; share < 1; share += 0.05) {
    const tried = mixed(colour, ink, share);
    if (papers.every((one) => contrast(tried, one) >= 4.5)) return tried;
  }
  return ink;
}

function palette(theme, accent, paper) {
  const { ink } = theme;
  const on = { paper: paper ?? theme.paper, ink };
  const fill = accent ?? theme.fill;
  const onFill = contrast(WHITE, fill) >= 4.5 ? WHITE : LIGHT.ink;
  const found = {
    accent: readable(accent ?? theme.accent, on),
    fill,
    "on-fill": onFill,
    "fill-strong": mixed(fill, onFill === WHITE ? "#000000" : WHITE, 0.2),
  };
  if (!paper) return found;
  const part = (share) => mixed(paper, ink, share);
  const field = mixed(paper, WHITE, theme === DARK ? 0.05 : 0.6);
  const own = { paper, ink, field, wash: part(0.05), line: part(0.15), edge: part(0.55) };
  return { ...found, ...own, quiet: readable(part(0.65), on) };
}

// The rule that puts a page's colours in place of ours; a background decides between light and dark
function colourRule(accent, background) {
  const [fill, paper] = [hex(accent), hex(background)];
  const night = paper && contrast(paper, DARK.ink) > contrast(paper, LIGHT.ink);
  const [light, dark] = paper
    ? Array(2).fill(palette(night ? DARK : LIGHT, fill, paper))
    : [palette(LIGHT, fill), palette(DARK, fill)];
  const rules = Object.keys(light).map((name) => `--${name}:light-dark(${light[name]},${dark[name]});`);
  if (paper) rules.push(`color-scheme:${night ? "dark" : "light"} !important;`);
  return fill || paper ? `:host{${rules.join("")}}` : "";
}
