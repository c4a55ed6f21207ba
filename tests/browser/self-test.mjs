// Shows that every check can fail: a small sound site has no findings, and each change to it that breaks something is
// found by the check that looks for it.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launched } from './browser.mjs';
import { CHECKS, examined } from './examine.mjs';

const HOME = 'index.html';
const DECISION = 'p/one/1/index.html';
const STYLE = 'style.css';

// What is put instead of what in which file, the check that must notice, and a word of what it says.
const BROKEN = [
  ['links', 'a file that is not there', HOME, 'p/one/1/index.html#outcome', 'p/two/1/index.html', 'not have this file'],
  ['links', 'an anchor that is not there', HOME, '#outcome', '#outcom', 'no element with this id'],
  ['links', 'a link from the root', HOME, 'href="p/one', 'href="/p/one', 'must be relative'],
  ['links', 'a link of others that is followed', HOME, 'nofollow ', '', 'rel must have'],
  ['links', 'a page that nothing leads to', HOME, /href="p\/one[^"]*"/g, 'href="index.html"', 'no link leads'],
  ['passive', 'a script', HOME, '</main>', '<script></script></main>', '<script>'],
  ['passive', 'a handler', HOME, '<h1>', '<h1 onclick="go()">', 'onclick'],
  ['passive', 'a style of its own', HOME, '<h1>', '<h1 style="color:red">', 'style='],
  ['passive', 'a link that is a script', HOME, 'https://example.org/', 'javascript:go()', 'javascript'],
  ['passive', 'a policy that lets something in', HOME, "default-src 'none'", 'default-src *', 'content security'],
  ['markup', 'an element in a wrong place', HOME, '<h1>', '<li>One</li><h1>', 'li'],
  ['markup', 'an id twice', HOME, '<h1>', '<h1 id="main">', 'Duplicate ID'],
  ['markup', 'a rule of style that is not one', STYLE, 'margin: 0 auto', 'margin: zero', 'margin'],
  ['layout', 'a table wider than a phone', STYLE, 'table {', 'table { min-width: 25rem;', '320 px'],
  ['layout', 'a bar wider than a window', STYLE, 'nav a {', 'nav { width: 1300px; } nav a {', '1280 px'],
  ['layout', 'letters that need more room', STYLE, 'nav a {', 'nav { width: 60rem; } nav a {', 'letters twice as large'],
  ['layout', 'something wider than paper', STYLE, '@page', 'h1 { width: 20cm; } @page', 'paper'],
  ['layout', 'words that are cut off', STYLE, 'nav a {', 'caption { overflow: hidden; height: 5px; } nav a {', 'cuts off'],
  ['layout', 'a label over another', DECISION, 'x="460" y="34"', 'x="20" y="14"', 'covers'],
  ['layout', 'a line through a label', DECISION, '<text x="4"', '<line x1="20" x2="20" y1="0" y2="30"></line><text x="4"', 'a line goes through'],
  ['layout', 'a label outside its picture', DECISION, 'x="460" y="34"', 'x="590" y="34"', 'leaves its picture'],
  ['access', 'a pale link', STYLE, '--link: #0a4b87', '--link: #b0c8e0', 'light: color-contrast'],
  ['access', 'a pale link in the dark', STYLE, '--link: #8ec3f5', '--link: #2d4155', 'dark: color-contrast'],
  ['access', 'a pale link inside a fold', DECISION, 'Ann, Ben', '<a href="#pale" id="pale">Ann</a>, Ben', 'contrast'],
  ['access', 'a colour that is forced on nobody', STYLE, ':focus-visible', 'h1 { forced-color-adjust: none; color: #ddd; background: #fff; } :focus-visible', 'forced colours'],
  ['access', 'a picture without words', DECISION, / aria-label="3[^"]*"/, '', 'says nothing'],
  ['access', 'a link without words', HOME, '>adopted<', '><', 'link-name'],
  ['access', 'headings out of order', DECISION, /h2/g, 'h4', 'heading-order'],
  ['marks', 'a number that is pale', STYLE, 'text { fill: var(--ink)', 'text { fill: #bbb', 'light: "'],
  ['marks', 'a letter that is dark in the dark', DECISION, '<text x="4"', '<text class="dark" x="4"', 'dark: "2 needed"'],
  ['marks', 'a copy that takes no rule', STYLE, '.m { fill: #fff; }', 'li .m { fill: #fff; }', 'light: "F"'],
  ['marks', 'a number that forced colours hide', STYLE, ':focus-visible', '@media (forced-colors: active) { svg text { fill: Canvas; } } :focus-visible', 'forced colours'],
  ['requests', 'a picture from outside', HOME, '</main>', '<p><img src="https://example.org/a.png" alt="a"></p></main>', 'example.org'],
  ['requests', 'a letter of the style from outside', STYLE, 'nav a {', '@font-face { font-family: f; src: url(https://example.org/f); } h1 { font-family: f; } nav a {', 'browser says'],
  ['requests', 'a style that the policy refuses', HOME, '<h1>', '<h1 style="color:red">', 'browser says'],
  ['keyboard', 'an order of its own', DECISION, 'Adopted', '<a href="#outcome" tabindex="1">Adopted</a>', 'is element'],
  ['keyboard', 'a focus that nothing shows', STYLE, 'outline: 3px solid currentColor', 'outline: none', 'nothing shows'],
  ['keyboard', 'no way past the navigation', HOME, /<a class="skip".*\n/, '', 'first stop'],
  ['keyboard', 'a stop that nobody sees', STYLE, '.skip:focus { left: 0;', '.skip:focus {', 'cannot be seen'],
  ['paper', 'more paper than it should', DECISION, '<table>', '<p class="far">1</p><p class="far">2</p><table>', '3 pages'],
];

