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
const { found, times, sites, pages } = await examined(browser, folders, { all });
await browser.close();

found.sort((a, b) => a.what.localeCompare(b.what));
for (const { check, what } of found) console.log(`${what} (${check})`);
const kinds = {};
for (const page of pages) kinds[page.kind] = (kinds[page.kind] ?? 0) + 1;
const counted = (counts) => Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ');
const seconds = Object.fromEntries(Object.entries(times).map(([check, time]) => [check, `${Math.round(time / 100) / 10} s`]));
const read = sites.reduce((sum, site) => sum + site.pages.length, 0);
console.log(`opened: ${counted(kinds)}`);
console.log(`time: ${counted(seconds)}`);
console.log(`${sites.length} sites, ${read} pages read, ${pages.length} opened: ${found.length} findings`);
process.exitCode = found.length > 0 ? 1 : 0;
