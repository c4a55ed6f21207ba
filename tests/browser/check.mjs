// Checks the sites in the folders that are named: node check.mjs [--all] SITE…
// Ends with 1 if a check found something.

import { resolve } from 'node:path';
import { launched } from './browser.mjs';
import { examined } from './examine.mjs';

const words = process.argv.slice(2);
const all = words.includes('--all');
const folders = words.filter((word) => word !== '--all').map((word) => resolve(word));
if (folders.length === 0) throw new Error('name the folder of a site');

const browser = await launched();
const total = { sites: 0, pages: 0, opened: 0, found: 0 };
const times = {};
const queue = [...folders];

async function worker() {
  for (let folder = queue.shift(); folder; folder = queue.shift()) {
    const result = await examined(browser, folder, { all });
    const { site, pages, found } = result;
    console.log(`${site.name}: ${site.pages.length} pages, ${pages.length} of them opened, ${found.length} findings`);
    for (const { check, what } of found) console.log(`  ${check}: ${what}`);
    for (const [check, time] of Object.entries(result.times)) times[check] = (times[check] ?? 0) + time;
    total.sites += 1;
    total.pages += site.pages.length;
    total.opened += pages.length;
    total.found += found.length;
  }
}

await Promise.all([worker(), worker()]);
await browser.close();
const seconds = Object.entries(times).map(([check, time]) => `${check} ${(time / 1000).toFixed(1)} s`);
console.log(`${total.sites} sites, ${total.pages} pages, ${total.opened} of them opened: ${total.found} findings`);
console.log(seconds.join(', '));
process.exitCode = total.found > 0 ? 1 : 0;
