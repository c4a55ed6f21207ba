// Runs the checks on sites.

import * as access from './checks/access.mjs';
import * as keyboard from './checks/keyboard.mjs';
import * as layout from './checks/layout.mjs';
import * as links from './checks/links.mjs';
import * as marks from './checks/marks.mjs';
import * as markup from './checks/markup.mjs';
import * as paper from './checks/paper.mjs';
import * as passive from './checks/passive.mjs';
import * as requests from './checks/requests.mjs';
import { gathered } from './facts.mjs';
import { chosen, read } from './site.mjs';

export const CHECKS = { markup, access, marks, layout, keyboard, requests, paper, links, passive };

/**
 * What the checks found in the sites in these folders, as `{check, what}`; which pages were opened; and the time that
 * each check took. `all` opens every page, and `only` runs one check.
 */
export async function examined(browser, folders, settings = {}) {
  const sites = folders.map(read);
  await gathered(browser, sites);
  const pages = settings.all ? sites.flatMap((site) => site.pages) : chosen(sites);
  const opened = async (options) => (await browser.newContext(options)).newPage();
  const found = [];
  const times = {};
  const queue = Object.entries(CHECKS).filter(([check]) => !settings.only || settings.only === check);
  async function worker() {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [check, { check: run }] = next;
      const began = performance.now();
      for (const what of await run({ sites, pages, opened, ...settings })) found.push({ check, what });
      times[check] = performance.now() - began;
    }
  }
  await Promise.all([worker(), worker(), worker()]);
  return { found, times, sites, pages };
}
