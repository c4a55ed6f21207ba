// Every page can be printed, and a decision fits on the number of A4 pages that it should.

// At most this many pages, by site and address.
export const AT_MOST = {
  'tiny p/retention/1/index.html': 2,
  'gnso-retention p/rec-1/1/index.html': 2,
  'gnso-retention p/rec-2/1/index.html': 2,
};

export async function check({ site, pages, opened, atMost = AT_MOST }) {
  const found = [];
  const page = await opened({});
  const limit = (path) => atMost[`${site.name} ${path}`];
  const printed = new Set([...pages, ...site.pages.filter((one) => limit(one.path))]);
  for (const one of printed) {
    await page.goto(one.url);
    const count = pagesOf(await page.pdf({ preferCSSPageSize: true }));
    if (count === 0) found.push(`${one.path}: was not printed`);
    if (count > (limit(one.path) ?? Infinity)) found.push(`${one.path}: prints on ${count} pages, not ${limit(one.path)}`);
  }
  for (const key of Object.keys(atMost)) {
    const [name, path] = key.split(' ');
    if (name === site.name && !site.files.has(path)) found.push(`${path}: the site does not have this page`);
  }
  await page.context().close();
  return found;
}

// Chromium writes each page as an object of its own that is not compressed.
export function pagesOf(pdf) {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
