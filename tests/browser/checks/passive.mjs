// A page runs nothing and loads nothing: it has no script, no inline style and no form, and its policy says so.

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

export async function check({ site }) {
  const found = [];
  for (const { path, facts } of site.pages) {
    facts.active.forEach((what) => found.push(`${path}: has ${what.slice(0, 80)}`));
    const policy = facts.policy.split(';').map((part) => part.trim());
    if (POLICY.join() !== policy.join()) found.push(`${path}: the content security policy is "${facts.policy}"`);
    if (facts.referrer !== 'no-referrer') found.push(`${path}: the referrer is "${facts.referrer}"`);
  }
  return found;
}
