import type { Hono } from 'hono';

/** What came of a form sent in: the page that says so, as its text. */
export interface Page {
  status: number;
  text: string;
}

/** Opens a form's page, changes what is given, and sends in all that the page then holds, as a browser does. */
export async function fillsIn(
  app: Pick<Hono, 'request'>,
  link: string,
  given: Record<string, string | string[]>,
): Promise<Page> {
  const page = await app.request(link);
  const html = await page.text();
  if (page.status !== 200) return { status: page.status, text: html };
  const held = holdingOf(html);
  const strange = Object.keys(given).find((name) => !held.has(name));
  if (strange) throw new Error(`the page has no field ${strange}; it has ${[...held.keys()].join('、')}`);
  const body = new URLSearchParams();
  for (const [name, values] of held) {
    const own = given[name];
    for (const value of own === undefined ? values : [own].flat()) body.append(`f.${name}`, value);
  }
  const sent = await app.request(link, { method: 'POST', body });
  const shown = sent.status === 303 ? await app.request(sent.headers.get('location') ?? '') : sent;
  return { status: shown.status, text: await shown.text() };
}

/** What each field of the page holds when it is opened. */
function holdingOf(html: string): Map<string, string[]> {
  const held = new Map<string, string[]>();
  const add = (name: string, values: string[]) => held.set(name, [...(held.get(name) ?? []), ...values]);
  for (const [tag] of html.matchAll(/<input [^>]*name="f\.[^>]*>/g)) {
    const checkable = /type="(checkbox|radio)"/.test(tag);
    add(attribute(tag, 'name'), checkable && !/ checked/.test(tag) ? [] : [attribute(tag, 'value')]);
  }
  for (const [, tag = '', text = ''] of html.matchAll(/(<textarea [^>]*>)([\s\S]*?)<\/textarea>/g)) {
    add(attribute(tag, 'name'), [unescaped(text.replace(/^\n/, ''))]);
  }
  for (const [, tag = '', options = ''] of html.matchAll(/(<select [^>]*>)([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option [^>]*>/g)].map(([option]) => option);
    add(attribute(tag, 'name'), [
      attribute(all.find((one) => / selected/.test(one)) ?? all[0] ?? '', 'value'),
    ]);
  }
  return held;
}

function attribute(tag: string, name: string): string {
  const value = unescaped(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  return name === 'name' ? value.replace(/^f\./, '') : value;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
