// A page runs nothing and loads nothing: it has no script, no inline style and no form, and its policy says so.

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

export async function check({ sites }) {
  const found = [];
  for (const { name, facts } of sites.flatMap((site) => site.pages)) {
    facts.active.forEach((what) => found.push(`${name}: has ${what.slice(0, 80)}`));
    const policy = facts.policy.split(';').map((part) => part.trim());
    if (POLICY.join() !== policy.join()) found.push(`${name}: the content security policy is "${facts.policy}"`);
    if (facts.referrer !== 'no-referrer') found.push(`${name}: the referrer is "${facts.referrer}"`);
  }
  return found;
}
