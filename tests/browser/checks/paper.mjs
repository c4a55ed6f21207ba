// Every page can be printed, and a decision fits on the number of A4 pages that it should.

// At most this many pages, by site and address.
export const AT_MOST = {
  'tiny/p/retention/1/index.html': 2,
  'gnso-retention/p/rec-1/1/index.html': 2,
  'gnso-retention/p/rec-2/1/index.html': 2,
  // 45 groups in 3 houses.
  'crowd/p/one/1/index.html': 2,
};

export async function check({ sites, pages, opened, atMost = AT_MOST }) {
  const found = [];
  const page = await opened({});
  const all = sites.flatMap((site) => site.pages);
  for (const one of new Set([...pages, ...all.filter(({ name }) => name in atMost)])) {
    await page.goto(one.url);
    const count = pagesOf(await page.pdf({ preferCSSPageSize: true }));
    if (count === 0) found.push(`${one.name}: was not printed`);
    const most = atMost[one.name] ?? Infinity;
    if (count > most) found.push(`${one.name}: prints on ${count} pages, not ${most}`);
  }
  await page.context().close();
  // A page that was renamed would no longer be counted.
  for (const name of Object.keys(atMost)) {
    const site = sites.find((site) => name.startsWith(`${site.name}/`));
    if (site && !all.some((page) => page.name === name)) found.push(`${name}: the site does not have this page`);
  }
  return found;
}

// Chromium writes each page as an object of its own that is not compressed.
export function pagesOf(pdf) {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
