// Reads from the source of a page what its checks need. The browser's own parser reads it, without opening the page.

/** Adds `facts` to every page of the sites: its ids, links, elements, and what would run or load something. */
export async function gathered(browser, sites) {
  const page = await browser.newPage();
  for (const one of sites.flatMap((site) => site.pages)) {
    one.facts = await page.evaluate(read, one.html);
  }
  await page.close();
}

// This function runs in the browser.
function read(html) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const all = [...parsed.querySelectorAll('*')];
  const label = (element) =>
    [element.localName, ...element.classList].join('.') + (element.hasAttribute('open') ? '[open]' : '');
  const shapes = new Set(
    all.map((element) => (element.parentElement ? label(element.parentElement) : '') + '>' + label(element)),
  );
  const links = [];
  for (const element of all) {
    for (const name of ['href', 'src', 'xlink:href', 'action', 'srcset', 'poster', 'data']) {
      if (!element.hasAttribute(name)) continue;
      const rel = element.getAttribute('rel') ?? '';
      links.push({ element: element.localName, name, to: element.getAttribute(name), rel });
    }
  }
  const policy = parsed.querySelector('meta[http-equiv="Content-Security-Policy" i]');
  const active = [];
  for (const element of all) {
    if (['script', 'style', 'iframe', 'object', 'embed', 'form', 'base'].includes(element.localName)) {
      active.push(`<${element.localName}>`);
    }
    if (element.matches('meta[http-equiv="refresh" i]')) active.push('<meta http-equiv="refresh">');
    for (const attribute of element.attributes) {
      const [name, value] = [attribute.name, attribute.value];
      if (name === 'style' || name.startsWith('on')) active.push(`${name}="${value}"`);
      if (/^\s*(javascript|data|vbscript):/i.test(value)) active.push(`${name}="${value}"`);
    }
  }
  return {
    shapes: [...shapes],
    ids: all.map((element) => element.id).filter((id) => id !== ''),
    longestWord: Math.max(0, ...parsed.body.textContent.split(/\s+/).map((word) => word.length)),
    links,
    active,
    policy: policy ? policy.getAttribute('content') : '',
    referrer: parsed.querySelector('meta[name="referrer"]')?.getAttribute('content') ?? '',
  };
}
