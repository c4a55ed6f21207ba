// A page asks for its own files and for nothing else, from a folder and below a path of a server, and the browser has
// nothing to say: no report of the policy, no warning.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png' };
const BELOW = '/some/where/';

export async function check({ sites, pages, opened }) {
  const found = [];
  for (const site of sites) {
    const own = pages.filter((page) => page.site === site);
    const server = await served(site);
    const origins = [pathToFileURL(site.folder).href + '/', `http://127.0.0.1:${server.address().port}${BELOW}`];
    try {
      for (const origin of origins) found.push(...(await asked(site, own, origin, opened)));
    } finally {
      server.close();
    }
  }
  return found;
}

async function asked(site, pages, origin, opened) {
  const found = [];
  const page = await opened({});
  let name = '';
  const say = (what) => found.push(`${name}: ${what}`);
  page.on('console', (message) => say(`the browser says: ${message.text()}`));
  page.on('pageerror', (error) => say(`a script fails: ${error.message}`));
  page.on('requestfailed', (request) => say(`was not loaded: ${request.url()}`));
  page.on('request', (request) => {
    const file = request.url().startsWith(origin) && request.url().slice(origin.length).split(/[?#]/)[0];
    if (!file || !site.files.has(decodeURIComponent(file))) say(`asks for ${request.url()}`);
  });
  for (const one of pages) {
    name = one.name;
    await page.goto(origin + one.path, { waitUntil: 'load' });
  }
  await page.context().close();
  return found;
}

function served(site) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.split('?')[0]);
    // Browsers ask every server for this, whatever a page says.
    if (path === '/favicon.ico') return response.writeHead(204).end();
    const file = path.startsWith(BELOW) ? path.slice(BELOW.length) : '';
    if (!site.files.has(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(join(site.folder, file)));
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}