// A change can need a second one to be seen.
const ALSO = {
  'a pale link inside a fold': [STYLE, 'nav a {', '#pale { color: #ccc; } nav a {'],
  'a letter that is dark in the dark': [STYLE, 'nav a {', 'svg .dark { fill: #333; } nav a {'],
  'more paper than it should': [STYLE, 'nav a {', '@media print { .far { break-after: page; } } nav a {'],
};

const browser = await launched();
const failures = [];
const sound = join(import.meta.dirname, 'fixture');
const atMost = { [`site/${DECISION}`]: 2 };

async function findings(changes, only) {
  const folder = mkdtempSync(join(tmpdir(), 'plenary-site-'));
  const site = join(folder, 'site');
  try {
    cpSync(sound, site, { recursive: true });
    for (const [path, from, to] of changes) {
      const before = readFileSync(join(site, path), 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${path} does not have ${from}`);
      writeFileSync(join(site, path), after);
    }
    return (await examined(browser, [site], { atMost, only })).found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const { check, what } of await findings([])) failures.push(`the sound site: ${check}: ${what}`);
async function shown([check, name, path, from, to, word]) {
  const changes = [[path, from, to], ...(name in ALSO ? [ALSO[name]] : [])];
  const found = await findings(changes, check);
  if (!found.some((one) => one.what.includes(word))) {
    failures.push(`${check} does not notice ${name}: ${JSON.stringify(found.map((one) => one.what))}`);
  }
}

const queue = [...BROKEN];
async function worker() {
  for (let next = queue.shift(); next; next = queue.shift()) await shown(next);
}
await Promise.all([worker(), worker()]);
for (const check of Object.keys(CHECKS)) {
  if (!BROKEN.some(([own]) => own === check)) failures.push(`nothing shows that ${check} can fail`);
}
await browser.close();
failures.forEach((failure) => console.log(failure));
console.log(`${BROKEN.length} broken pages, ${failures.length} not noticed`);
process.exitCode = failures.length > 0 ? 1 : 0;
